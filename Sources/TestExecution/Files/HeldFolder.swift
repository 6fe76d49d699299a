import Foundation
import Glibc

/// A folder held open, so that what is in it is reached by name from it and never through a link that is put in its
/// place meanwhile.
struct HeldFolder: ~Copyable {
    struct Entry {
        let name: String
        let kind: Kind
        /// In bytes.
        let size: Int
    }

    enum Kind { case folder, file, link, other }

    private let descriptor: Int32

    init(_ url: URL) throws(WorkingFolder.Problem) {
        try self.init(
            Glibc.open(url.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
            shown: "the scratch folder")
    }

    private init(_ descriptor: Int32, shown: String) throws(WorkingFolder.Problem) {
        guard descriptor >= 0 else { throw Self.problem(shown, errno) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func folder(_ name: String, shown: String) throws(WorkingFolder.Problem) -> HeldFolder {
        try HeldFolder(openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), shown: "`\(shown)`")
    }

    func file(_ name: String, shown: String) throws(WorkingFolder.Problem) -> (handle: FileHandle, size: Int) {
        // Without blocking, so that opening a pipe returns.
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw Self.problem("`\(shown)`", errno) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw WorkingFolder.Problem("`\(shown)` is no file")
        }
        return (handle, Int(facts.st_size))
    }

    /// What is in it, at most so many entries, sorted by name; a name that is not UTF-8 is left out.
    func entries(atMost limit: Int) -> (entries: [Entry], isCut: Bool) {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return ([], false) }
        guard let stream = fdopendir(copy) else {
            close(copy)
            return ([], false)
        }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while let item = readdir(stream) {
            let name = withUnsafePointer(to: &item.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
            }
            guard let name, name != ".", name != ".." else { continue }
            guard entries.count < limit else { return (entries, true) }
            var facts = stat()
            guard fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            entries.append(Entry(name: name, kind: Self.kind(facts.st_mode), size: Int(facts.st_size)))
        }
        return (entries.sorted { $0.name < $1.name }, false)
    }

    private static func kind(_ mode: mode_t) -> Kind {
        switch mode & S_IFMT {
        case S_IFDIR: .folder
        case S_IFREG: .file
        case S_IFLNK: .link
        default: .other
        }
    }

    private static func problem(_ shown: String, _ code: Int32) -> WorkingFolder.Problem {
        switch code {
        case ENOENT: WorkingFolder.Problem("there is no \(shown)")
        case ELOOP: WorkingFolder.Problem("\(shown) is a link, and links are not followed")
        case ENOTDIR: WorkingFolder.Problem("\(shown) is no folder")
        default: WorkingFolder.Problem("\(shown) can't be opened: \(String(cString: strerror(code)))")
        }
    }
}
