import Glibc

/// Keeps the log of a detached worker small: empties it when it has grown too far.
struct LogBound: Sendable {
    let descriptor: Int32
    let maxBytes: Int

    init(descriptor: Int32 = STDOUT_FILENO, maxBytes: Int = 4 << 20) {
        self.descriptor = descriptor
        self.maxBytes = maxBytes
    }

    /// Does nothing for a terminal or a pipe. The log is open for appending, so what follows starts at its beginning.
    func trim() {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > maxBytes else {
            return
        }
        _ = ftruncate(descriptor, 0)
    }
}
