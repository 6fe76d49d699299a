package import Model

/// What can be asked of a source that has commits.
package struct SourceCommits: Sendable {
    /// The tree of one commit.
    package let read: @Sendable (_ commit: GitObjectID, SourceRequest) async throws -> SourceTree
    /// Whether the first is an ancestor of the second; nil when nobody can tell.
    package let contains: @Sendable (_ commit: GitObjectID, _ other: GitObjectID) async -> Bool?

    package init(
        read: @escaping @Sendable (_ commit: GitObjectID, SourceRequest) async throws -> SourceTree,
        contains: @escaping @Sendable (_ commit: GitObjectID, _ other: GitObjectID) async -> Bool?
    ) {
        self.read = read
        self.contains = contains
    }
}
