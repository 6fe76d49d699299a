import Foundation
import Model
import Reports
import Testing

struct CommitHistoryTests {
    private let dev = ObjectIdentity(kind: .environment, name: "dev")

    private func event(
        _ seconds: Double, _ revision: Revision, _ reason: ConditionReason, _ message: String,
        _ object: ObjectIdentity? = nil, severity: Event.Severity = .normal
    ) -> Event {
        Event(
            time: Samples.ago(seconds), object: object, severity: severity, reason: reason, message: message,
            revision: revision.description)
    }

    private let middle = Samples.revision("a07b5e1", "Try more")

    private var history: CommitHistory {
        let events = [
            event(900, Samples.first, .newRevision, "main@sha1:417d2e6  \"Start the shop's tests\"  (ana)"),
            event(899, Samples.first, .applied, "created: added in git (plan 9c1f3a)", dev),
            event(899, Samples.first, .applied, "created: added in git (plan 9c1f3a)", Samples.pool),
            event(891, Samples.first, .succeeded, "settled: 2 of 2 objects ready; next look in 60 s"),
            event(600, middle, .newRevision, "main@sha1:a07b5e1  \"Try more\"  (ana)"),
            event(599, middle, .applied, "changed: replicas 2 → 9 (plan 11aa22)", Samples.pool),
            event(598, middle, .actionFailed, "no room", Samples.pool, severity: .warning),
            event(300, Samples.newest, .newRevision, "main@sha1:4f2c91e  \"raise checkout timeout\"  (ana)"),
            event(299, Samples.newest, .applied, "changed: replicas 9 → 3 (plan 22bb33)", Samples.pool),
            event(298, Samples.newest, .pruned, "deleted: removed from git", Samples.key.suite),
            event(297, Samples.newest, .actionFailed, "no answer", dev, severity: .warning),
            Event(time: Samples.ago(1), object: nil, reason: .workerJoined, message: "of no commit"),
        ]
        return CommitHistory(
            events: events,
            verdicts: [(key: Samples.key, verdict: Samples.verdict("r-1", outcome: .passed, revision: Samples.first))])
    }

    @Test("Each commit is a line with what came of it, the newest first")
    func list() throws {
        try expectGolden(HistoryReport.text(history.entries, now: Samples.now), "history.txt")
        #expect(history.entries.map(\.state) == [.underWay, .superseded, .converged])
        #expect(history.entries[0].outcomes == [Samples.pool: .changed, Samples.key.suite: .deleted, dev: .failed])
        #expect(HistoryReport.text([], now: Samples.now) == "No commit was taken up yet.\n")
    }

    @Test("One commit tells each object")
    func commit() throws {
        let entry = try #require(history.entry(of: "4F2C"))
        let first = try #require(history.entry(of: "417"))
        try expectGolden(
            HistoryReport.text(of: entry, now: Samples.now) + "\n" + HistoryReport.text(of: first, now: Samples.now),
            "history-commit.txt")
        #expect(history.entry(of: "9") == nil && history.entry(of: "") == nil)
    }

    @Test("One object is followed through the commits")
    func object() throws {
        try expectGolden(
            HistoryReport.text(of: Samples.pool, in: history.entries, now: Samples.now), "history-object.txt")
        #expect(
            HistoryReport.text(of: Samples.key.suite, in: history.entries, now: Samples.now).contains("in dev: passed"))
        let other = ObjectIdentity(kind: .alertRule, name: "x")
        #expect(HistoryReport.text(of: other, in: history.entries, now: Samples.now).contains("Nothing is known"))
    }

    @Test func forPrograms() throws {
        let text = try Documents.json(CommitHistory.document(history.entries))
        let list = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        guard case .array(let items)? = list["items"] else { throw CancellationError() }
        #expect(
            items[2]["state"] == .string("converged") && items[2]["objects"]?["Environment/dev"] == .string("created"))
    }
}
