import Model
import Scheduling
import Testing

/// Random suites under random events: what must hold whatever happens.
struct RunMachinePropertyTests {
    @Test(arguments: 0..<150)
    func everyTaskEndsExactlyOnceWithinItsBudget(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let tests = Self.tests(&random)
        let record = Make.run(tests)
        var machine = RunMachine(record, now: Make.start)
        var now = Make.start
        var ends: [String: Int] = [:]
        var started: [String] = []
        var leases = 0
        let dependencies = Dictionary(
            tests.map { ($0.name, $0.settings.dependsOn.map(\.test)) }, uniquingKeysWith: { $1 })

        for step in 0..<20_000 where !machine.isFinished {
            let before = machine.tasks.map(\.outcome)
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<45:
                guard let index = machine.ready.randomElement(using: &random) else { break }
                let task = machine.tasks[index]
                guard case .ready(let notBefore) = task.state, notBefore <= now else { break }
                leases += 1
                let attempt = Make.attempt(record, task.name, task.attempts.count + 1, lease: "l\(leases)")
                let isGranted = machine.leaseGranted(attempt, to: index)
                let isGrantedAgain = machine.leaseGranted(attempt, to: index)
                #expect(isGranted && !isGrantedAgain)
                started.append(task.name)
            case 45..<85:
                guard let lease = machine.held.keys.sorted().randomElement(using: &random) else { break }
                let outcome = Outcome.allCases.randomElement(using: &random) ?? .passed
                let first = machine.attemptEnded(lease, Make.result(outcome), now: now)
                let second = machine.attemptEnded(lease, Make.result(.passed), now: now)
                #expect(first != nil && second == nil)
            case 85..<90:
                guard let lease = machine.held.keys.sorted().randomElement(using: &random) else { break }
                machine.leaseLost(lease, Make.result(.errored), now: now)
            case 90..<93:
                guard let lease = machine.held.keys.sorted().randomElement(using: &random) else { break }
                machine.leaseWithdrawn(lease, now: now)
            case 93 where step > 50 && seed % 3 == 0:
                let endings: [RunEnding] = [.person("p"), .superseded("s"), .timedOut(.seconds(1))]
                machine.end(endings.randomElement(using: &random) ?? .person("p"), now: now)
            default:
                now = now.advanced(by: .milliseconds(Int.random(in: 0..<2_000, using: &random)))
                machine.time(passesTo: now)
                // Nothing that is still waiting has been waiting too long.
                #expect(machine.tasks.allSatisfy { $0.queueDeadline.map { $0 > now } ?? true })
            }
            for (index, task) in machine.tasks.enumerated() {
                if before[index] == nil, task.outcome != nil { ends[task.name, default: 0] += 1 }
                if let ended = before[index] { #expect(task.outcome == ended) }
            }
            #expect(machine.counts.finished == machine.tasks.count { $0.outcome != nil })
            #expect(machine.ready.count == machine.tasks.count { if case .ready = $0.state { true } else { false } })
        }

        #expect(machine.isFinished && machine.held.isEmpty && machine.ready.isEmpty)
        #expect(ends.values.allSatisfy { $0 == 1 } && ends.count == tests.count)
        for task in machine.tasks {
            let retry = task.settings.retry
            let outcomes = task.attempts.compactMap { $0.result?.outcome }
            #expect(outcomes.count == task.attempts.count)
            #expect(outcomes.count { $0 == .failed || $0 == .timedOut } <= retry.failed + 1)
            #expect(outcomes.count { $0 == .errored || $0 == .cancelled } <= retry.errored + 1)
            #expect(outcomes.dropLast().allSatisfy { $0 != .passed && $0 != .skipped })
            #expect(task.attempts.map(\.number) == Array(1..<(task.attempts.count + 1)))
        }
        let passed = Set(machine.tasks.filter { $0.outcome == .passed }.map(\.name))
        for name in started { #expect(dependencies[name, default: []].allSatisfy(passed.contains)) }

        // The record of the attempts alone leads a new machine to the same outcomes, as far as attempts tell them.
        let again = RunMachine(record, attempts: machine.tasks.flatMap(\.attempts), now: now)
        if machine.ending == nil {
            for (one, two) in zip(machine.tasks, again.tasks) where one.attempts.last?.result?.outcome == .passed {
                #expect(two.outcome == one.outcome)
            }
        }
    }

    private static func tests(_ random: inout SeededGenerator) -> [TestDefinition] {
        (0..<Int.random(in: 1...12, using: &random)).map { index in
            let earlier = (0..<index).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            return Make.test(
                "t\(index)", priority: Int.random(in: 0...100, using: &random), after: earlier.map { "t\($0)" },
                queueTimeout: .seconds(Int64.random(in: 5...60, using: &random)),
                retry: RetryPolicy(
                    failed: Int.random(in: 0...2, using: &random), errored: Int.random(in: 0...3, using: &random),
                    backoff: .milliseconds(Int64.random(in: 0...500, using: &random))))
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
