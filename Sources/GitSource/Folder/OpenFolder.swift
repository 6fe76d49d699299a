import Foundation
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// A folder held open, so that what is below it is reached by name from it and never through a link that somebody
/// puts in its place meanwhile.
final class OpenFolder {
    struct Entry {
        /// nil when the name is not UTF-8.
        let name: String?
        let rawName: String
        let bytes: [CChar]
        let kind: TreeCollector.EntryKind
        /// Whether its owner may execute it, which is all that git keeps of a mode.
        let isExecutable: Bool
    }

    private let descriptor: CInt
    private let shown: String

    /// Opens a folder by its path; `shown` is the path for messages.
    convenience init(path: String, shown: String) throws(GitSourceError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(shown) }
        self.init(descriptor: descriptor, shown: shown)
    }

    private init(descriptor: CInt, shown: String) {
        self.descriptor = descriptor
        self.shown = shown
    }

    deinit { close(descriptor) }

    /// What is in the folder, sorted by name, without `.` and `..`.
    func entries() throws(GitSourceError) -> [Entry] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else {
            let failure = Self.failure(shown)
            if copy >= 0 { close(copy) }
            throw failure
        }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while let item = readdir(stream) {
            let bytes = withUnsafePointer(to: &item.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1))
                }
            }
            let rawName = String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if rawName == "." || rawName == ".." { continue }
            let name = String(validating: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let (kind, isExecutable) = facts(of: bytes)
            entries.append(
                Entry(name: name, rawName: rawName, bytes: bytes, kind: kind, isExecutable: isExecutable))
        }
        return entries.sorted { $0.rawName < $1.rawName }
    }

    /// Opens a folder in this one, never through a link.
    func folder(_ entry: Entry, path: String) throws(GitSourceError) -> OpenFolder {
        try folder(entry.bytes, entry.rawName)
    }

    func folder(named name: String) throws(GitSourceError) -> OpenFolder {
        try folder(Array(name.utf8CString), name)
    }

    private func folder(_ name: [CChar], _ rawName: String) throws(GitSourceError) -> OpenFolder {
        let descriptor = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("\(shown)/\(rawName)") }
        return OpenFolder(descriptor: descriptor, shown: "\(shown)/\(rawName)")
    }

    /// The bytes of a regular file, at most one more than `limit` of them, and its size.
    func contents(
        _ entry: Entry, path: String, limit: Int
    ) throws(GitSourceError) -> (contents: Data, size: Int) {
        try contents(entry.bytes, entry.rawName, limit: limit)
    }

    func contents(named name: String, limit: Int) throws(GitSourceError) -> (contents: Data, size: Int) {
        try contents(Array(name.utf8CString), name, limit: limit)
    }

    private func contents(
        _ name: [CChar], _ rawName: String, limit: Int
    ) throws(GitSourceError) -> (contents: Data, size: Int) {
        let (handle, size) = try file(name, rawName)
        if size > limit { return (Data(), size) }
        do {
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            return (data, data.count)
        } catch {
            throw .folderUnreadable(
                path: PrintableText.line("\(shown)/\(rawName)"), reason: error.localizedDescription)
        }
    }

    /// The blob id of a regular file without its contents, and its size; nil for a file of more than `limit` bytes and
    /// for one that changes while it is read.
    func blob(
        _ entry: Entry, limit: Int
    ) throws(GitSourceError) -> (id: GitObjectID?, size: Int) {
        let (handle, size) = try file(entry.bytes, entry.rawName)
        guard size <= limit else { return (nil, size) }
        var stream = BlobID.Stream(size: size)
        var left = size
        do {
            while let piece = try handle.read(upToCount: Self.pieceBytes), !piece.isEmpty {
                left -= piece.count
                guard left >= 0 else { return (nil, size) }
                stream.take(piece)
            }
        } catch {
            throw .folderUnreadable(
                path: PrintableText.line("\(shown)/\(entry.rawName)"), reason: error.localizedDescription)
        }
        return (left == 0 ? stream.id : nil, size)
    }

    private static let pieceBytes = 1 << 20

    /// Opens a regular file and tells its size.
    private func file(_ name: [CChar], _ rawName: String) throws(GitSourceError) -> (handle: FileHandle, size: Int) {
        let place = PrintableText.line("\(shown)/\(rawName)")
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure(place) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .folderUnreadable(path: place, reason: "it is no longer a regular file")
        }
        return (handle, Int(status.st_size))
    }

    private func facts(of name: [CChar]) -> (kind: TreeCollector.EntryKind, isExecutable: Bool) {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return (.other, false) }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: (.file, status.st_mode & S_IXUSR != 0)
        case S_IFDIR: (.folder, false)
        case S_IFLNK: (.link, false)
        default: (.other, false)
        }
    }

    private static func failure(_ path: String) -> GitSourceError {
        .folderUnreadable(path: path, reason: String(cString: strerror(errno)))
    }
}
