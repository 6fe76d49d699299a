import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

/// Cases that reports told: kept once, in their order, and only of attempts that count.
struct CasesTests {
    private let run = RunID(rawValue: "r-1")

    private func entry(_ name: String, _ outcome: Outcome = .passed, text: String? = nil) -> CaseEntry {
        let failures = text.map { [ReportedFailure(outcome: .failed, message: $0, reportLine: 7)] } ?? []
        return CaseEntry(
            report: "out.xml", event: .ended(ReportedCase(name: name, outcome: outcome, failures: failures)))
    }

    @discardableResult
    private func append(
        _ entries: [CaseEntry], sequence: Int = 1, to store: Store, run: String = "r-1", attempt: Int = 1,
        lease: String = "l-1", maxBytes: Int = CaseLimits.bytes
    ) async throws -> CaseReceipt {
        try await store.appendCases(
            CaseBatch(sequence: sequence, entries: entries), lease: LeaseToken(rawValue: lease),
            run: RunID(rawValue: run), task: "a", attempt: attempt, maxBytes: maxBytes)
    }

    private func names(
        _ store: Store, run: String = "r-1", attempt: Int? = nil, outcomes: Set<Outcome> = []
    ) async throws -> [String] {
        try await store.cases(
            run: RunID(rawValue: run), task: "a", attempt: attempt, outcomes: outcomes, limit: 10_000
        ).entries.map(\.entry.event.title)
    }

    /// A store with an attempt whose lease is held.
    private func leased(_ run: String = "r-1", lease: String = "l-1") async throws -> Fixture {
        let fixture = try await Fixture()
        try await fixture.store.startRun(Fixture.run(run))
        try await fixture.store.grantLease(Fixture.attempt(run, lease: lease))
        return fixture
    }

    private static func counted(_ outcome: Outcome = .passed) -> TaskResult {
        TaskResult(
            outcome: outcome, startedAt: Fixture.time, duration: .milliseconds(17),
            cases: AttemptCases(counts: OutcomeCounts(passed: 1)))
    }

    @Test func entriesComeBackAsTheyWereInTheirOrder() async throws {
        let store = try await leased().store
        let whole = CaseEntry(
            report: "out\u{0}/é😀.xml",
            event: .ended(
                ReportedCase(
                    name: "", className: "k", suites: ["a", "b"], file: "f.py", line: 3, outcome: .passed,
                    status: "run", failures: [ReportedFailure(outcome: .failed, type: "T", message: "m", text: "t")],
                    failuresLeftOut: 2,
                    attempts: [
                        ReportedAttempt(
                            outcome: .failed, failure: ReportedFailure(outcome: .failed, message: "first"), seconds: 2),
                        ReportedAttempt(outcome: .passed),
                    ], reason: "why", seconds: 0.1, startedAt: Fixture.time)))
        let suite = CaseEntry(
            report: "b.tap",
            event: .suiteFailed(
                ReportedSuiteFailure(suites: ["s"], failure: ReportedFailure(outcome: .errored, message: "setup"))))
        #expect(try await append([whole, suite], to: store) == .kept)
        #expect(try await append([entry("last")], sequence: 2, to: store) == .kept)
        let found = try await store.cases(run: run, task: "a", limit: 10)
        #expect(found.entries.map(\.entry) == [whole, suite, entry("last")] && !found.hasMore)
        #expect(found.entries.allSatisfy { $0.task == "a" && $0.attempt == 1 })
        #expect(found.entries.map(\.position) == [1, 2, 1_001])
    }

    /// Breaks when `INSERT OR IGNORE` becomes `INSERT OR REPLACE`, or positions come from a counter.
    @Test func aBatchThatIsSentTwiceIsKeptOnce() async throws {
        let store = try await leased().store
        for _ in 1...2 { #expect(try await append([entry("1"), entry("2")], to: store) == .kept) }
        #expect(try await append([entry("changed")], to: store) == .kept)
        #expect(try await append([entry("3")], sequence: 2, to: store) == .kept)
        #expect(try await names(store) == ["1", "2", "3"])
    }

    @Test func pagesAreBoundedAndGoOnWhereTheLastOneEnded() async throws {
        let store = try await leased().store
        for sequence in 1...3 {
            try await append((1...4).map { entry("\(sequence).\($0)") }, sequence: sequence, to: store)
        }
        let all = try await names(store)
        var seen: [String] = []
        var after: Int64 = 0
        var pages = 0
        while true {
            let page = try await store.cases(run: run, task: "a", after: after, limit: 5)
            seen += page.entries.map(\.entry.event.title)
            pages += 1
            guard page.hasMore, let last = page.entries.last else { break }
            after = last.position
        }
        #expect(seen == all && all.count == 12 && pages == 3)
        let one = try await store.cases(run: run, task: "a", limit: 5, maxBytes: 1)
        #expect(one.entries.count == 1 && one.hasMore, "one entry is always given")
    }

    @Test func outcomesAndAttemptsCanBeAskedFor() async throws {
        let store = try await leased().store
        try await append(
            [entry("ok"), entry("bad", .failed), entry("boom", .errored), entry("no", .skipped)], to: store)
        #expect(try await names(store, outcomes: [.failed, .errored]) == ["bad", "boom"])
        #expect(try await names(store, outcomes: [.skipped]) == ["no"])
        #expect(try await store.completeAttempt(lease: LeaseToken(rawValue: "l-1"), result: Self.counted(.failed)))
        try await store.grantLease(Fixture.attempt("r-1", 2, lease: "l-2"))
        try await append([entry("again")], to: store, attempt: 2, lease: "l-2")
        #expect(try await names(store) == ["again"], "the last attempt is shown")
        #expect(try await names(store, attempt: 1).count == 4)
        #expect(try await names(store, attempt: 3).isEmpty)
    }

    /// Breaks when `loseLease` does not drop, or `appendCases` does not look at the lease after the write.
    @Test func aLostLeasesCasesAreDropped() async throws {
        let store = try await leased().store
        try await append([entry("early")], to: store)
        #expect(try await store.loseLease(LeaseToken(rawValue: "l-1"), result: Fixture.result(.errored)))
        #expect(try await names(store).isEmpty)
        #expect(try await append([entry("late")], sequence: 2, to: store) == .leaseLost)
        #expect(try await append([entry("unknown")], to: store, run: "r-9", lease: "l-9") == .leaseLost)
        #expect(try await names(store).isEmpty)
        #expect(try await names(store, run: "r-9").isEmpty)
    }

    /// A request may be answered long after the worker gave up on it and sent the same again.
    ///
    /// Breaks when a late batch drops the attempt instead of what it wrote itself.
    @Test func aBatchThatComesAgainAfterTheResultTakesNothingAway() async throws {
        let fixture = try await leased()
        let store = fixture.store
        try await append([entry("1"), entry("2")], to: store)
        let result = Self.counted()
        #expect(try await store.completeAttempt(lease: LeaseToken(rawValue: "l-1"), result: result))
        #expect(try await append([entry("1"), entry("2")], to: store) == .leaseLost)
        #expect(try await append([entry("more")], sequence: 2, to: store) == .leaseLost)
        #expect(try await names(store) == ["1", "2"])
        let task = TaskRecord(
            name: "a", outcome: .passed, attempts: [Fixture.attempt("r-1", lease: "l-1", result: result)])
        try await store.finishRun(Fixture.finished("r-1", tasks: [task]), record: SuiteRecord(key: Fixture.key))
        #expect(try await append([entry("1"), entry("2")], to: store) == .leaseLost)
        #expect(try await names(store) == ["1", "2"])
    }

    /// What a crash between the loss of a lease and its deletion leaves behind. Breaks without `keepCases`.
    @Test func anEndedRunKeepsOnlyTheCasesOfItsResults() async throws {
        let store = try await leased().store
        try await append([entry("lost")], to: store)
        try await store.control.write {
            try $0.execute(sql: "UPDATE attempts SET state = 'lost' WHERE lease = 'l-1'")
        }
        try await store.grantLease(Fixture.attempt("r-1", 2, lease: "l-2"))
        try await append([entry("counts")], to: store, attempt: 2, lease: "l-2")
        let result = Self.counted()
        #expect(try await store.completeAttempt(lease: LeaseToken(rawValue: "l-2"), result: result))
        let task = TaskRecord(
            name: "a", outcome: .passed,
            attempts: [
                Fixture.attempt("r-1", lease: "l-1", result: Fixture.result(.errored)),
                Fixture.attempt("r-1", 2, lease: "l-2", result: result),
            ])
        try await store.finishRun(Fixture.finished("r-1", tasks: [task]), record: SuiteRecord(key: Fixture.key))
        #expect(try await names(store, attempt: 1).isEmpty)
        #expect(try await names(store, attempt: 2) == ["counts"])
    }

    @Test func anAttemptCanNotFillTheDisk() async throws {
        let store = try await leased().store
        #expect(
            try await append([entry("first", text: String(repeating: "x", count: 300))], to: store, maxBytes: 200)
                == .kept)
        #expect(try await append([entry("second")], sequence: 2, to: store, maxBytes: 200) == .full)
        #expect(try await append([entry("first")], to: store, maxBytes: 200) == .kept, "it is there already")
        #expect(try await names(store) == ["first"])
    }

    @Test func theCasesOfRunsThatHistoryForgotAreSwept() async throws {
        let fixture = try await leased("active", lease: "active")
        let store = fixture.store
        try await append([entry("kept")], to: store, run: "active", lease: "active")
        for run in ["ended", "forgotten"] {
            try await store.startRun(Fixture.run(run))
            try await store.grantLease(Fixture.attempt(run, lease: run))
            try await append([entry("kept")], to: store, run: run, lease: run)
            #expect(try await store.completeAttempt(lease: LeaseToken(rawValue: run), result: Self.counted()))
            let task = TaskRecord(
                name: "a", outcome: .passed, attempts: [Fixture.attempt(run, lease: run, result: Self.counted())])
            try await store.finishRun(
                Fixture.finished(
                    run, tasks: [task], startedAt: Fixture.time.addingTimeInterval(run == "ended" ? 1 : 0)),
                record: SuiteRecord(key: Fixture.key))
        }
        try await store.sweepHistory(keepRuns: 1)
        try await store.sweepCases()
        #expect(try await names(store, run: "forgotten").isEmpty)
        #expect(try await names(store, run: "ended") == ["kept"])
        #expect(try await names(store, run: "active") == ["kept"])
        let rows = try await store.history?.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM reportedCases") }
        #expect(rows == 2, "the rows go with their sets")
    }
}
