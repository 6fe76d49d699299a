import Foundation
import Model
import Scheduling
import Store
import Testing
import TestSupport

struct DispatcherRunTests {
    private let worker = WorkerID(rawValue: "w-1")
    private let run = RunID(rawValue: "r-1")

    /// Breaks when `heartbeat` names no lease of a run that is ending.
    @Test func cancellingStopsWhatRunsByTheNextHeartbeat() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a"), Make.test("b")]))
        let task = try #require(try await bench.lease())
        await bench.dispatcher.cancelRun(run, byPerson: true, reason: "ana asked for it")
        #expect(await bench.dispatcher.activeRuns().first?.counts.cancelled == 1)
        #expect(try await bench.lease(Make.worker("w-2")) == nil)
        #expect(await bench.dispatcher.heartbeat(worker: worker, leases: [task.lease]) == [task.lease])
        #expect(try await bench.complete(task, .cancelled))
        let ended = try #require(try await bench.finished())
        #expect(ended.verdict.outcome == .cancelled)
        #expect(ended.tasks.map(\.outcome) == [.cancelled, .cancelled])
        #expect(try await bench.suiteRecord()?.conclusive?.run == run)
        #expect(
            bench.log.messages(.runCancelled)
                == ["passed 0  failed 0  errored 0  skipped 2  in dev: ana asked for it"])
    }

    /// Breaks when `recording` of `SuiteRecord` takes a superseded run.
    @Test func aRunThatANewerCommitCancelsCountsAsNeverMade() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")], id: "r-0"))
        try await bench.complete(try #require(try await bench.lease()), .passed)
        _ = try await bench.finished("r-0")
        try await bench.dispatcher.startRun(
            Make.run([Make.test("a"), Make.test("b")], digest: "d2", startedAt: Make.date.addingTimeInterval(60)))
        try await bench.complete(try #require(try await bench.lease()), .failed)
        await bench.dispatcher.cancelRun(run, byPerson: false, reason: "a newer commit")
        #expect(try await bench.finished()?.verdict.outcome == .failed)
        #expect(try await bench.suiteRecord()?.conclusive?.run.rawValue == "r-0")
        #expect(try await bench.suiteRecord()?.conclusive?.outcome == .passed)
    }

    /// Breaks when `finish` takes the revision of the newest run.
    @Test func anOutcomeIsRecordedAgainstTheCommitThatProducedIt() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        let task = try #require(try await bench.lease())
        try await bench.dispatcher.startRun(
            Make.run(
                [Make.test("a")], id: "r-2", suite: "other", commit: "5555555",
                startedAt: Make.date.addingTimeInterval(60)))
        try await bench.complete(task, .passed)
        #expect(try await bench.finished()?.verdict.revision.commit.rawValue == "4f2c91e")
        #expect(try await bench.suiteRecord()?.conclusive?.revision.commit.rawValue == "4f2c91e")
        try await bench.complete(try #require(try await bench.lease()), .passed)
        #expect(try await bench.finished("r-2")?.verdict.revision.commit.rawValue == "5555555")
    }

    @Test func aCancelledRunEndsWithTheLeaseOfAWorkerThatNeverReports() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        let task = try #require(try await bench.lease())
        await bench.dispatcher.cancelRun(run, byPerson: true, reason: "stop")
        try await bench.withTimers { () async throws in
            for _ in 0..<3 {
                _ = await bench.dispatcher.heartbeat(worker: worker, leases: [task.lease])
                bench.time.advance(by: .seconds(5))
            }
            let ended = try #require(try await bench.finished())
            #expect(ended.verdict.outcome == .cancelled)
            #expect(
                ended.tasks.first?.attempts.first?.result?.message
                    == "stop; worker w-1 was not heard of for 15s")
        }
    }

    @Test func aRunCancelledWhileATaskIsPreparedGivesItToNobody() async throws {
        let gate = Gate()
        let bench = try await Bench(prepare: { request in
            await gate.pass()
            return PreparedTask(definition: request.definition)
        })
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        let poll = Task { try await bench.lease() }
        #expect(await eventually { await gate.waiting == 1 })
        await bench.dispatcher.cancelRun(run, byPerson: true, reason: "stop")
        await gate.open()
        #expect(try await poll.value == nil)
        #expect(try await bench.finished()?.tasks.map(\.attempts.count) == [0])
    }

    @Test func theSuitesTimeoutEndsTheRun() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(
            Make.run([Make.test("a"), Make.test("b")], timeout: .seconds(10)))
        let task = try #require(try await bench.lease())
        try await bench.withTimers { () async throws in
            #expect(await eventually { bench.time.alarms.first == .seconds(10) })
            bench.time.advance(by: .seconds(10))
            #expect(await eventually { await bench.dispatcher.activeRuns().first?.counts.cancelled == 1 })
            #expect(await bench.dispatcher.heartbeat(worker: worker, leases: [task.lease]) == [task.lease])
            try await bench.complete(task, .cancelled)
            #expect(try await bench.finished()?.verdict.outcome == .timedOut)
        }
        #expect(try await bench.suiteRecord()?.conclusive?.outcome == .timedOut)
        #expect(
            bench.log.messages(.runFinished)
                == ["passed 0  failed 0  errored 0  skipped 2  in dev: the suite's timeout of 10s ended the run"])
    }

    @Test func aTaskThatWaitsTooLongIsErrored() async throws {
        let bench = try await Bench(pools: [])
        try await bench.dispatcher.startRun(Make.run([Make.test("a", queueTimeout: .minutes(30))]))
        try await bench.withTimers { () async throws in
            #expect(await eventually { bench.time.alarms == [.seconds(1_800)] })
            bench.time.advance(by: .seconds(1_800))
            let ended = try #require(try await bench.finished())
            #expect(
                ended.tasks.first?.message == "no worker took it within 30m: no worker in environment dev")
        }
        #expect(try await bench.suiteRecord()?.erroredTries == 1)
    }

    /// Breaks when `insert` does not evaluate the run, or `unschedulable` says nil.
    @Test func whatCanNeverRunIsShownAtOnceAndToldOnce() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(
            Make.run([Make.test("a", needs: ["gpu": ""]), Make.test("b", after: ["a"]), Make.test("c")]))
        #expect(
            await bench.dispatcher.activeRuns().first?.unschedulable
                == ["a": "missing gpu", "b": "waits for `a`, which can't run"])
        await bench.dispatcher.setPools([Make.capacity(), Make.capacity(replicas: 2)])
        await bench.dispatcher.setPools([])
        #expect(
            await bench.dispatcher.activeRuns().first?.unschedulable["c"] == "no worker in environment dev")
        await bench.dispatcher.setPools([Make.capacity()])
        await bench.dispatcher.setWorkers([Make.worker("w-1", capabilities: ["gpu": "a100"])])
        #expect(await bench.dispatcher.activeRuns().first?.unschedulable.isEmpty == true)
        await bench.dispatcher.setLimits([
            Make.environment: EnvironmentLimits(maxConcurrentTasks: 0, quota: nil)
        ])
        #expect(await bench.dispatcher.activeRuns().first?.unschedulable.count == 3)
        await bench.dispatcher.setLimits([:])
        #expect(bench.log.messages(.unschedulable).count { $0 == "`a`: missing gpu" } == 1)
        // A task that runs needs no worker.
        await bench.dispatcher.setWorkers([])
        _ = try #require(try await bench.lease(Make.worker("w-1", capabilities: ["gpu": ""])))
        #expect(await bench.dispatcher.activeRuns().first?.unschedulable.isEmpty == true)
    }

    @Test func newPoolsWakeAPollThatWaits() async throws {
        let bench = try await Bench(pools: [])
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        let poll = Task { try await bench.dispatcher.lease(worker: Make.worker("w-1"), wait: .seconds(60)) }
        #expect(await eventually { !bench.time.alarms.isEmpty })
        await bench.dispatcher.setPools([Make.capacity()])
        #expect(try await poll.value != nil)
    }

    /// Breaks when `restore` grants no leases.
    @Test func aRestartRepeatsNothing() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(
            Make.run([Make.test("done", priority: 90), Make.test("held"), Make.test("open", after: ["held"])]))
        let done = try #require(try await bench.lease())
        try await bench.complete(done, .passed)
        let held = try #require(try await bench.lease())

        let again = try await Bench(on: bench)
        try await again.dispatcher.restore()
        try await again.dispatcher.restore()
        #expect(await again.dispatcher.activeRuns().map(\.counts.passed) == [1])
        #expect(try await again.lease(Make.worker("w-2")) == nil)
        // The worker that worked through the restart keeps its lease, and a lost answer can be asked for again.
        #expect(await again.dispatcher.heartbeat(worker: worker, leases: [held.lease]).isEmpty)
        #expect(try await again.complete(done, .passed))
        #expect(try await !again.complete(done, .failed))
        #expect(try await again.complete(held, .passed))
        try await again.complete(try #require(try await again.lease()), .passed)
        let ended = try #require(try await again.finished())
        #expect(ended.tasks.map(\.attempts.count) == [1, 1, 1])
    }

    @Test func aRestartGivesLeasesTheirFullTime() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a", retry: RetryPolicy(errored: 0))]))
        _ = try #require(try await bench.lease())
        let again = try await Bench(on: bench)
        try await again.dispatcher.restore()
        try await again.withTimers { () async throws in
            #expect(await eventually { again.time.alarms.first == .seconds(15) })
            again.time.advance(by: .seconds(15))
            #expect(try await again.finished()?.verdict.outcome == .errored)
        }
    }

    @Test func aRunWhoseEndWasNotStoredEndsAfterTheRestart() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")], timeout: .minutes(10)))
        bench.store.close(.finish)
        try await bench.complete(try #require(try await bench.lease()), .passed)
        #expect(await eventually { bench.store.waiting == 1 })
        let again = FaultyStore(bench.store.store)
        let dispatcher = Dispatcher(
            store: again, wall: StoppedClock(), events: { _ in },
            prepare: { PreparedTask(definition: $0.definition) })
        try await dispatcher.restore()
        #expect(await eventually { await dispatcher.activeRuns().isEmpty })
        #expect(try await again.store.finishedRun(run)?.verdict.outcome == .passed)
        // The first controller's late answer changes nothing.
        bench.store.open()
        #expect(await eventually { await bench.dispatcher.activeRuns().isEmpty })
    }

    @Test func onlyTheRestOfTheTimeoutIsLeftAfterARestart() async throws {
        let bench = try await Bench()
        try await bench.store.startRun(
            Make.run([Make.test("a")], timeout: .seconds(100), startedAt: Make.date.addingTimeInterval(-70)))
        try await bench.dispatcher.restore()
        try await bench.withTimers { () async throws in
            #expect(await eventually { bench.time.alarms.first == .seconds(30) })
        }
    }

    @Test func anEndThatCannotBeStoredIsTriedAgainWithPauses() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        bench.store.fail(.finish, times: 2)
        try await bench.complete(try #require(try await bench.lease()), .passed)
        try await bench.withTimers { () async throws in
            for pause in [1, 2] {
                #expect(await eventually { bench.time.alarms.first == .seconds(pause) })
                bench.time.advance(by: .seconds(pause))
            }
            #expect(try await bench.finished()?.verdict.outcome == .passed)
        }
        #expect(bench.log.messages(.actionFailed).count == 2)
    }

    @Test func anEndWhoseAnswerWasLostIsNotStoredTwice() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        bench.store.failAfter(.finish)
        try await bench.complete(try #require(try await bench.lease()), .passed)
        try await bench.withTimers { () async throws in
            #expect(await eventually { bench.time.alarms.first == .seconds(1) })
            bench.time.advance(by: .seconds(1))
            #expect(try await bench.finished()?.verdict.outcome == .passed)
        }
        #expect(bench.log.messages(.runFinished).count == 1)
    }

    @Test func endsAreStoredOneAtATime() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")], id: "r-1"))
        try await bench.dispatcher.startRun(
            Make.run([Make.test("a", priority: 90)], id: "r-2", startedAt: Make.date.addingTimeInterval(1)))
        bench.store.close(.finish)
        try await bench.complete(try #require(try await bench.lease()), .passed)
        #expect(await eventually { bench.store.waiting == 1 })
        await bench.dispatcher.cancelRun(run, byPerson: false, reason: "a newer commit")
        for _ in 0..<20 { _ = await bench.dispatcher.activeRuns() }
        bench.store.open()
        #expect(await eventually { await bench.dispatcher.activeRuns().isEmpty })
        #expect(try await bench.suiteRecord()?.conclusive?.run.rawValue == "r-2")
    }

    @Test func whoJudgesAtTheEndWaitsForAnEndThatIsBeingStored() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        bench.store.close(.finish)
        try await bench.complete(try #require(try await bench.lease()), .passed)
        #expect(await eventually { bench.store.waiting == 1 })
        let judged = Task {
            await bench.dispatcher.storedEnds()
            return try await bench.suiteRecord()?.conclusive?.outcome
        }
        for _ in 0..<20 { _ = await bench.dispatcher.activeRuns() }
        bench.store.open()
        #expect(try await judged.value == .passed)
        await bench.dispatcher.storedEnds()
    }

    @Test func aRunThatHistoryCannotTakeHasEndedAllTheSame() async throws {
        let bench = try await Bench()
        bench.store.breakHistory(.diskFull(file: "history.db"))
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        try await bench.complete(try #require(try await bench.lease()), .passed)
        _ = try await bench.finished()
        #expect(bench.log.messages(.actionFailed).first?.hasPrefix("the run is missing in history: no space") == true)
        #expect(try await bench.suiteRecord()?.conclusive?.outcome == .passed)
    }

    @Test func knowsWhoIsBusyAndPassesOverNewsThatChangesNothing() async throws {
        let bench = try await Bench()
        await bench.dispatcher.setWorkers([Make.worker("w-1")])
        var seen = Make.worker("w-1")
        seen.lastSeen = Make.date.addingTimeInterval(5)
        await bench.dispatcher.setWorkers([seen])
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        #expect(await bench.dispatcher.busyWorkers().isEmpty)
        _ = try #require(try await bench.lease(seen))
        #expect(await bench.dispatcher.busyWorkers() == [worker])
    }

    @Test func aStartThatCannotBeStoredStartsNothing() async throws {
        let bench = try await Bench()
        bench.store.fail(.start)
        await #expect(throws: FaultyStore.Fault.self) {
            try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        }
        #expect(await bench.dispatcher.activeRuns().isEmpty)
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        await #expect(throws: StoreError.runExists(run)) {
            try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        }
        #expect(await bench.dispatcher.activeRuns().count == 1)
    }

    @Test func anEmptyRunIsSkippedAtOnce() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([]))
        #expect(try await bench.finished()?.verdict.outcome == .skipped)
    }

    @Test func recordsOfWhatHasEndedAreShownWhileTheRunGoesOn() async throws {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a"), Make.test("b")]))
        try await bench.complete(try #require(try await bench.lease()), .failed)
        #expect(await bench.dispatcher.taskRecords(of: run)?.map(\.name) == ["a"])
        #expect(await bench.dispatcher.taskRecords(of: RunID(rawValue: "none")) == nil)
    }

    @Test func everyObserverHearsOfChanges() async throws {
        let bench = try await Bench()
        let first = await bench.dispatcher.changes()
        var second: AsyncStream<Void>? = await bench.dispatcher.changes()
        try await bench.dispatcher.startRun(Make.run([Make.test("a")]))
        for await _ in first { break }
        if let second { for await _ in second { break } }
        second = nil
    }

    @Test func theTimerLoopEndsWhenItIsCancelled() async throws {
        let bench = try await Bench()
        let loop = Task { await bench.dispatcher.run() }
        loop.cancel()
        await loop.value
        try await bench.withTimers {}
    }

    @Test func theTimerLoopSleepsUntilTheNextDeadlineAndWakesForAnEarlierOne() async throws {
        let bench = try await Bench()
        try await bench.withTimers { () async throws in
            try await bench.dispatcher.startRun(Make.run([Make.test("a")], timeout: .minutes(60)))
            #expect(await eventually { bench.time.alarms == [.seconds(1_800)] })
            try await bench.dispatcher.startRun(
                Make.run([Make.test("a")], id: "r-2", suite: "other", timeout: .seconds(9)))
            #expect(await eventually { bench.time.alarms == [.seconds(9)] })
        }
    }

    @Test func fallsBackOnTheSystemsClock() async throws {
        let time = MonotonicTime.system
        let start = time.now()
        try await time.sleep(start.advanced(by: .milliseconds(1)))
        #expect(time.now() > start)
    }
}
