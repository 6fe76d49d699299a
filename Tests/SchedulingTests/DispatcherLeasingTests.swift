import Model
import Scheduling
import Testing
import TestSupport

struct DispatcherLeasingTests {
    @Test func givesATaskToAWorkerAndRecordsItsResult() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        let task = try #require(try await bench.lease())
        #expect(task.attempt == 1 && task.definition.name == "a" && task.key.environment == "dev")
        #expect(try await bench.lease() == nil)
        #expect(try await bench.store.attempts(of: task.run).map(\.lease) == [task.lease])
        #expect(try await bench.complete(task, .passed))
        let run = try #require(try await bench.finished())
        #expect(run.verdict.outcome == .passed)
        #expect(run.tasks.first?.attempts.first?.result?.outcome == .passed)
        #expect(try await bench.suiteRecord()?.conclusive?.outcome == .passed)
        #expect(bench.log.messages(.runStarted) == ["1 test in dev"])
        #expect(bench.log.messages(.runFinished) == ["passed 1  failed 0  errored 0  skipped 0  in dev"])
        #expect(bench.log.events.allSatisfy { $0.object?.name == "checkout" && $0.revision == "main@sha1:4f2c91e" })
    }

    @Test func aPollWaitsForATask() async throws {
        let bench = try await Bench()
        let poll = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(30)) }
        #expect(await eventually { !bench.time.alarms.isEmpty })
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        #expect(try await poll.value?.definition.name == "a")
    }

    @Test func aPollEndsWithItsWait() async throws {
        let bench = try await Bench()
        let poll = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(30)) }
        #expect(await eventually { bench.time.alarms == [.seconds(30)] })
        bench.time.advance(by: .seconds(30))
        #expect(try await poll.value == nil)
    }

    @Test func aCancelledPollSwallowsNothing() async throws {
        let bench = try await Bench()
        let poll = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(30)) }
        #expect(await eventually { !bench.time.alarms.isEmpty })
        poll.cancel()
        await #expect(throws: CancellationError.self) { try await poll.value }
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        #expect(try await bench.lease()?.attempt == 1)
    }

    @Test func pollsCancelledAtAnyMomentSwallowNothing() async throws {
        let bench = try await Bench()
        for round in 0..<40 {
            let poll = Task {
                try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(30))
            }
            let starting = Task {
                for _ in 0..<(round % 7) { await Task.yield() }
                try await bench.dispatcher.startRun(
                    Make.run([Make.test("a")], id: "r-\(round)", suite: "s\(round)"))
            }
            for _ in 0..<(round % 11) { await Task.yield() }
            poll.cancel()
            try await starting.value
            let granted: GrantedTask?
            do { granted = try await poll.value } catch is CancellationError { granted = nil }
            // Either the poll got it, or somebody else does; with timers, because a hung up grant costs a pause.
            if let granted {
                try await bench.complete(granted, .passed)
            } else {
                try await bench.withTimers { () async throws in
                    let other = Make.worker("w-2")
                    let next = Task { try await bench.dispatcher.lease(worker: other, wait: .seconds(60)) }
                    let feed = Task {
                        while !Task.isCancelled {
                            bench.time.advance(by: .milliseconds(500))
                            try await Task.sleep(for: .milliseconds(2))
                        }
                    }
                    let task = try #require(try await next.value)
                    feed.cancel()
                    try await bench.complete(task, .passed, worker: "w-2")
                }
            }
            #expect(try await bench.finished("r-\(round)")?.verdict.outcome == .passed)
        }
    }

    @Test func aPollCancelledWhileItsTaskIsPreparedPutsItBack() async throws {
        let gate = Gate()
        let bench = try await Bench(prepare: { request in
            await gate.pass()
            return PreparedTask(definition: request.definition)
        })
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        let poll = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(30)) }
        #expect(await eventually { await gate.waiting == 1 })
        #expect(try await bench.lease(Make.worker("w-2")) == nil)
        poll.cancel()
        await gate.open()
        await #expect(throws: CancellationError.self) { try await poll.value }
        #expect(try await bench.store.attempts(of: RunID(rawValue: "r-1")).isEmpty)
        #expect(try await bench.lease(Make.worker("w-2"))?.attempt == 1)
    }

    @Test func aPollCancelledAfterItsLeaseWasWrittenLosesItAtOnce() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(
            Make.run([Make.test("a", retry: RetryPolicy(backoff: .milliseconds(0)))]))
        bench.store.close(.grant, after: true)
        let poll = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(30)) }
        #expect(await eventually { bench.store.waiting == 1 })
        poll.cancel()
        bench.store.open()
        await #expect(throws: CancellationError.self) { try await poll.value }
        #expect(bench.log.messages(.leaseLost) == ["`a` attempt 1: worker w-1 hung up before it got the task"])
        #expect(try await bench.lease(Make.worker("w-2"))?.attempt == 2)
    }

    @Test func manyConcurrentPollsNeverGetTheSameTask() async throws {
        let bench = try await Bench(prepare: { request in
            await Task.yield()
            return PreparedTask(definition: request.definition)
        })
        let names = (0..<60).map { "t\($0)" }
        try await bench.dispatcher.startRun(Make.run(names.map { Make.test($0) }))
        let granted = try await withThrowingTaskGroup(of: GrantedTask?.self) { group in
            for index in 0..<100 {
                group.addTask { try await bench.lease(Make.worker("w-\(index)")) }
            }
            return try await group.reduce(into: [GrantedTask]()) { if let task = $1 { $0.append(task) } }
        }
        #expect(granted.map(\.definition.name).sorted() == names.sorted())
        #expect(Set(granted.map(\.lease)).count == 60)
    }

    @Test func aStoreThatCannotWriteTheLeasePutsTheTaskBack() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        bench.store.fail(.grant)
        await #expect(throws: FaultyStore.Fault.self) { try await bench.lease() }
        #expect(try await bench.lease()?.attempt == 1)
    }

    @Test func aPreparationThatFailsIsAnErroredAttempt() async throws {
        struct Missing: Error, CustomStringConvertible { let description = "secret `key` is not set: export KEY" }
        let bench = try await Bench(prepare: { request in
            if request.definition.name == "bad" { throw Missing() }
            return PreparedTask(definition: request.definition)
        })
        try await bench.dispatcher.startRun(
            Make.run([Make.test("bad", priority: 60, retry: RetryPolicy(errored: 0)), Make.test("good")]))
        #expect(try await bench.lease() == nil)
        let task = try #require(try await bench.lease())
        #expect(task.definition.name == "good")
        try await bench.complete(task, .passed)
        let run = try #require(try await bench.finished())
        #expect(run.verdict.outcome == .errored)
        #expect(
            run.tasks[0].attempts.map { $0.result?.message } == [
                "could not be prepared: secret `key` is not set: export KEY"
            ])
        #expect(bench.log.messages(.runErrored).count == 1)
    }

    @Test func aPollWhoseWaitIsOverStopsAfterAFailedPreparation() async throws {
        struct Never: Error {}
        let bench = try await Bench(prepare: { _ in throw Never() })
        let tests = (0..<3).map { Make.test("t\($0)", retry: RetryPolicy(errored: 0)) }
        try await bench.dispatcher.startRun(Make.run(tests))
        #expect(try await bench.lease() == nil)
        #expect(await bench.dispatcher.activeRuns().first?.counts.errored == 1)
    }

    @Test func capturesAndTheirSecretsAreHandedOn() async throws {
        let bench = try await Bench(prepare: {
            PreparedTask(definition: $0.definition, secrets: [Secret("from the environment")])
        })
        try await bench.dispatcher.startRun(Make.run([Make.test("a"), Make.test("b", after: ["a"])]))
        let first = try #require(try await bench.lease())
        let result = Make.result(.passed, captures: ["token": .string("hush")], redacted: ["token"])
        #expect(
            try await bench.dispatcher.complete(worker: WorkerID(rawValue: "w-1"), lease: first.lease, result: result))
        let second = try #require(try await bench.lease())
        #expect(second.captures == ["token": .string("hush")])
        #expect(second.secrets == [Secret("from the environment"), Secret("hush")])
    }

    @Test func aLostTaskGoesToAnotherWaitingWorkerFirst() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(
            Make.run([Make.test("a", retry: RetryPolicy(backoff: .seconds(1)))]))
        _ = try #require(try await bench.lease(Make.worker("w-1")))
        await bench.dispatcher.workerGone(WorkerID(rawValue: "w-1"))
        #expect(bench.log.messages(.leaseLost) == ["`a` attempt 1: worker w-1 is gone"])
        #expect(bench.log.messages(.taskRetried) == ["`a` attempt 1 errored: worker w-1 is gone; again in 1s"])
        let loser = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(60)) }
        #expect(await eventually { bench.time.alarms.count == 1 })
        let other = Task { try await bench.dispatcher.lease(worker: Make.worker("w-2"), wait: .seconds(60)) }
        #expect(await eventually { bench.time.alarms.count == 2 })
        try await bench.withTimers { () async throws in
            #expect(await eventually { bench.time.alarms.first == .seconds(1) })
            bench.time.advance(by: .seconds(1))
            #expect(try await other.value?.attempt == 2)
        }
        loser.cancel()
    }

    @Test func aWorkerHasNoMoreWaitingPollsThanSlots() async throws {
        let bench = try await Bench()
        let stale = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(60)) }
        #expect(await eventually { bench.time.alarms.count == 1 })
        let fresh = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(60)) }
        #expect(try await stale.value == nil)
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        #expect(try await fresh.value != nil)
    }

    @Test func theWorkerThatIsGoneWaitsNoLonger() async throws {
        let bench = try await Bench()
        let poll = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(60)) }
        #expect(await eventually { bench.time.alarms.count == 1 })
        await bench.dispatcher.workerGone(WorkerID(rawValue: "w-1"))
        #expect(try await poll.value == nil)
    }
}

/// Holds whoever passes until it is opened.
actor Gate {
    private var isOpen = false
    private var held: [CheckedContinuation<Void, Never>] = []

    var waiting: Int { held.count }

    func pass() async {
        guard !isOpen else { return }
        await withCheckedContinuation { held.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in held { continuation.resume() }
        held = []
    }
}
