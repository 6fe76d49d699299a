import Foundation
import Model
import Store
import TestSupport
import Testing

struct RunsTests {
    @Test func aRunIsActiveUntilItIsFinished() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        let late = Fixture.run("late", startedAt: Fixture.time.addingTimeInterval(0.001))
        try await store.startRun(late)
        try await store.startRun(Fixture.run("early"))
        await #expect(throws: StoreError.runExists(RunID(rawValue: "early"))) {
            try await store.startRun(Fixture.run("early"))
        }
        #expect(try await store.activeRuns().map(\.id.rawValue) == ["early", "late"])
        #expect(try await store.activeRuns().first?.suite == Fixture.run("early").suite)

        let finished = Fixture.finished("early")
        let record = SuiteRecord(key: Fixture.key, conclusive: finished.verdict)
        #expect(try await store.finishRun(finished, record: record) == nil)
        #expect(try await store.activeRuns().map(\.id.rawValue) == ["late"])
        #expect(try await store.suiteRecords().map(\.key) == [Fixture.key])
        #expect(try await store.finishedRun(RunID(rawValue: "early")) != nil)
        await #expect(throws: StoreError.runNotActive(RunID(rawValue: "early"))) {
            try await store.finishRun(finished, record: record)
        }
    }

    /// Breaks when `grantLease` grants an attempt twice.
    @Test func aLeaseNeedsAnActiveRunAndAFreshAttempt() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        await #expect(throws: StoreError.runNotActive(RunID(rawValue: "r"))) {
            try await store.grantLease(Fixture.attempt("r", lease: "l1"))
        }
        try await store.startRun(Fixture.run("r"))
        try await store.grantLease(Fixture.attempt("r", lease: "l1"))
        await #expect(throws: StoreError.attemptExists(run: RunID(rawValue: "r"), task: "a", number: 1)) {
            try await store.grantLease(Fixture.attempt("r", lease: "l2"))
        }
        // A lease token names one attempt only.
        await #expect(throws: StoreError.self) { try await store.grantLease(Fixture.attempt("r", 2, lease: "l1")) }
        try await store.grantLease(Fixture.attempt("r", 2, lease: "l2"))
        #expect(
            try await store.attempts(of: RunID(rawValue: "r")).map(\.lease) == ["l1", "l2"].map(LeaseToken.init))
    }

    /// Breaks when `end` leaves out `state = 'held'`.
    @Test func aResultIsTakenOnceAndALateOneIsRefused() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        try await store.startRun(Fixture.run("r"))
        let lease = LeaseToken(rawValue: "l1")
        try await store.grantLease(Fixture.attempt("r", lease: "l1"))
        #expect(try await store.completeAttempt(lease: lease, result: Fixture.result()))
        #expect(try await !store.completeAttempt(lease: lease, result: Fixture.result(.failed)))
        #expect(try await !store.loseLease(lease, result: Fixture.result(.errored)))
        #expect(try await store.attempts(of: RunID(rawValue: "r")).first?.result?.outcome == .passed)

        let lost = LeaseToken(rawValue: "l2")
        try await store.grantLease(Fixture.attempt("r", 2, lease: "l2"))
        #expect(try await store.loseLease(lost, result: Fixture.result(.errored)))
        #expect(try await !store.completeAttempt(lease: lost, result: Fixture.result()))
        #expect(try await store.attempts(of: RunID(rawValue: "r")).last?.result?.outcome == .errored)

        #expect(try await !store.completeAttempt(lease: LeaseToken(rawValue: "none"), result: Fixture.result()))
    }

    @Test func aResultForAFinishedRunIsRefused() async throws {
        let fixture = try await Fixture()
        try await fixture.store.startRun(Fixture.run("r"))
        try await fixture.store.grantLease(Fixture.attempt("r", lease: "l1"))
        try await fixture.store.finishRun(Fixture.finished("r"), record: SuiteRecord(key: Fixture.key))
        #expect(
            try await !fixture.store.completeAttempt(lease: LeaseToken(rawValue: "l1"), result: Fixture.result()))
        #expect(try await fixture.store.attempts(of: RunID(rawValue: "r")).isEmpty)
    }

    @Test func ofManyResultsAtOnceExactlyOneWins() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        try await store.startRun(Fixture.run("r"))
        let lease = LeaseToken(rawValue: "l1")
        try await store.grantLease(Fixture.attempt("r", lease: "l1"))
        let wins = try await withThrowingTaskGroup(of: Int64?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let result = TaskResult(
                        outcome: .passed, startedAt: Fixture.time, duration: .milliseconds(Int64(number)))
                    let won =
                        number % 2 == 0
                        ? try await store.completeAttempt(lease: lease, result: result)
                        : try await store.loseLease(lease, result: result)
                    return won ? Int64(number) : nil
                }
            }
            return try await group.reduce(into: [Int64]()) { wins, win in win.map { wins.append($0) } }
        }
        #expect(wins.count == 1)
        let recorded = try await store.attempts(of: RunID(rawValue: "r")).first?.result?.duration.milliseconds
        #expect(recorded == wins.first)
    }

    @Test func leasesAndResultsSurviveAReopening() async throws {
        let fixture = try await Fixture()
        try await fixture.store.startRun(Fixture.run("r"))
        try await fixture.store.grantLease(Fixture.attempt("r", lease: "l1"))
        try await fixture.store.grantLease(Fixture.attempt("r", 2, lease: "l2"))
        let result = Fixture.result(.failed, captures: ["id": .integer(7)])
        _ = try await fixture.store.completeAttempt(lease: LeaseToken(rawValue: "l1"), result: result)
        try fixture.store.close()
        let next = try await Store.open(directory: fixture.folder.url)
        let attempts = try await next.attempts(of: RunID(rawValue: "r"))
        #expect(attempts.first?.result == result)
        #expect(attempts.map(\.worker.rawValue) == ["w", "w"])
        #expect(try await next.completeAttempt(lease: LeaseToken(rawValue: "l2"), result: result))
    }

    @Test func suiteRecordsAreReplacedByKeyAndForgottenBySuite() async throws {
        let fixture = try await Fixture()
        try await fixture.finish(Fixture.finished("r1"))
        try await fixture.finish(Fixture.finished("r2"))
        try await fixture.finish(Fixture.finished("r3", environment: "a"))
        let records = try await fixture.store.suiteRecords()
        #expect(records.map(\.key.environment) == ["a", "dev"])
        #expect(records.map(\.conclusive?.run.rawValue) == ["r3", "r2"])
        try await fixture.store.deleteSuiteRecords(suite: ObjectIdentity(kind: .testSuite, name: "other"))
        #expect(try await fixture.store.suiteRecords().count == 2)
        try await fixture.store.deleteSuiteRecords(suite: Fixture.suite)
        #expect(try await fixture.store.suiteRecords().isEmpty)
    }
}
