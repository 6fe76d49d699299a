import Foundation

/// A folder held open: what is below it is reached by name from it and never through a link.
final class FolderHandle {
    /// For messages.
    let path: String
    private let descriptor: Int32

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Opens a folder by its path; `create` makes it and those above it, with mode 0700, as needed.
    convenience init(_ directory: URL, create: Bool) throws(CacheError) {
        let path = directory.path(percentEncoded: false)
        if create {
            // That it can't be made shows when it is opened, with a better reason.
            try? FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let shown = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unusable(shown) }
        self.init(descriptor: descriptor, path: shown)
    }

    /// A folder in this one; nil when it is missing and `create` is false.
    func folder(_ name: String, create: Bool) throws(CacheError) -> FolderHandle? {
        let path = "\(path)/\(name)"
        var child = openFolder(name)
        if child < 0, errno == ENOENT {
            guard create else { return nil }
            guard mkdirat(descriptor, name, 0o700) == 0 || errno == EEXIST else { throw Self.unusable(path) }
            child = openFolder(name)
        }
        guard child >= 0 else { throw Self.unusable(path) }
        return FolderHandle(descriptor: child, path: path)
    }

    /// The folder at the end of a path below this one; nil when a part of it is missing and `create` is false.
    func folder(_ path: CachePath, create: Bool) throws(CacheError) -> FolderHandle? {
        var folder = self
        for component in path.components {
            guard let next = try folder.folder(component, create: create) else { return nil }
            folder = next
        }
        return folder
    }

    /// Whether it was removed while it was open.
    var isRemoved: Bool {
        var facts = stat()
        return fstat(descriptor, &facts) != 0 || facts.st_nlink == 0
    }

    /// Lets nobody but its owner in.
    func restrict() throws(CacheError) {
        guard fchmod(descriptor, 0o700) == 0 else { throw Self.unusable(path) }
    }

    /// Opens a file to read it; nil when there is none or something else stands there.
    func file(_ name: UnsafePointer<CChar>) -> OpenFile? {
        OpenFile(openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC))
    }

    /// Makes a file with mode 0600, in place of what a killed process left; nil, with `errno`, when it can't.
    func newFile(_ name: String) -> OpenFile? {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        if let file = OpenFile(openat(descriptor, name, flags, 0o600)) { return file }
        guard errno == EEXIST, remove(name) else { return nil }
        return OpenFile(openat(descriptor, name, flags, 0o600))
    }

    /// Gives a file another name in this folder, in place of one that has it; false, with `errno`, when it can't.
    func rename(_ name: String, to other: String) -> Bool { renameat(descriptor, name, descriptor, other) == 0 }

    /// Removes a file, or a link and not what it points to; false, with `errno`, when it can't, as with a folder.
    @discardableResult
    func remove(_ name: UnsafePointer<CChar>) -> Bool { unlinkat(descriptor, name, 0) == 0 }

    /// Removes an empty folder; false, with `errno`, when it can't.
    @discardableResult
    func removeFolder(_ name: String) -> Bool { unlinkat(descriptor, name, AT_REMOVEDIR) == 0 }

    /// Removes the folder at the end of a path, and those above it, as far up as they are empty.
    func removeFolders(_ path: CachePath) throws(CacheError) {
        var parents = [self]
        for component in path.components.dropLast() {
            guard let parent = try parents.last?.folder(component, create: false) else { return }
            parents.append(parent)
        }
        for (parent, name) in zip(parents, path.components).reversed() {
            guard parent.removeFolder(name) else { return }
        }
    }

    /// Hands over every name but `.` and `..`, in no order; a name's bytes may be anything.
    func forEachName(_ body: (UnsafePointer<CChar>) throws(CacheError) -> Void) throws(CacheError) {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw Self.unusable(path) }
        guard let stream = fdopendir(copy) else {
            let fault = Self.unusable(path)
            close(copy)
            throw fault
        }
        defer { closedir(stream) }
        while let item = readdir(stream) {
            // The name goes on behind the field's declared size, so it is reached by its offset.
            let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
            let name = UnsafeRawPointer(item).advanced(by: offset).assumingMemoryBound(to: CChar.self)
            if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { continue }
            try body(name)
        }
    }

    private func openFolder(_ name: String) -> Int32 {
        openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }

    /// From `errno`.
    private static func unusable(_ path: String) -> CacheError {
        .folderUnusable(path: path, reason: errno == ELOOP ? "it is a link" : String(cString: strerror(errno)))
    }
}
