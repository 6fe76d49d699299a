package import Foundation
package import Model

/// Events in columns that stay where they are while more events come.
package struct EventTable: Sendable {
    package enum Columns: Sendable {
        /// AGE TYPE REASON OBJECT MESSAGE
        case ofAll
        /// Without OBJECT, which is the same in every row.
        case ofOneObject
    }

    /// The bound of a message, in cells; the others are at most as wide as what names them.
    private static let messageLimit = 1_024
    private static let titles = ["AGE", "TYPE", "REASON", "OBJECT"]

    private let columns: Columns
    private let style: Style
    private var widths: [Int]
    private var hasTitles = false

    package init(columns: Columns = .ofAll, style: Style = .plain) {
        self.columns = columns
        self.style = style
        widths = Self.titles.map { TerminalText.width($0) }
    }

    /// Rows for these events, the titles before the first ones; each line with a newline, nothing for no event.
    ///
    /// Columns grow with what they hold and never shrink, so that rows that come later stand under those before.
    package mutating func rows(_ events: [Event], now: Date, headers: Bool = true) -> String {
        guard !events.isEmpty else { return "" }
        let rows = events.map { cells(of: $0, at: now) }
        for row in rows {
            for index in widths.indices { widths[index] = max(widths[index], TerminalText.width(row[index].text)) }
        }
        let titles = Self.titles.map { (text: $0, tone: Style.Tone.strong) } + [("MESSAGE", .strong)]
        let shown = (headers && !hasTitles ? [titles] : []) + rows
        hasTitles = true
        return shown.map { line($0) + "\n" }.joined()
    }

    /// A whole table.
    package static func text(
        _ events: [Event], now: Date, columns: Columns = .ofAll, headers: Bool = true, style: Style = .plain
    ) -> String {
        var table = EventTable(columns: columns, style: style)
        return table.rows(events, now: now, headers: headers)
    }

    private typealias Cell = (text: String, tone: Style.Tone)

    private func cells(of event: Event, at now: Date) -> [Cell] {
        let tone: Style.Tone =
            switch event.severity {
            case .normal: .plain
            case .warning: .caution
            }
        return [
            (Spans.age(of: event.time, at: now), .plain), (event.severity.rawValue, tone),
            (event.reason.rawValue, tone),
            (event.object.map { TerminalText.safe($0.description, limit: 200) } ?? "–", .plain),
            (TerminalText.safe(event.message, limit: Self.messageLimit), .plain),
        ]
    }

    private func line(_ row: [Cell]) -> String {
        var text = ""
        for index in widths.indices {
            if index == 3, columns == .ofOneObject { continue }
            let cell = row[index]
            text += style.paint(cell.text, cell.tone)
            text += String(repeating: " ", count: widths[index] - TerminalText.width(cell.text) + 3)
        }
        return text + style.paint(row[4].text, row[4].tone)
    }
}
