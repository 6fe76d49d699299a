import CGit2
import Model

/// What one folder of a commit holds for a reader, kept so that the next commit costs what it changed.
///
/// The same tree at the same path always reads the same, so a node is valid for as long as its tree's id is.
final class FolderNode {
    /// The twenty bytes of its tree's id.
    let id: [UInt8]
    /// The manifests that stand directly in it.
    var files: [TreeWalk.Found] = []
    /// Every regular file directly in it; empty when it was not asked for.
    var listing: [ListedFile] = []
    var folders: [String: FolderNode] = [:]
    /// What it and everything below it counts against the bounds.
    var tally = TreeCollector.Tally()
    /// What was noticed in it and below it.
    var notices: [Diagnostic] = []

    init(id: [UInt8]) { self.id = id }

    /// The manifests in it and below it, sorted by path.
    var allFiles: [TreeWalk.Found] {
        var all: [TreeWalk.Found] = []
        collect { all += $0.files }
        return all.sorted { $0.path < $1.path }
    }

    /// Every regular file in it and below it.
    var allListed: [ListedFile] {
        var all: [ListedFile] = []
        collect { all += $0.listing }
        return all
    }

    private func collect(_ take: (FolderNode) -> Void) {
        take(self)
        for folder in folders.values { folder.collect(take) }
    }
}
