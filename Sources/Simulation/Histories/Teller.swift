import Access
import Foundation
import Model
import Store
import TestSupport

/// Makes a history happen: decides what comes next, starts controllers and ends them.
struct Teller {
    private let seed: UInt64
    private let chronicle: Chronicle
    private let time: VirtualTime
    private let ground: RunningController.Ground
    private let databases: Databases
    private var random: SplitMix64
    private var store: Store
    private var living: RunningController?
    private var lives = 0
    private var steps = 0

    init(
        seed: UInt64, identity: InstallationIdentity, time: VirtualTime, chronicle: Chronicle, folder: URL
    ) throws {
        self.seed = seed
        self.time = time
        self.chronicle = chronicle
        random = SplitMix64(seed: seed)
        let isCloud = random.chance(0.4)
        let git = SimulatedGit(first: RandomCommits.first(isCloud: isCloud, using: &random), time: time)
        let judge = Judge(git: git, time: time)
        let workforce = Workforce(time: time, judge: judge)
        let cloud = FaultInjectingProvider(
            seed: random.next(), changesInPlace: random.chance(0.5) ? [.resources] : [], wall: time,
            time: time.monotonic,
            made: { machine, others in
                judge.made(machine, beside: others)
                if !isCloud { Task { await workforce.work(on: machine.id) } }
            })
        ground = RunningController.Ground(
            directory: folder, identity: identity, git: git, cloud: cloud, isCloud: isCloud, judge: judge,
            workforce: workforce, time: time, chronicle: chronicle)
        workforce.settle(in: cloud)
        databases = Databases(folder: folder)
        store = try databases.open()
    }

    /// The whole history.
    mutating func tell() async throws -> History.Outcome {
        await ground.cloud.setFaults(.random(using: &random))
        start()
        for _ in 0..<Int.random(in: 4...16, using: &random) {
            try await time.sleep(for: random.pause(0...12))
            try await happen()
            if let living, living.life.isDead { try await end(living) }
            if living == nil, random.chance(0.8) { start() }
        }
        try await calm()
        let violations = ground.judge.violations
        for violation in violations { chronicle.say("BROKEN: \(violation)") }
        return History.Outcome(
            seed: seed, violations: violations, simulated: time.elapsed, lives: lives, steps: steps,
            digest: chronicle.digest, tail: chronicle.tail)
    }

    // MARK: What happens

    private mutating func happen() async throws {
        switch Int.random(in: 0..<22, using: &random) {
        case 0..<7: commit(RandomCommits.next(after: ground.git.newest, using: &random))
        case 7:
            // Many small commits in a row.
            for _ in 0..<Int.random(in: 3...12, using: &random) {
                commit(RandomCommits.next(after: ground.git.newest, using: &random))
                try await time.sleep(for: random.pause(0...1))
            }
        case 8..<10: breakSource(ground.git.isReadable ? "connection refused" : nil)
        case 10..<13: dieSoon()
        case 13: try await stop()
        case 14: try await lose()
        case 15..<17: await vanish()
        case 17: await halt()
        case 18:
            let seconds = Double([-7_200, -60, 45, 90_000].randomElement(using: &random) ?? 0)
            chronicle.say("the time of day jumps by \(seconds) s")
            time.jump(by: seconds)
        case 19:
            let share = random.chance(0.5) ? 0.3 : 0
            chronicle.say("share of writes that find the disk full: \(share)")
            living?.life.fillDisk(share)
        default:
            let faults = random.chance(0.3) ? CloudFaults.none : .random(using: &random)
            chronicle.say("faults: \(faults)")
            await ground.cloud.setFaults(faults)
        }
    }

    private func commit(_ commit: Commit) {
        chronicle.say("commit \(commit.number): \(commit.words)")
        ground.git.push(commit)
    }

    private func breakSource(_ fault: String?) {
        chronicle.say(fault.map { "the source can't be read: \($0)" } ?? "the source can be read")
        ground.git.setFault(fault)
    }

    private mutating func dieSoon() {
        let steps = Int.random(in: 1...40, using: &random)
        chronicle.say("the controller is killed at its step \(steps) from now")
        living?.life.dieAfter(steps)
    }

    private mutating func stop() async throws {
        guard let living, !living.life.isDead else { return }
        chronicle.say("the controller is asked to stop")
        await living.stop()
        try await end(living)
    }

    /// A database is lost, with the controller down.
    private mutating func lose() async throws {
        if let living {
            living.life.die()
            try await end(living)
        }
        let loss = Databases.Loss.allCases.randomElement(using: &random) ?? .both
        chronicle.say("lost: \(loss)")
        try store.close()
        store = try databases.lose(loss)
        guard loss != .history else { return }
        ground.judge.noteLostDatabase(window: .seconds(60))
    }

    private mutating func vanish() async {
        guard let machine = await ground.cloud.existing().randomElement(using: &random) else { return }
        chronicle.say("\(machine.id) vanishes")
        await ground.cloud.lose(machine.id)
    }

    private mutating func halt() async {
        guard let machine = await ground.cloud.existing().randomElement(using: &random) else { return }
        chronicle.say("\(machine.id) is stopped by somebody")
        await ground.cloud.halt(machine.id)
    }

    // MARK: Lives

    private mutating func start() {
        lives += 1
        let chronicle = chronicle
        let number = lives
        var trace: (@Sendable (String) -> Void)?
        if chronicle.showsSteps { trace = { chronicle.say($0) } }
        let life = Life(
            number: number, seed: random.next(), trace: trace,
            died: { chronicle.say("controller \(number) is dead") })
        chronicle.say("controller \(number) starts")
        living = RunningController.start(life, on: ground, store: store, seed: random.next())
        ground.workforce.follow(living)
    }

    private mutating func end(_ controller: RunningController) async throws {
        ground.workforce.follow(nil)
        await controller.bury()
        steps += controller.life.steps
        living = nil
    }

    // MARK: Quiet

    /// Everything works again; what stands when nothing is left to do is what git wants.
    private mutating func calm() async throws {
        chronicle.say("from now on everything works")
        await ground.cloud.setFaults(CloudFaults(latency: 0.01...0.05))
        ground.git.setFault(nil)
        commit(RandomCommits.repaired(after: ground.git.newest))
        living?.life.fillDisk(0)
        living?.life.spare()
        if let living, living.life.isDead || random.chance(0.3) {
            living.life.die()
            try await end(living)
        }
        if living == nil { start() }
        guard let living else { return }
        var account = Account(ground: ground, controller: living.controller, store: store)
        guard try await account.waitUntilQuiet() else {
            ground.judge.note("does not settle: \(await account.unsettled())")
            try await finish(living)
            return
        }
        for violation in try await account.violations() { ground.judge.note(violation) }
        try await finish(living)
    }

    private mutating func finish(_ controller: RunningController) async throws {
        ground.workforce.close()
        await controller.stop()
        try await end(controller)
        try store.close()
    }
}
