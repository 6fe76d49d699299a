import API
import Foundation
import Model
import Scheduling
import Store
import TestSupport
import Testing

/// The routes of cases behind a real port, over a real dispatcher and store.
struct CaseRoutesTests {
    private static func entries(_ range: ClosedRange<Int>) -> [CaseEntry] {
        range.map { number in
            CaseEntry(
                report: "out.xml",
                event: .ended(
                    ReportedCase(name: "case \(number)", outcome: number.isMultiple(of: 5) ? .failed : .passed)))
        }
    }

    private func withRun(
        tests: [String] = ["a"], _ body: (LogFixture, GrantedTask) async throws -> Void
    ) async throws {
        let fixture = try await LogFixture()
        try await fixture.startRun(tests: tests)
        try await body(fixture, try #require(try await fixture.lease()))
        await fixture.end()
    }

    private func send(
        _ batch: CaseBatch, of task: GrantedTask, to fixture: LogFixture, as name: String = "w-1"
    ) async throws -> Bool {
        try await fixture.worker.send(batch, of: task.lease, Secret(name))
    }

    private func error(_ operation: () async throws -> Void) async -> APIError? {
        do { try await operation() } catch { return error as? APIError }
        return nil
    }

    @Test func whatAWorkerSendsIsReadBackPageByPage() async throws {
        try await withRun(tests: ["a / b & c"]) { fixture, task async throws in
            #expect(try await send(CaseBatch(sequence: 1, entries: Self.entries(1...12)), of: task, to: fixture))
            #expect(try await send(CaseBatch(sequence: 1, entries: Self.entries(1...12)), of: task, to: fixture))
            #expect(try await send(CaseBatch(sequence: 2, entries: Self.entries(13...15)), of: task, to: fixture))
            var query = CaseQuery(run: task.run, task: "a / b & c", limit: 7)
            var names: [String] = []
            var pages = 0
            while true {
                let page = try await fixture.api.cases(query)
                #expect(page.kind == "CaseList" && page.formatVersion == "1")
                names += page.items.map(\.entry.event.title)
                pages += 1
                guard let next = page.next.flatMap({ Int64($0) }) else { break }
                query.after = next
            }
            #expect(names == (1...15).map { "case \($0)" } && pages == 3)
            let failed = try await fixture.api.cases(
                CaseQuery(run: task.run, task: "a / b & c", outcomes: [.failed, .errored]))
            #expect(failed.items.map(\.entry.event.title) == ["case 5", "case 10", "case 15"])
        }
    }

    /// Breaks when the route does not ask the dispatcher who holds the lease.
    @Test func aLeaseThatIsNotTheWorkersIsRefused() async throws {
        try await withRun(tests: ["a", "b"]) { fixture, task async throws in
            let batch = CaseBatch(sequence: 1, entries: Self.entries(1...1))
            #expect(await error { _ = try await send(batch, of: task, to: fixture, as: "w-2") } == .leaseLost)
            try await fixture.complete(task)
            #expect(await error { _ = try await send(batch, of: task, to: fixture) } == .leaseLost, "it has its result")
            #expect(try await fixture.api.cases(CaseQuery(run: task.run, task: "a")).items.isEmpty)
        }
    }

    @Test func whatNoHonestWorkerSendsIsRefused() async throws {
        try await withRun { fixture, task async throws in
            for batch in [
                CaseBatch(sequence: 0, entries: Self.entries(1...1)),
                CaseBatch(sequence: .max, entries: Self.entries(1...1)),
                CaseBatch(sequence: 1, entries: Self.entries(1...CaseLimits.batchEntries + 1)),
            ] {
                let found = await error { _ = try await send(batch, of: task, to: fixture) }
                #expect(found.map { if case .badRequest = $0 { true } else { false } } == true, "\(batch.sequence)")
            }
        }
    }

    @Test func aStoreThatCanNotKeepThemAsksTheWorkerToTryAgain() async throws {
        try await withRun { fixture, task async throws in
            try fixture.store.close()
            let batch = CaseBatch(sequence: 1, entries: Self.entries(1...1))
            let found = await error { _ = try await send(batch, of: task, to: fixture) }
            #expect(found.map { if case .server(503, _) = $0 { $0.isTransient } else { false } } == true)
        }
    }

    @Test func aRunOrATestThatIsNotThereIsNotFound() async throws {
        try await withRun { fixture, task async throws in
            #expect(try await fixture.api.cases(CaseQuery(run: task.run, task: "a")).items.isEmpty)
            for query in [
                CaseQuery(run: task.run, task: "none"), CaseQuery(run: RunID(rawValue: "r-none"), task: "a"),
            ] {
                let found = await error { _ = try await fixture.api.cases(query) }
                #expect(found.map { if case .notFound = $0 { true } else { false } } == true, "\(query)")
            }
            for wrong in ["outcome=broken", "outcome=", "next=x", "attempt=one", "limit=many"] {
                let (_, status) = try await fixture.status("/api/v1/runs/\(task.run)/tasks/a/cases?\(wrong)")
                #expect(status == 400, "\(wrong)")
            }
        }
    }
}
