package import Foundation

/// A source that a person keeps at one commit, whatever is pushed, until it is unpinned.
package struct SourcePin: Hashable, Sendable, Codable {
    package let source: String
    /// A whole commit id.
    package let commit: GitObjectID
    package let reason: String
    /// Who did it, as their command line says.
    package let author: String
    package let since: Date

    package init(source: String, commit: GitObjectID, reason: String, author: String, since: Date) {
        self.source = source
        self.commit = commit
        self.reason = reason
        self.author = author
        self.since = since
    }
}

extension SourcePin: CustomStringConvertible {
    /// `pinned at 4f2c91e by ana@laptop: the new fixtures are broken`
    package var description: String { "pinned at \(commit.short) by \(author): \(reason)" }
}
