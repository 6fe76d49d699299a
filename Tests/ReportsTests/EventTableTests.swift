import Foundation
import Model
import Reports
import Testing

struct EventTableTests {
    private let events = [
        Samples.event(400, .newRevision, "main@sha1:4f2c91e  \"raise\"  (ana)"),
        Samples.event(
            180, .instanceLost, "instance 1 is gone: \u{1B}[31mlocal-1", object: Samples.pool, severity: .warning),
    ]

    @Test("Events stand in columns, safe to print, warnings in colour")
    func columns() throws {
        let text =
            EventTable.text(events, now: Samples.now) + "\n"
            + EventTable.text(events, now: Samples.now, columns: .ofOneObject) + "\n"
            + EventTable.text(events, now: Samples.now, headers: false, style: Style(isColoured: true))
        try expectGolden(text, "events.txt")
        #expect(EventTable.text([], now: Samples.now) == "")
    }

    @Test("Rows that come later stand under those before, and titles come once")
    func watching() {
        var table = EventTable()
        let first = table.rows([events[1]], now: Samples.now)
        let later = table.rows([events[0]], now: Samples.now)
        #expect(table.rows([], now: Samples.now) == "")
        #expect(first.hasPrefix("AGE") && !later.contains("AGE"))
        #expect(column(of: "instance 1", in: first) == column(of: "main@sha1", in: later))
    }

    /// Where the word begins in the last line.
    private func column(of word: String, in text: String) -> Int? {
        let line = String(text.split(separator: "\n").last ?? "")
        return line.range(of: word).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
}
