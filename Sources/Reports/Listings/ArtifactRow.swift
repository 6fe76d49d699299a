package import Foundation
package import Model

/// One file that an attempt of a test left behind.
package struct ArtifactRow: PlainlyListable {
    package static let listKind = "Artifact"
    package static let columns: [Table.Column] = [
        .init("TEST"), .init("ATTEMPT", wide: true), .init("PATH"), .init("SIZE"), .init("SHA256", wide: true),
        .init("PLACE", wide: true),
    ]

    /// As programs read it.
    package struct Content: Encodable, Sendable {
        package let test: String
        package let attempt: Int
        package let path: String
        package let size: Int
        package let sha256: String
        /// nil for what is on the controller's disk alone.
        package let place: Place?
    }

    /// Where it is in a cloud, or will be.
    package struct Place: Encodable, Sendable {
        package let provider: String
        package let bucket: String
        package let key: String
        package let region: String?
        package let state: String
        package let link: String?
        package let linkExpires: Date?
        package let problem: String?
    }

    package let content: Content
    package let artifact: AttemptArtifact
    package let place: ArtifactPlace?

    package init(_ artifact: AttemptArtifact, test: String, attempt: Int, place: ArtifactPlace? = nil) {
        self.artifact = artifact
        self.place = place
        content = Content(
            test: test, attempt: attempt, path: artifact.path, size: artifact.size, sha256: artifact.sha256,
            place: place.map {
                Place(
                    provider: $0.provider.rawValue, bucket: $0.bucket, key: $0.key, region: $0.region,
                    state: $0.state.rawValue, link: $0.link?.url, linkExpires: $0.link?.expires, problem: $0.problem)
            })
    }

    /// Links are long, so each stands on a line of its own: a table would be as wide as the longest.
    package static func links(of rows: [ArtifactRow]) -> String {
        rows.compactMap { row -> String? in
            guard let place = row.place else { return nil }
            let path = TerminalText.safe(row.content.path, limit: 300)
            switch (place.state, place.link, place.problem) {
            case (.waiting, _, _): return "\(path): waits for \(TerminalText.safe(place.address, limit: 1_200))"
            case (.kept, let link?, _): return "\(path): \(TerminalText.safe(link.url, limit: 4_000))"
            case (.kept, nil, let problem?): return "\(path): no link: \(TerminalText.safe(problem, limit: 600))"
            case (.kept, nil, nil): return nil
            }
        }
        .joined(separator: "\n")
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
            Table.Cell(place?.address ?? "disk"),
        ]
    }
}

extension [TaskRecord] {
    /// What their attempts left behind.
    ///
    /// - Parameters:
    ///   - test: nil for all.
    ///   - attempt: nil for each test's last attempt that has a result.
    package func artifactRows(
        test: String? = nil, attempt: Int? = nil, places: [ArtifactPlace] = []
    ) -> [ArtifactRow] {
        let known = Dictionary(places.map { ([$0.task, "\($0.attempt)", $0.path], $0) }) { first, _ in first }
        return filter { test == nil || $0.name == test }.flatMap { task -> [ArtifactRow] in
            let ended = task.attempts.filter { $0.result != nil }
            guard let chosen = attempt.map({ number in ended.first { $0.number == number } }) ?? ended.last else {
                return []
            }
            return (chosen.result?.artifacts ?? []).map {
                ArtifactRow(
                    $0, test: task.name, attempt: chosen.number,
                    place: known[[task.name, "\(chosen.number)", $0.path]])
            }
        }
    }
}
