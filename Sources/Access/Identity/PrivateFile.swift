import Foundation

/// A small file that only its owner may read, made once and never half.
struct PrivateFile {
    /// More than any file of ours holds.
    static let maximumBytes = 65_536

    let directory: URL
    let name: String

    private var url: URL { directory.appending(path: name) }
    var path: String { url.path(percentEncoded: false) }

    /// The contents, or nil when there is no such file; refused when others may read it or when it is a link.
    func read() throws(AccessError) -> Data? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw fault(errno)
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw fault(errno) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .unusable(path: path, reason: "not a plain file") }
        guard facts.st_mode & 0o077 == 0 else { throw .exposed(path: path, isFolder: false) }
        guard let contents = BoundedRead.all(descriptor, limit: Self.maximumBytes) else {
            throw .unusable(path: path, reason: "it can't be read, or is larger than \(Self.maximumBytes) bytes")
        }
        return contents
    }

    /// The contents; when there is no such file, makes it from `make` so that everybody sees all of it or nothing.
    ///
    /// Of several processes that try at once, one makes the file and the others read it.
    func readOrCreate(_ make: () -> Data) throws(AccessError) -> Data {
        if let contents = try read() {
            sweep()
            return contents
        }
        try create(make())
        sweep()
        guard let contents = try read() else { throw .unusable(path: path, reason: "it vanished") }
        return contents
    }

    /// Puts other contents in place of those that are there, whole or not at all.
    func replace(with contents: Data) throws(AccessError) {
        var isTaken = true
        // Another process's clean-up may have taken the temporary file.
        for _ in 0..<3 where isTaken {
            isTaken = false
            try write(contents) { temporary in
                if rename(temporary, path) == 0 { return true }
                isTaken = errno == ENOENT
                return isTaken
            }
        }
        guard !isTaken else { throw .unusable(path: path, reason: "it vanished") }
        sweep()
    }

    private func create(_ contents: Data) throws(AccessError) {
        // Unlike rename, link never replaces what another process made in the meantime. That its clean-up took our
        // temporary file (ENOENT) means the same.
        try write(contents) { temporary in link(temporary, path) == 0 || errno == EEXIST || errno == ENOENT }
    }

    /// Writes a temporary file, syncs it, and has it given its name.
    private func write(_ contents: Data, _ name: (String) -> Bool) throws(AccessError) {
        let temporary = directory.appending(path: "\(temporaryPrefix)\(UUID().uuidString)").path(percentEncoded: false)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { unlink(temporary) }
        let written = contents.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let synced = fsync(descriptor)
        let code = errno
        close(descriptor)
        guard written == contents.count, synced == 0 else { throw fault(code) }
        guard name(temporary) else { throw fault(errno) }
        try PrivateFolder.sync(directory)
    }

    /// Removes what a process that was killed while it made the file left behind.
    private func sweep() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false))) ?? []
        for name in names where name.hasPrefix(temporaryPrefix) {
            unlink(directory.appending(path: name).path(percentEncoded: false))
        }
    }

    private var temporaryPrefix: String { ".\(name).new-" }

    private func fault(_ code: Int32) -> AccessError {
        .unusable(path: path, reason: code == ELOOP ? "it is a link" : String(cString: strerror(code)))
    }
}

/// A folder that only its owner may enter.
enum PrivateFolder {
    /// Makes it with mode 0700 if it is missing; refused when others may enter it.
    static func ensure(_ directory: URL) throws(AccessError) {
        let path = directory.path(percentEncoded: false)
        if mkdir(path, 0o700) == 0 {
            try sync(directory.deletingLastPathComponent())
            return
        }
        guard errno == EEXIST else { throw .unusable(path: path, reason: String(cString: strerror(errno))) }
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
            throw .unusable(path: path, reason: "not a folder")
        }
        guard facts.st_mode & 0o077 == 0 else { throw .exposed(path: path, isFolder: true) }
    }

    /// Makes new names in a folder survive a power cut.
    static func sync(_ directory: URL) throws(AccessError) {
        let path = directory.path(percentEncoded: false)
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unusable(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .unusable(path: path, reason: String(cString: strerror(errno))) }
    }
}

/// Reads an open file to its end.
enum BoundedRead {
    /// nil when it can't be read or holds more than `limit` bytes.
    static func all(_ descriptor: Int32, limit: Int) -> Data? {
        var contents = Data()
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return contents }
            if count < 0 && errno == EINTR { continue }
            guard count > 0, contents.count + count <= limit else { return nil }
            contents.append(contentsOf: buffer.prefix(count))
        }
    }
}
