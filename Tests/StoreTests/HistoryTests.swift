import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

struct HistoryTests {
    @Test func aFinishedRunComesBackWithItsCasesInOrder() async throws {
        let fixture = try await Fixture()
        let tasks = [
            TaskRecord(name: "b", outcome: .passed, flaky: true),
            TaskRecord(name: "a", outcome: .skipped, message: "`b` did not pass"),
        ]
        try await fixture.finish(Fixture.finished("r", tasks: tasks))
        let run = try #require(try await fixture.store.finishedRun(RunID(rawValue: "r")))
        #expect(run.tasks == tasks)
        #expect(run.key == Fixture.key)
        #expect(run.verdict.startedAt.storedMilliseconds == 1_763_723_583_123)
        #expect(try await fixture.store.finishedRun(RunID(rawValue: "none")) == nil)
    }

    @Test func historyKeepsNoLeaseAndNoRedactedCapture() async throws {
        let fixture = try await Fixture()
        let result = Fixture.result(
            captures: ["token": .string("hunter2"), "id": .integer(7)], redacted: ["token", "absent"])
        let open = Fixture.result(captures: ["id": .integer(8)])
        let attempts = [
            Fixture.attempt("r", lease: "s3cret", result: result),
            Fixture.attempt("r", 2, lease: "s3cret2", result: open),
            Fixture.attempt("r", 3, lease: "s3cret3"),
        ]
        try await fixture.finish(
            Fixture.finished("r", tasks: [TaskRecord(name: "a", outcome: .passed, attempts: attempts)]))
        let run = try #require(try await fixture.store.finishedRun(RunID(rawValue: "r")))
        let kept = try #require(run.tasks.first).attempts
        #expect(kept.map(\.lease.rawValue) == ["", "", ""])
        #expect(kept[0].result?.captures == ["token": .string("***"), "id": .integer(7)])
        #expect(kept[1].result == open)
        #expect(kept[2].result == nil)
        try fixture.store.close()
        for name in ["history.db", "control.db"] {
            let bytes = try Data(contentsOf: fixture.folder.url.appending(path: name))
            #expect(bytes.range(of: Data("hunter2".utf8)) == nil)
            #expect(bytes.range(of: Data("s3cret".utf8)) == nil)
        }
    }

    @Test func deletedAttemptsLeaveNothingInFreePages() async throws {
        let fixture = try await Fixture()
        try await fixture.store.startRun(Fixture.run("r"))
        try await fixture.store.grantLease(Fixture.attempt("r", lease: "s3cret"))
        _ = try await fixture.store.completeAttempt(
            lease: LeaseToken(rawValue: "s3cret"),
            result: Fixture.result(captures: ["token": .string("hunter2")], redacted: ["token"]))
        try await fixture.store.finishRun(Fixture.finished("r"), record: SuiteRecord(key: Fixture.key))
        try fixture.store.close()
        let bytes = try Data(contentsOf: fixture.folder.url.appending(path: "control.db"))
        #expect(bytes.range(of: Data("hunter2".utf8)) == nil)
        #expect(bytes.range(of: Data("s3cret".utf8)) == nil)
    }

    @Test func writingARunTwiceKeepsItOnce() async throws {
        let fixture = try await Fixture()
        let once = Fixture.finished("r", tasks: [TaskRecord(name: "a", outcome: .failed)])
        let again = Fixture.finished("r", tasks: [TaskRecord(name: "a", outcome: .passed)])
        // What a crash between the two databases leaves: history written, the run still active.
        try await fixture.store.startRun(Fixture.run("r"))
        try await fixture.store.saveHistory(of: once)
        try await fixture.store.finishRun(again, record: SuiteRecord(key: Fixture.key))
        #expect(try await fixture.store.finishedRuns(limit: 10).map(\.tasks) == [again.tasks])
    }

    @Test func aRunEndsEvenWhenHistoryCannotBeWritten() async throws {
        let fixture = try await Fixture()
        try await fixture.store.startRun(Fixture.run("r"))
        try await fixture.store.history?.pool.write { try $0.execute(sql: "DROP TABLE cases") }
        let run = Fixture.finished("r", tasks: [TaskRecord(name: "a", outcome: .passed)])
        let fault = try await fixture.store.finishRun(run, record: SuiteRecord(key: Fixture.key))
        guard case .refused = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(try await fixture.store.activeRuns().isEmpty)
        #expect(try await fixture.store.suiteRecords().count == 1)
    }

    @Test func runsAreListedNewestFirstAndBySuite() async throws {
        let fixture = try await Fixture()
        for number in 1...3 {
            let time = Fixture.time.addingTimeInterval(Double(number) / 1_000)
            try await fixture.finish(Fixture.finished("r\(number)", startedAt: time))
        }
        let ids = { (runs: [FinishedRun]) in runs.map(\.verdict.run.rawValue) }
        #expect(ids(try await fixture.store.finishedRuns(limit: 2)) == ["r3", "r2"])
        #expect(ids(try await fixture.store.finishedRuns(suite: Fixture.suite, limit: 9)) == ["r3", "r2", "r1"])
        let other = ObjectIdentity(kind: .testSuite, name: "other")
        #expect(try await fixture.store.finishedRuns(suite: other, limit: 9).isEmpty)
        #expect(try await fixture.store.finishedRuns(limit: -1).isEmpty)
    }

    @Test func theSweepKeepsTheNewestOfEachSuiteAndEnvironment() async throws {
        let fixture = try await Fixture()
        for number in 1...4 {
            let time = Fixture.time.addingTimeInterval(Double(number))
            try await fixture.finish(
                Fixture.finished(
                    "r\(number)", tasks: [TaskRecord(name: "a", outcome: .passed)], startedAt: time))
        }
        try await fixture.finish(Fixture.finished("old", startedAt: .distantPast, environment: "other"))
        try await fixture.store.record(
            (1...5).map { Event(time: Fixture.time, object: nil, reason: .applied, message: "\($0)") })
        try await fixture.store.sweepHistory(keepRuns: 2, keepEvents: 3)
        let left = try await fixture.store.finishedRuns(limit: 9).map(\.verdict.run.rawValue)
        #expect(left == ["r4", "r3", "old"])
        let cases = try await fixture.store.history?.pool.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM cases")
        }
        #expect(cases == 2)
        #expect(try await fixture.store.events(limit: 9).map(\.event.message) == ["3", "4", "5"])
        try await fixture.store.sweepHistory(keepRuns: 0, keepEvents: 0)
        #expect(try await fixture.store.events(limit: 9).isEmpty)
        try await fixture.store.record([Event(time: Fixture.time, object: nil, reason: .applied, message: "6")])
        #expect(try await fixture.store.events(limit: 9).map(\.sequence) == [6])
    }

    @Test func eventsAreReadFromTheEndOrOnwards() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        let all = (1...6).map { number in
            Event(
                time: Fixture.time, object: number % 2 == 0 ? Fixture.pool : nil,
                severity: number == 6 ? .warning : .normal, reason: .instanceCreated, message: "\(number)",
                revision: number == 6 ? "main@sha1:4f2c91e" : nil)
        }
        try await store.record(all)
        try await store.record([Event]())
        let messages = { (events: [StoredEvent]) in events.map(\.event.message) }
        #expect(messages(try await store.events(limit: 2)) == ["5", "6"])
        #expect(messages(try await store.events(limit: 2, after: 0)) == ["1", "2"])
        #expect(messages(try await store.events(limit: 9, after: 4)) == ["5", "6"])
        #expect(messages(try await store.events(object: Fixture.pool, limit: 2)) == ["4", "6"])
        #expect(messages(try await store.events(object: Fixture.pool, limit: 2, after: 0)) == ["2", "4"])
        let last = try #require(try await store.events(limit: 1).last)
        #expect(last.sequence == 6)
        #expect(last.event.severity == .warning)
        #expect(last.event.revision == "main@sha1:4f2c91e")
        #expect(last.event.time.storedMilliseconds == 1_763_723_583_123)
    }
}
