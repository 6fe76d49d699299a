import Foundation
import Model
import Scheduling
import Store
import Testing
import TestSupport

/// Workers that lease, report, repeat themselves, fall silent and vanish at random, on real clocks and a real store.
struct SimulationTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func everyTaskHasOneOutcomeAndEveryAttemptOneResult(seed: UInt64) async throws {
        let folder = try TemporaryDirectory()
        let store = FaultyStore(try await Store.open(directory: folder.url))
        let log = EventLog()
        let dispatcher = Dispatcher(
            store: store, wall: SystemWallClock(), leaseDuration: .milliseconds(60), events: { log.add($0) },
            prepare: { PreparedTask(definition: $0.definition) })
        await dispatcher.setPools([Make.capacity(replicas: 6)])
        let policy = RetryPolicy(failed: 2, errored: 3, backoff: .milliseconds(5))
        let suites = (0..<3).map { suite in
            Make.run(
                (0..<12).map { index in
                    Make.test(
                        "t\(index)", priority: index * 7 % 100, after: index % 4 == 3 ? ["t\(index - 1)"] : [],
                        retry: policy)
                }, id: "r-\(suite)", suite: "s\(suite)")
        }
        let accepted = Tally()

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await dispatcher.run() }
            for index in 0..<6 {
                group.addTask {
                    var worker = FakeWorker(
                        record: Make.worker("w-\(index)", ordinal: index, slots: 2), dispatcher: dispatcher,
                        accepted: accepted, random: SeededGenerator(seed: seed &* 100 &+ UInt64(index)))
                    while !Task.isCancelled { try await worker.live() }
                }
            }
            for suite in suites { try await dispatcher.startRun(suite) }
            #expect(await eventually { await dispatcher.activeRuns().isEmpty })
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }

        for suite in suites {
            let run = try #require(try await store.store.finishedRun(suite.id))
            #expect(run.tasks.map(\.name) == suite.suite.tests.map(\.name))
            #expect(run.verdict.counts.finished == suite.suite.tests.count)
            for task in run.tasks {
                #expect(task.attempts.map(\.number) == Array(1..<(task.attempts.count + 1)))
                #expect(task.attempts.allSatisfy { $0.result != nil })
                if let last = task.attempts.last?.result { #expect(task.outcome == last.outcome) }
            }
            let granted = store.leases.values.filter { $0.attempt.run == suite.id }
            #expect(granted.count == run.tasks.map(\.attempts.count).reduce(0, +))
        }
        for (lease, account) in store.leases {
            #expect(account.results.count == 1)
            // What a worker was told was accepted is what stands; all else was lost.
            let told = await accepted.outcome(of: lease)
            #expect(account.results.first == told ?? .errored)
        }
        #expect(await accepted.contradictions == 0)
        #expect(try await store.activeRuns().isEmpty)
        #expect(try await store.suiteRecords().count == suites.count)
    }
}

/// What workers were told of their results.
private actor Tally {
    private var outcomes: [LeaseToken: Outcome] = [:]
    private(set) var contradictions = 0

    func note(_ lease: LeaseToken, _ outcome: Outcome) {
        if let before = outcomes.updateValue(outcome, forKey: lease), before != outcome { contradictions += 1 }
    }

    func outcome(of lease: LeaseToken) -> Outcome? { outcomes[lease] }
}

private struct FakeWorker {
    let record: WorkerRecord
    let dispatcher: Dispatcher
    let accepted: Tally
    var random: SeededGenerator

    /// Leases one task and does something with it, mostly what it should.
    mutating func live() async throws {
        let impatience = Duration.milliseconds(Int.random(in: 0..<20, using: &random))
        let isImpatient = Int.random(in: 0..<10, using: &random) == 0
        let poll = Task { [record, dispatcher] in try await dispatcher.lease(worker: record, wait: .milliseconds(50)) }
        if isImpatient {
            try await Task.sleep(for: impatience)
            poll.cancel()
        }
        let granted: GrantedTask?
        do { granted = try await poll.value } catch is CancellationError { granted = nil }
        try Task.checkCancellation()
        guard let granted else { return }
        let outcome = [Outcome.passed, .passed, .passed, .failed, .errored].randomElement(using: &random) ?? .passed
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return
        case 1: await dispatcher.workerGone(record.id)
        case 2:
            _ = await dispatcher.heartbeat(worker: record.id, leases: [])
            _ = await dispatcher.heartbeat(worker: record.id, leases: [])
        case 3:
            try await Task.sleep(for: .milliseconds(80))
        default:
            _ = await dispatcher.heartbeat(worker: record.id, leases: [granted.lease])
            try await Task.sleep(for: .milliseconds(Int.random(in: 0..<5, using: &random)))
        }
        let result = Make.result(outcome)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            if try await dispatcher.complete(worker: record.id, lease: granted.lease, result: result) {
                await accepted.note(granted.lease, outcome)
            }
        }
    }
}
