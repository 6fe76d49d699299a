import Model

/// The files of a tree that may hold manifests: without those that are ignored, and without what says so.
struct FileSelection {
    /// The tree as far as it may declare objects.
    let tree: SourceTree
    let ignored: [IgnoredFile]
    /// What readers noticed about files that are not ignored.
    let notices: [Diagnostic]
    /// Why it can't be told which files are ignored.
    let problem: String?

    init(_ tree: SourceTree, ignoring entries: [String]) {
        let repositoryFile = RepositoryFile.path(in: tree)
        var rules = IgnoreRules(tree, entries: entries)
        var files: [SourceFile] = []
        var ignored: [IgnoredFile] = []
        files.reserveCapacity(tree.files.count)
        for file in tree.files where file.path != repositoryFile && !file.path.isNamed(IgnoreFile.name) {
            if let verdict = rules.verdict(on: file.path) {
                ignored.append(
                    IgnoredFile(
                        path: file.path, why: "\(verdict.file):\(verdict.line) `\(Wording.shortened(verdict.pattern))`")
                )
            } else {
                files.append(file)
            }
        }
        let notices = tree.notices.filter {
            $0.location.file == repositoryFile || rules.verdict(on: $0.location.file) == nil
        }
        // What can't be read of these declares nothing, so that it keeps no object from being pruned.
        let aboutObjects = notices.filter {
            $0.location.file != repositoryFile && !$0.location.file.isNamed(IgnoreFile.name)
        }
        let unread = notices.first { $0.location.file.isNamed(IgnoreFile.name) && $0.severity == .error }
        self.tree = SourceTree(
            revision: tree.revision, files: files, notices: aboutObjects, root: tree.root, listing: tree.listing,
            executables: tree.executables)
        self.ignored = ignored
        self.notices = notices
        problem = unread.map { "\($0.location.file) \($0.message)" } ?? rules.problem
    }
}
