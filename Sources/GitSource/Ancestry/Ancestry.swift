import CGit2
package import Model

/// Whether one commit leads to another, by a mirror alone; for a process of its own, as all that reads objects is.
package enum Ancestry {
    /// The exit code of a process that asks: it is an ancestor, it is none, or nobody can tell.
    package enum Answer: Int32, Sendable {
        case isAncestor = 0
        case isNone = 1
        case unknown = 2
    }

    /// - Parameter mirror: the path of the bare repository.
    package static func isAncestor(
        _ commit: GitObjectID, of other: GitObjectID, mirror: String
    ) -> Answer {
        LibGit.start()
        guard var oid = git_oid(hex: commit.rawValue), var descendant = git_oid(hex: other.rawValue),
            let repository = try? GitHandle(
                .read, free: git_repository_free, make: { git_repository_open_bare(&$0, mirror) })
        else { return .unknown }
        switch git_graph_descendant_of(repository.pointer, &descendant, &oid) {
        case 1: return .isAncestor
        case 0: return .isNone
        default: return .unknown
        }
    }
}
