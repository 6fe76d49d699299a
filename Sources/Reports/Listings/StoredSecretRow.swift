package import Foundation
package import Model

/// One secret of the encrypted store, without its value.
package struct StoredSecretRow: PlainlyListable {
    package static let listKind = "Secret"
    package static let columns: [Table.Column] = [
        .init("NAMESPACE"), .init("NAME"), .init("VERSION"), .init("UPDATED"), .init("AGE", wide: true),
    ]

    let content: StoredSecret

    package init(_ secret: StoredSecret) { content = secret }

    package var listName: String { "store:\(content.name)" }

    package func cells(at now: Date) -> [Table.Cell] {
        [
            Table.Cell(content.namespace), Table.Cell(content.name), "\(content.version)",
            Table.Cell(Spans.age(of: content.updatedAt, at: now) + " ago"),
            Table.Cell(Spans.age(of: content.createdAt, at: now)),
        ]
    }
}
