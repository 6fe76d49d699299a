import Model
import Scheduling
import Store
import TestSupport
import Testing

struct DispatcherLogsTests {
    private let one = WorkerID(rawValue: "w-1")
    private let two = WorkerID(rawValue: "w-2")
    private let run = RunID(rawValue: "r-1")

    private func bench() async throws -> (Bench, GrantedTask) {
        let bench = try await Bench()
        let retry = RetryPolicy(backoff: .milliseconds(0))
        try await bench.dispatcher.startRun(Make.run([Make.test("a", retry: retry), Make.test("b", priority: 1)]))
        return (bench, try #require(try await bench.lease()))
    }

    @Test func onlyTheHolderOfALeaseMayWriteItsLog() async throws {
        let (bench, task) = try await bench()
        let dispatcher = bench.dispatcher
        #expect(
            await dispatcher.attempt(holding: task.lease, by: one)
                == AttemptIdentity(run: run, task: "a", number: 1))
        #expect(await dispatcher.attempt(holding: task.lease, by: two) == nil)
        #expect(await dispatcher.attempt(holding: LeaseToken(rawValue: "guess"), by: one) == nil)
    }

    @Test func theLastLinesMayComeAfterTheResultWhileTheRunGoesOn() async throws {
        let (bench, task) = try await bench()
        try await bench.complete(task, .passed)
        #expect(await bench.dispatcher.attempt(holding: task.lease, by: one)?.task == "a")
        #expect(await bench.dispatcher.attempt(holding: task.lease, by: two) == nil)
        let other = try #require(try await bench.lease())
        try await bench.complete(other, .passed)
        _ = try await bench.finished()
        #expect(await bench.dispatcher.attempt(holding: task.lease, by: one) == nil)
    }

    @Test func aLostLeaseEndsTheLogOfItsWorker() async throws {
        let (bench, first) = try await bench()
        try await bench.withTimers { () async throws in
            bench.time.advance(by: .seconds(15))
            #expect(await eventually { bench.log.messages(.leaseLost).count == 1 })
        }
        #expect(await bench.dispatcher.attempt(holding: first.lease, by: one) == nil)
        let second = try #require(try await bench.lease(Make.worker("w-2")))
        #expect(
            await bench.dispatcher.attempt(holding: second.lease, by: two)
                == AttemptIdentity(run: run, task: "a", number: 2))
        #expect(await bench.dispatcher.attempt(holding: first.lease, by: one) == nil)
    }

    @Test func aLogIsOpenUntilItsAttemptItsTestOrItsRunHasEnded() async throws {
        let (bench, first) = try await bench()
        func progress(_ task: String? = nil, _ attempt: Int? = nil) async -> LogProgress? {
            await bench.dispatcher.logProgress(of: run, task: task, attempt: attempt)
        }
        #expect(await progress() == .open)
        #expect(await progress("a") == .open)
        #expect(await progress("a", 1) == .open)
        #expect(await progress("c") == .noSuchTask)
        try await bench.complete(first, .errored)
        #expect(await progress("a") == .open, "it is tried again")
        #expect(await progress("a", 1) == .ended)
        #expect(await progress("a", 2) == .open)
        let second = try #require(try await bench.lease())
        try await bench.complete(second, .passed)
        #expect(await progress("a") == .ended)
        #expect(await progress("a", 3) == .ended)
        #expect(await progress("b") == .open)
        #expect(await progress() == .open)
        let other = try #require(try await bench.lease())
        try await bench.complete(other, .passed)
        _ = try await bench.finished()
        #expect(await progress() == nil)
        #expect(await progress("a") == nil)
    }
}
