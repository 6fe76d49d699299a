package import Foundation
package import Model

/// Anything that `rondo get` lists: a table for people, documents for programs, names for scripts.
package protocol Listable: Sendable {
    /// As in `kind: EnvironmentList`, without `List`.
    static var listKind: String { get }
    static var columns: [Table.Column] { get }
    func cells(at now: Date) -> [Table.Cell]
    /// What scripts pass on to other commands.
    var listName: String { get }
    /// The item as programs read it.
    func document() throws -> JSONValue
}

package enum Listing {
    /// - Parameters:
    ///   - headers: Whether a table begins with its titles.
    /// - Returns: the listing in a format, each line with a newline; in a table nothing at all for no rows.
    package static func text<Row: Listable>(
        _ rows: [Row], format: OutputFormat = .table, now: Date, headers: Bool = true, style: Style = .plain
    ) throws -> String {
        switch format {
        case .table, .wide:
            guard !rows.isEmpty else { return "" }
            var table = Table(Row.columns)
            for row in rows { table.add(row.cells(at: now)) }
            return table.text(wide: format == .wide, headers: headers, style: style)
        case .json: return try Documents.json(list(rows))
        case .yaml: return try Documents.yaml(list(rows))
        case .name: return rows.map { TerminalText.safe($0.listName) + "\n" }.joined()
        }
    }

    /// `{formatVersion: "1", kind: "…List", items: […]}`
    package static func list<Row: Listable>(_ rows: [Row]) throws -> JSONValue {
        .object([
            "formatVersion": .string("1"), "kind": .string(Row.listKind + "List"),
            "items": .array(try rows.map { try $0.document() }),
        ])
    }
}

/// A value whose Codable form is its document.
protocol PlainlyListable: Listable {
    associatedtype Content: Encodable
    var content: Content { get }
}

extension PlainlyListable {
    package func document() throws -> JSONValue { try CanonicalEncoding.tree(content) }
}

extension Optional where Wrapped == Condition {
    /// `True` in green, `False` in red, `Unknown` in yellow; `–` without the condition.
    var cell: Table.Cell {
        switch self?.status {
        case .yes: Table.Cell("True", tone: .good)
        case .no: Table.Cell("False", tone: .bad)
        case .unknown: Table.Cell("Unknown", tone: .caution)
        case nil: ""
        }
    }
}
