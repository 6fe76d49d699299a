package import Foundation

/// The files of one commit (or of a plain folder) that may hold manifests.
package struct SourceTree: Hashable, Sendable {
    package let revision: Revision
    /// Sorted by path.
    package let files: [SourceFile]
    /// What was passed over and why: links, submodules, files over the bound.
    package let notices: [Diagnostic]
    /// The folder that was asked for, "" for all; every path begins with it, and `rondo.yaml` is looked for in it.
    package let root: String
    /// Path to blob of every regular file below `root`, manifest or not; nil when it was not asked for.
    package let listing: [String: GitObjectID]?
    /// Paths of the listing whose files may be executed.
    package let executables: Set<String>

    package init(
        revision: Revision, files: [SourceFile], notices: [Diagnostic] = [], root: String = "",
        listing: [String: GitObjectID]? = nil, executables: Set<String> = []
    ) {
        self.revision = revision
        self.files = files
        self.notices = notices
        self.root = root
        self.listing = listing
        self.executables = executables
    }
}

/// One file with the id of its contents, so that what was parsed once need not be parsed again.
package struct SourceFile: Hashable, Sendable {
    /// From the root of the tree, with `/`.
    package let path: String
    package let blob: GitObjectID
    package let contents: Data

    package init(path: String, blob: GitObjectID, contents: Data) {
        self.path = path
        self.blob = blob
        self.contents = contents
    }
}
