package import Foundation
package import Model

/// One sealing key, without its private half.
package struct SealingKeyRow: PlainlyListable {
    package static let listKind = "SealingKey"
    package static let columns: [Table.Column] = [
        .init("KEY"), .init("USE"), .init("AGE"), .init("PUBLIC KEY", wide: true),
    ]

    let content: SealingKeyFacts

    package init(_ key: SealingKeyFacts) { content = key }

    package var listName: String { content.id.rawValue }

    package func cells(at now: Date) -> [Table.Cell] {
        [
            Table.Cell(content.id.rawValue),
            content.isCurrent ? Table.Cell("seals and opens", tone: .good) : "opens",
            Table.Cell(Spans.age(of: content.createdAt, at: now)), Table.Cell(content.publicKey),
        ]
    }
}
