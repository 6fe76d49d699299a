package import Foundation
import Model

/// A folder of files that are named by their contents, so that what is found under a name is what was asked for or
/// nothing.
///
/// A file is put in its place when it is complete: whatever ends the process leaves none that counts by halves.
package actor ContentFolder {
    private let executor = QueueExecutor(label: "rondo.contents")
    private let directory: URL
    private let digest: ContentDigest
    /// In bytes; nil for a folder of which only its owner removes files.
    private let limit: Int?
    /// Of all files; nil until they were counted.
    private var total: Int?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter limit: in bytes; beyond it those go that were not used for the longest time.
    package init(directory: URL, digest: ContentDigest, limit: Int? = nil) {
        self.directory = directory
        self.digest = digest
        self.limit = limit
    }

    /// A new file to be filled and then given to `adopt`. It is empty, and nobody but its owner may read it.
    package func draft() throws -> URL {
        let folder = directory.appending(path: Self.drafts, directoryHint: .isDirectory)
        try Self.make(folder)
        let draft = folder.appending(path: UUID().uuidString.lowercased())
        guard
            FileManager.default.createFile(
                atPath: draft.path(percentEncoded: false), contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw ContentError.unusable(path: draft.path(percentEncoded: false), reason: Self.lastFault) }
        return draft
    }

    /// A new folder for files that somebody else writes; whoever asked for it removes it.
    package func draftFolder() throws -> URL {
        let folder = directory.appending(path: Self.drafts, directoryHint: .isDirectory)
            .appending(path: UUID().uuidString.lowercased(), directoryHint: .isDirectory)
        try Self.make(folder)
        return folder
    }

    /// Takes a file into the folder if its contents are what its name says; it is removed in any case.
    ///
    /// - Returns: its size.
    @discardableResult
    package func adopt(_ draft: URL, as name: String) throws -> Int {
        defer { try? FileManager.default.removeItem(at: draft) }
        let descriptor = open(draft.path(percentEncoded: false), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0, Self.size(at: draft) != nil else {
            if descriptor >= 0 { close(descriptor) }
            throw ContentError.unusable(path: draft.path(percentEncoded: false), reason: "it is no file")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let size = Int(try file.seekToEnd())
        try file.seek(toOffset: 0)
        var stream = digest.stream(size: size)
        while let piece = try file.read(upToCount: Self.pieceBytes), !piece.isEmpty { stream.take(piece) }
        guard stream.name == name else { throw ContentError.otherContents(name) }
        try file.synchronize()
        let place = place(of: name)
        let before = Self.size(at: place)
        try Self.make(place.deletingLastPathComponent())
        guard rename(draft.path(percentEncoded: false), place.path(percentEncoded: false)) == 0 else {
            throw ContentError.unusable(path: place.path(percentEncoded: false), reason: Self.lastFault)
        }
        Self.touch(place)
        if let total { self.total = total + size - (before ?? 0) }
        evict(sparing: place)
        return size
    }

    /// The size of what is kept under a name, which counts as used by that; nil for nothing.
    package func size(of name: String) -> Int? {
        guard digest.isName(name) else { return nil }
        let place = place(of: name)
        guard let size = Self.size(at: place) else { return nil }
        Self.touch(place)
        return size
    }

    /// At most so many bytes of what is kept under a name; nil for nothing.
    package func read(_ name: String, at offset: Int, upTo count: Int) throws -> Data? {
        guard digest.isName(name), offset >= 0, Self.size(at: place(of: name)) != nil else { return nil }
        let file = try FileHandle(forReadingFrom: place(of: name))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(offset))
        return try file.read(upToCount: count) ?? Data()
    }

    /// What is kept, by name.
    package func names(beginningWith prefix: String) -> [(name: String, size: Int)] {
        files().filter { $0.name.hasPrefix(prefix) }.map { ($0.name, $0.size) }.sorted { $0.name < $1.name }
    }

    /// Where the file under a name is, which stays only as long as nobody removes it; nil for nothing.
    package func file(_ name: String) -> URL? {
        guard digest.isName(name), Self.size(at: place(of: name)) != nil else { return nil }
        return place(of: name)
    }

    /// Removes what is kept under a name; nothing of that name is no error.
    package func forget(_ name: String) {
        guard digest.isName(name) else { return }
        remove(name)
    }

    /// Writes a copy to a new file; false when there is nothing under this name, or no longer what the name says, and
    /// then it is forgotten.
    package func copy(_ name: String, to target: URL, mode: Int) throws -> Bool {
        guard let size = size(of: name) else { return false }
        let source = try FileHandle(forReadingFrom: place(of: name))
        defer { try? source.close() }
        let path = target.path(percentEncoded: false)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw ContentError.unusable(path: path, reason: Self.lastFault) }
        let copy = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Whatever the umask is.
        fchmod(descriptor, mode_t(mode))
        var stream = digest.stream(size: size)
        while let piece = try source.read(upToCount: Self.pieceBytes), !piece.isEmpty {
            stream.take(piece)
            try copy.write(contentsOf: piece)
        }
        guard stream.name != name else { return true }
        unlink(path)
        remove(name)
        return false
    }

    /// Removes what was last put in or used before a time and is not to be kept, and drafts that nobody finished.
    ///
    /// - Returns: how many files.
    @discardableResult
    package func sweep(before time: Date, keeping isKept: (String) -> Bool) -> Int {
        var removed = 0
        for file in files() where file.used < time && !isKept(file.name) {
            remove(file.name)
            removed += 1
        }
        for draft in Self.contents(of: directory.appending(path: Self.drafts)) {
            var facts = stat()
            guard lstat(draft.path(percentEncoded: false), &facts) == 0,
                Double(facts.st_mtim.tv_sec) < time.timeIntervalSince1970
            else { continue }
            try? FileManager.default.removeItem(at: draft)
        }
        return removed
    }

    // MARK: Places

    private static let drafts = "drafts"
    private static let pieceBytes = 1 << 20

    private struct KeptFile {
        let name: String
        let size: Int
        let used: Date
    }

    private func place(of name: String) -> URL {
        directory.appending(path: String(name.prefix(2)), directoryHint: .isDirectory)
            .appending(path: String(name.dropFirst(2)))
    }

    private func remove(_ name: String) {
        let place = place(of: name)
        let size = Self.size(at: place) ?? 0
        if unlink(place.path(percentEncoded: false)) == 0, let total { self.total = total - size }
    }

    private func evict(sparing place: URL) {
        guard let limit else { return }
        if (total ?? Int.max) <= limit { return }
        let all = files()
        var total = all.reduce(0) { $0 + $1.size }
        for file in all.sorted(by: { $0.used < $1.used }) where total > limit {
            guard self.place(of: file.name) != place else { continue }
            remove(file.name)
            total -= file.size
        }
        self.total = total
    }

    private func files() -> [KeptFile] {
        Self.contents(of: directory).filter { $0.lastPathComponent.utf8.count == 2 }.flatMap { folder in
            Self.contents(of: folder).compactMap { url in
                let name = folder.lastPathComponent + url.lastPathComponent
                guard digest.isName(name), let facts = Self.facts(at: url) else { return nil }
                return KeptFile(name: name, size: facts.size, used: facts.used)
            }
        }
    }

    private static func contents(of folder: URL) -> [URL] {
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    }

    private static func facts(at url: URL) -> (size: Int, used: Date)? {
        var facts = stat()
        guard lstat(url.path(percentEncoded: false), &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return (
            Int(facts.st_size),
            Date(
                timeIntervalSince1970: Double(facts.st_mtim.tv_sec) + Double(facts.st_mtim.tv_nsec) / 1e9)
        )
    }

    private static func size(at url: URL) -> Int? { facts(at: url)?.size }

    private static func touch(_ url: URL) { utimensat(AT_FDCWD, url.path(percentEncoded: false), nil, 0) }

    private static func make(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ContentError.unusable(path: folder.path(percentEncoded: false), reason: lastFault)
        }
    }

    private static var lastFault: String { String(cString: strerror(errno)) }
}
