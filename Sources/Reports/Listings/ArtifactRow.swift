package import Foundation
package import Model

/// One file that an attempt of a test left behind.
package struct ArtifactRow: PlainlyListable {
    package static let listKind = "Artifact"
    package static let columns: [Table.Column] = [
        .init("TEST"), .init("ATTEMPT", wide: true), .init("PATH"), .init("SIZE"), .init("SHA256", wide: true),
    ]

    /// As programs read it.
    package struct Content: Encodable, Sendable {
        package let test: String
        package let attempt: Int
        package let path: String
        package let size: Int
        package let sha256: String
    }

    package let content: Content
    package let artifact: AttemptArtifact

    package init(_ artifact: AttemptArtifact, test: String, attempt: Int) {
        self.artifact = artifact
        content = Content(
            test: test, attempt: attempt, path: artifact.path, size: artifact.size, sha256: artifact.sha256)
    }

    /// `3 files, 48Ki`
    package static func sum(of rows: [ArtifactRow]) -> String {
        "\(counted(rows.count, "file")), \(Sizes.text(rows.reduce(0) { $0 + Int64($1.content.size) }))"
    }

    package var listName: String { content.path }

    package func cells(at now: Date) -> [Table.Cell] {
        [
            Table.Cell(content.test), Table.Cell("\(content.attempt)"), Table.Cell(content.path),
            Table.Cell(Sizes.text(Int64(content.size))), Table.Cell(content.sha256),
        ]
    }
}

extension [TaskRecord] {
    /// What their attempts left behind.
    ///
    /// - Parameters:
    ///   - test: nil for all.
    ///   - attempt: nil for each test's last attempt that has a result.
    package func artifactRows(test: String? = nil, attempt: Int? = nil) -> [ArtifactRow] {
        filter { test == nil || $0.name == test }.flatMap { task -> [ArtifactRow] in
            let ended = task.attempts.filter { $0.result != nil }
            guard let chosen = attempt.map({ number in ended.first { $0.number == number } }) ?? ended.last else {
                return []
            }
            return (chosen.result?.artifacts ?? []).map {
                ArtifactRow($0, test: task.name, attempt: chosen.number)
            }
        }
    }
}
