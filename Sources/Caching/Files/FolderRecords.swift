import Foundation
import Model

/// Remembers over restarts which folder each file policy used, so that none is left behind for ever.
///
/// A record is a small file in `.owners`, named after the policy, that holds the path.
actor FolderRecords {
    private static let folderName = ".owners"
    private static let maximumBytes = 1_024

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let executor = QueueExecutor(label: "rondo.cache-folders")
    private let root: URL

    /// `root` is the folder of all caches.
    init(root: URL) { self.root = root }

    /// Notes where a policy keeps its entries, and deletes the folder that it used before.
    ///
    /// A folder that overlaps with one of `others`, the paths in force now, is left.
    func claim(_ path: CachePath, for identity: ObjectIdentity, others: [CachePath]) throws(CacheError) {
        let root = try FolderHandle(root, create: true)
        guard let records = try root.folder(Self.folderName, create: true) else { return }
        let before = read(identity, in: records)
        guard before != path else { return }
        if let before { try delete(before, in: root, unless: others + [path]) }
        let name = CachePath.ownName(of: identity)
        guard let file = records.newFile(name + ".new"), file.write(Data("\(path)".utf8)),
            records.rename(name + ".new", to: name)
        else { throw .writeFailed(path: records.path, reason: String(cString: strerror(errno))) }
    }

    /// Deletes the folder that a policy used, if it is known, and the record of it; `fallback` when there is none.
    func release(_ identity: ObjectIdentity, fallback: CachePath?, others: [CachePath]) throws(CacheError) {
        // Where there is no folder of caches, there is nothing to delete.
        guard let root = try? FolderHandle(root, create: false) else { return }
        let records = try? root.folder(Self.folderName, create: false)
        let path = records.flatMap { read(identity, in: $0) } ?? fallback
        if let path { try delete(path, in: root, unless: others) }
        records?.remove(CachePath.ownName(of: identity))
    }

    /// nil when there is no record, or none that this version wrote.
    private func read(_ identity: ObjectIdentity, in records: FolderHandle) -> CachePath? {
        guard let file = records.file(CachePath.ownName(of: identity)), let size = file.facts()?.size,
            size <= Self.maximumBytes, let data = file.read(size)
        else { return nil }
        return try? CachePath(String(decoding: data, as: UTF8.self))
    }

    /// Deletes a cache's files, its folder, and those above it that are empty then.
    private func delete(_ path: CachePath, in root: FolderHandle, unless others: [CachePath]) throws(CacheError) {
        guard !others.contains(where: path.overlaps), let folder = try root.folder(path, create: false) else { return }
        try FolderScan(folder: folder, maximumEntries: 0).removeAll()
        try root.removeFolders(path)
    }
}
