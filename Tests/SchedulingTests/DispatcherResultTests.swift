import Model
import Scheduling
import Store
import Testing
import TestSupport

struct DispatcherResultTests {
    private let worker = WorkerID(rawValue: "w-1")

    private func bench(retry: RetryPolicy = RetryPolicy(backoff: .milliseconds(0))) async throws -> (Bench, GrantedTask)
    {
        let bench = try await Bench()
        try await bench.dispatcher.startRun(Make.run([Make.test("a", retry: retry), Make.test("b", priority: 1)]))
        return (bench, try #require(try await bench.lease()))
    }

    /// Breaks when `complete` says true of a lease that is gone.
    @Test func aLateResultOfALostLeaseIsRefused() async throws {
        let (bench, first) = try await bench()
        try await bench.withTimers { () async throws in
            bench.time.advance(by: .seconds(15))
            #expect(await eventually { bench.log.messages(.leaseLost).count == 1 })
        }
        let second = try #require(try await bench.lease(Make.worker("w-2")))
        #expect(second.attempt == 2 && second.lease != first.lease)
        #expect(try await !bench.complete(first, .passed))
        #expect(try await bench.complete(second, .failed, worker: "w-2"))
        let attempts = try await bench.store.attempts(of: first.run)
        #expect(attempts.map { $0.result?.outcome } == [.errored, .failed])
        #expect(attempts.first?.result?.message == "worker w-1 was not heard of for 15s")
    }

    /// Breaks when `complete` leaves out the worker.
    @Test func onlyTheHolderMayReport() async throws {
        let (bench, task) = try await bench()
        #expect(try await !bench.complete(task, .passed, worker: "w-2"))
        #expect(
            try await !bench.dispatcher.complete(
                worker: worker, lease: LeaseToken(rawValue: "guess"), result: Make.result(.passed)))
        #expect(try await bench.complete(task, .passed))
    }

    @Test func aRepeatedResultIsAcceptedAgainAnotherOneIsNot() async throws {
        let (bench, task) = try await bench()
        #expect(try await bench.complete(task, .passed))
        #expect(try await bench.complete(task, .passed))
        #expect(try await !bench.complete(task, .failed))
        #expect(try await !bench.complete(task, .passed, worker: "w-2"))
        // Also after the run has ended.
        let other = try #require(try await bench.lease())
        #expect(try await bench.complete(other, .passed))
        _ = try await bench.finished()
        #expect(try await bench.complete(task, .passed))
    }

    @Test func concurrentRepetitionsAreOneResult() async throws {
        let (bench, task) = try await bench()
        bench.store.close(.complete)
        let answers = (0..<5).map { _ in Task { try await bench.complete(task, .passed) } }
        #expect(await eventually { bench.store.waiting == 1 })
        let contrary = Task { try await bench.complete(task, .failed) }
        bench.store.open()
        for answer in answers { #expect(try await answer.value) }
        #expect(try await !contrary.value)
    }

    @Test func aResultIsRecordedEvenWhenNobodyListensAnyMore() async throws {
        let (bench, task) = try await bench()
        bench.store.close(.complete)
        let report = Task { try await bench.complete(task, .passed) }
        #expect(await eventually { bench.store.waiting == 1 })
        report.cancel()
        bench.store.open()
        _ = await report.result
        #expect(try await bench.store.attempts(of: task.run).first?.result?.outcome == .passed)
    }

    @Test func aStoreThatFailsLeavesTheLeaseForAnotherTry() async throws {
        let (bench, task) = try await bench()
        bench.store.fail(.complete)
        await #expect(throws: FaultyStore.Fault.self) { try await bench.complete(task, .passed) }
        #expect(try await bench.complete(task, .passed))
        #expect(await bench.dispatcher.activeRuns().first?.counts.passed == 1)
    }

    @Test func aWriteWhoseAnswerWasLostStillCountsOnce() async throws {
        let (bench, task) = try await bench()
        bench.store.failAfter(.complete)
        await #expect(throws: FaultyStore.Fault.self) { try await bench.complete(task, .passed) }
        #expect(try await bench.complete(task, .passed))
        #expect(try await !bench.complete(task, .failed))
        #expect(await bench.dispatcher.activeRuns().first?.counts.passed == 1)
        // The same when the lease ends before the worker tries again.
        let other = try #require(try await bench.lease())
        bench.store.failAfter(.complete)
        await #expect(throws: FaultyStore.Fault.self) { try await bench.complete(other, .failed) }
        await bench.dispatcher.workerGone(worker)
        #expect(try await bench.finished()?.tasks.map(\.outcome) == [.passed, .failed])
        #expect(bench.log.messages(.leaseLost).isEmpty)
    }

    @Test func aResultThatIsBeingWrittenWinsOverTheEndOfItsLease() async throws {
        let (bench, task) = try await bench()
        bench.store.close(.complete)
        let report = Task { try await bench.complete(task, .passed) }
        #expect(await eventually { bench.store.waiting == 1 })
        await bench.dispatcher.workerGone(worker)
        try await bench.withTimers { () async throws in
            bench.time.advance(by: .seconds(60))
            // The loop has looked, postponed the lease, and sleeps again.
            #expect(await eventually { bench.time.alarms.first == .seconds(1) })
            bench.store.open()
            #expect(try await report.value)
        }
        #expect(try await bench.store.attempts(of: task.run).first?.result?.outcome == .passed)
    }

    @Test func aLossThatIsBeingWrittenWinsOverALateResult() async throws {
        let (bench, task) = try await bench()
        bench.store.close(.lose)
        let loss = Task { await bench.dispatcher.workerGone(worker) }
        #expect(await eventually { bench.store.waiting == 1 })
        let report = Task { try await bench.complete(task, .passed) }
        bench.store.open()
        await loss.value
        #expect(try await !report.value)
        #expect(try await bench.store.attempts(of: task.run).first?.result?.outcome == .errored)
    }

    @Test func aLossThatTheStoreCannotTakeIsTriedAgain() async throws {
        let (bench, _) = try await bench()
        bench.store.fail(.lose, times: 2)
        try await bench.withTimers { () async throws in
            bench.time.advance(by: .seconds(15))
            #expect(await eventually { bench.time.alarms.first == .seconds(1) })
            #expect(bench.log.messages(.leaseLost).isEmpty)
            bench.time.advance(by: .seconds(1))
            #expect(await eventually { bench.time.alarms.first == .seconds(1) })
            bench.time.advance(by: .seconds(1))
            #expect(await eventually { bench.log.messages(.leaseLost).count == 1 })
        }
    }

    @Test func anAttemptThatVanishedFromTheStoreIsErrored() async throws {
        let bench = try await Bench()
        let record = Make.run([Make.test("a", retry: RetryPolicy(errored: 0))])
        try await bench.dispatcher.startRun(record)
        let task = try #require(try await bench.lease())
        // Ends the run behind the dispatcher's back, as only a damaged store would.
        let verdict = Verdict(
            run: record.id, digest: record.digest, revision: record.revision, outcome: .errored)
        _ = try await bench.store.store.finishRun(
            FinishedRun(key: record.suite.key, verdict: verdict, tasks: []),
            record: SuiteRecord(key: record.suite.key))
        #expect(try await !bench.complete(task, .passed))
        #expect(await eventually { await bench.dispatcher.activeRuns().isEmpty })
    }

    @Test func heartbeatsKeepALease() async throws {
        let (bench, task) = try await bench()
        try await bench.withTimers { () async throws in
            for _ in 0..<10 {
                bench.time.advance(by: .seconds(10))
                #expect(await bench.dispatcher.heartbeat(worker: worker, leases: [task.lease]).isEmpty)
            }
        }
        #expect(try await bench.complete(task, .passed))
    }

    @Test func aHeartbeatIsToldWhatItDoesNotHold() async throws {
        let (bench, task) = try await bench()
        let guess = LeaseToken(rawValue: "guess")
        let other = WorkerID(rawValue: "w-2")
        #expect(await bench.dispatcher.heartbeat(worker: worker, leases: [task.lease, guess]) == [guess])
        #expect(await bench.dispatcher.heartbeat(worker: other, leases: [task.lease]) == [task.lease])
        #expect(try await bench.complete(task, .passed))
    }

    @Test func whatAWorkerNoLongerNamesIsLost() async throws {
        let (bench, task) = try await bench()
        // The first may have been sent before the grant arrived.
        _ = await bench.dispatcher.heartbeat(worker: worker, leases: [])
        #expect(bench.log.messages(.leaseLost).isEmpty)
        _ = await bench.dispatcher.heartbeat(worker: worker, leases: [])
        #expect(bench.log.messages(.leaseLost) == ["`a` attempt 1: worker w-1 does not run it any more"])
        #expect(try await !bench.complete(task, .passed))
    }
}
