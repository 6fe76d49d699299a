import API
import Foundation
import Model
import Reports

/// Prints events as they come: rows of one table, or one document after another.
struct EventPrinter: Sendable {
    private let format: OutputFormat
    private var table: EventTable

    init(format: OutputFormat, style: Style) {
        self.format = format
        table = EventTable(style: style)
    }

    /// All there is to print.
    mutating func page(_ events: [EventResource]) throws -> String {
        if format.isDocument { return try format.document(ListResource(kind: "EventList", items: events)) }
        let rows = table.rows(events.map(\.event), now: Date())
        return rows.isEmpty ? "No events." : rows
    }

    /// What is printed of events that came; nil for none. A program reads one JSON document a line.
    mutating func more(_ events: [EventResource]) throws -> String? {
        guard !events.isEmpty else { return nil }
        switch format {
        case .json:
            return try events.map { try format.documentLine($0) }.joined()
        case .yaml: return try events.map { "---\n" + (try format.document($0)) }.joined()
        case .table, .wide, .name: return table.rows(events.map(\.event), now: Date())
        }
    }
}
