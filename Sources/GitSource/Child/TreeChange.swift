import Model

/// What a reader that holds one commit's files needs to hold another's.
struct TreeChange {
    /// Manifests that are new or have other contents, sorted by path.
    private(set) var files: [TreeWalk.Found] = []
    /// Paths of manifests that are gone.
    private(set) var removed: [String] = []
    /// Listed files that are new or have other contents.
    private(set) var listing: [ListedFile] = []
    /// Paths that are listed no more.
    private(set) var unlisted: [String] = []

    /// Looks only into folders that differ.
    init(from old: FolderNode, to new: FolderNode) {
        compare(old, new)
        files.sort { $0.path < $1.path }
    }

    private mutating func compare(_ old: FolderNode?, _ new: FolderNode?) {
        if let old, let new, old === new || old.id == new.id { return }
        take(old?.files ?? [], new?.files ?? [])
        takeListing(old?.listing ?? [], new?.listing ?? [])
        for (name, folder) in new?.folders ?? [:] { compare(old?.folders[name], folder) }
        for (name, folder) in old?.folders ?? [:] where new?.folders[name] == nil { compare(folder, nil) }
    }

    private mutating func take(_ old: [TreeWalk.Found], _ new: [TreeWalk.Found]) {
        var gone = Dictionary(old.map { ($0.path, $0) }) { first, _ in first }
        for file in new {
            // Spellings that compare equal, with combining accents or without, are still two names.
            if let before = gone.removeValue(forKey: file.path), before.path.utf8.elementsEqual(file.path.utf8),
                before.id.bytes == file.id.bytes
            {
                continue
            }
            files.append(file)
        }
        removed += gone.keys
    }

    private mutating func takeListing(_ old: [ListedFile], _ new: [ListedFile]) {
        var gone = Dictionary(old.map { ($0.path, $0) }) { first, _ in first }
        for file in new {
            if let before = gone.removeValue(forKey: file.path), before.path.utf8.elementsEqual(file.path.utf8),
                before.blob == file.blob, before.isExecutable == file.isExecutable
            {
                continue
            }
            listing.append(file)
        }
        unlisted += gone.keys
    }
}
