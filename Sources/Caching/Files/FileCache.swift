package import Foundation
package import Model

/// Keeps values in files below a folder, over restarts; one file an entry, in a folder named by its first two digits.
///
/// Files are written beside and renamed, without a sync to disk: a power cut may cost entries and never falsifies one,
/// since each carries a checksum. Only one cache at a time may use a folder.
package actor FileCache: CacheStore {
    /// So that taking over a folder, and the table of it in memory, are bounded.
    static let maximumEntries = 100_000

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let executor = QueueExecutor(label: "rondo.file-cache")
    private let root: URL
    private let path: CachePath
    private let maximumEntries: Int
    private var limits: CacheLimits
    private var index: CacheIndex<Int>
    /// nil until the folder was taken over.
    private var folder: FolderHandle?
    private var isClosed = false
    /// The last time given to a file, so that each use is later than the one before, whatever the clock does.
    private var lastUse: Int64 = 0
    private var hits = 0
    private var misses = 0

    /// `root` is the folder of all caches; nothing is touched before the first call.
    package init(root: URL, path: CachePath, limits: CacheLimits) {
        self.init(root: root, path: path, limits: limits, maximumEntries: Self.maximumEntries)
    }

    init(root: URL, path: CachePath, limits: CacheLimits, maximumEntries: Int) {
        self.root = root
        self.path = path
        self.limits = limits
        self.maximumEntries = maximumEntries
        index = CacheIndex(limits, maximumEntries: maximumEntries)
    }

    package func prepare(now: Date) throws(CacheError) { _ = try open(now: now) }

    package func value(for key: Digest, now: Date) -> Data? {
        guard let value = find(key, now: now) else {
            misses += 1
            return nil
        }
        hits += 1
        return value
    }

    package func set(_ data: Data, for key: Digest, expires: Date, now: Date) throws(CacheError) {
        guard EntryFile.isName(key.rawValue) else { throw .keyRefused(key) }
        guard let folder = try open(now: now) else { return }
        let header = EntryFile.Header(key: key, stored: now, expires: expires, payloadSize: data.count)
        let entry = Self.entry(header)
        guard data.count <= EntryFile.maximumPayload, index.fits(entry.bytes), now < entry.expires else {
            return remove(key)
        }
        try write(EntryFile.encode(header, data), key, in: folder, now: now)
        discard(index.insert(entry, for: key, now: now))
    }

    package func remove(_ key: Digest) {
        index.remove(key)
        discard([key])
    }

    package func removeAll() {
        index.removeAll()
        guard let folder = try? open(now: .distantPast) else { return }
        try? FolderScan(folder: folder, maximumEntries: 0).removeAll()
        index.removeAll()
    }

    package func configure(_ limits: CacheLimits, now: Date) {
        self.limits = limits
        discard(index.configure(limits, now: now))
    }

    package func statistics(now: Date) -> CacheStatistics {
        _ = try? open(now: now)
        discard(index.removeExpired(now: now))
        return CacheStatistics(
            entries: index.entries.count, bytes: index.bytes, hits: hits, misses: misses, evictions: index.evictions)
    }

    package func close() {
        isClosed = true
        folder = nil
        index.removeAll()
    }

    private func find(_ key: Digest, now: Date) -> Data? {
        guard let folder = try? open(now: now) else { return nil }
        switch index.use(key, now: now) {
        case .missing: return nil
        case .expired:
            discard([key])
            return nil
        case .entry(let entry):
            guard let value = read(key, size: entry.payload, in: folder, now: now) else {
                remove(key)
                return nil
            }
            return value
        }
    }

    /// nil when the file is not exactly the one that was written for this key.
    private func read(_ key: Digest, size: Int, in folder: FolderHandle, now: Date) -> Data? {
        guard let fanOut = try? folder.folder(key.fanOut, create: false), let file = fanOut.file(key.rawValue),
            file.facts()?.size == size, let (header, payload) = file.read(size).flatMap(EntryFile.decode),
            header.key == key, now < header.expires
        else { return nil }
        if limits.evictionPolicy == .lru { file.setChanged(nextUse(now)) }
        return payload
    }

    private func write(_ contents: Data, _ key: Digest, in folder: FolderHandle, now: Date) throws(CacheError) {
        let name = key.rawValue + ".new"
        guard let fanOut = fanOut(of: key, in: folder), let file = fanOut.newFile(name) else {
            throw Self.writeFailed(folder)
        }
        let isWritten = file.write(contents)
        if isWritten { file.setChanged(nextUse(now)) }
        guard isWritten, fanOut.rename(name, to: key.rawValue) else {
            let fault = Self.writeFailed(folder)
            fanOut.remove(name)
            throw fault
        }
    }

    /// The folder of an entry, made as needed; nil, with `errno`, when it can't be.
    private func fanOut(of key: Digest, in folder: FolderHandle) -> FolderHandle? {
        if let found = try? folder.folder(key.fanOut, create: true) { return found }
        // A file or a link in its place is foreign.
        folder.remove(key.fanOut)
        return try? folder.folder(key.fanOut, create: true)
    }

    /// The folder, taken over when it was not yet; nil after `close`.
    private func open(now: Date) throws(CacheError) -> FolderHandle? {
        guard !isClosed else { return nil }
        if let folder, !folder.isRemoved { return folder }
        guard let opened = try FolderHandle(root, create: true).folder(path, create: true) else { return nil }
        try opened.restrict()
        let found = try FolderScan(folder: opened, maximumEntries: maximumEntries).entries(now: now)
        folder = opened
        takeOver(found, now: now)
        return opened
    }

    private func takeOver(_ found: [FolderScan.Found], now: Date) {
        index.removeAll()
        lastUse = found.reduce(lastUse) { max($0, $1.used) }
        for entry in found.sorted(by: comesBefore) {
            discard(index.insert(Self.entry(entry.header), for: entry.header.key, now: now))
        }
    }

    private static func entry(_ header: EntryFile.Header) -> CacheIndex<Int>.Entry {
        .init(
            payload: header.fileSize, bytes: EntryFile.bytes(payload: header.payloadSize), expires: header.expires)
    }

    /// Whether an entry goes before another: the older one, or under `lru` the one that was used longer ago.
    private func comesBefore(_ left: FolderScan.Found, _ right: FolderScan.Found) -> Bool {
        switch limits.evictionPolicy {
        case .lru: (left.used, left.header.key) < (right.used, right.header.key)
        case .fifo, .random:
            (left.header.stored, left.used, left.header.key) < (right.header.stored, right.used, right.header.key)
        }
    }

    /// Removes the files of keys that the index gave up.
    private func discard(_ keys: [Digest]) {
        guard let folder else { return }
        for key in keys where EntryFile.isName(key.rawValue) {
            (try? folder.folder(key.fanOut, create: false))?.remove(key.rawValue)
        }
    }

    private func nextUse(_ now: Date) -> Int64 {
        lastUse = max(FileTime.nanoseconds(now), lastUse + 1)
        return lastUse
    }

    /// From `errno`.
    private static func writeFailed(_ folder: FolderHandle) -> CacheError {
        .writeFailed(path: folder.path, reason: String(cString: strerror(errno)))
    }
}

extension Digest {
    /// The folder that an entry's file stands in.
    fileprivate var fanOut: String { String(rawValue.prefix(2)) }
}
