package import Foundation
package import Model

/// One source with the commit in use.
package struct SourceRow: PlainlyListable {
    package static let listKind = "Source"
    package static let columns: [Table.Column] = [
        .init("NAME"), .init("URL"), .init("REVISION"), .init("READY"), .init("STATUS"),
    ]
    let content: SourceStatus

    package init(_ status: SourceStatus) { content = status }

    package var listName: String { "Source/\(content.name)" }

    package func cells(at now: Date) -> [Table.Cell] {
        let ready = content.conditions.first { $0.type == .ready } ?? content.conditions.first { $0.type == .fetched }
        return [
            Table.Cell(content.name), Table.Cell(content.url), Table.Cell(content.revision?.short ?? ""), ready.cell,
            Table.Cell(ready?.message ?? ""),
        ]
    }
}
