package import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Where a report comes from.
package struct ReportInput: Sendable {
    private enum Source {
        case file(String)
        case standardInput
        case bytes([UInt8])
        case open(FileHandle)
    }

    /// As it is called in errors.
    package let name: String
    private let source: Source
    /// Called before each block; what it throws ends the reading.
    package var check: @Sendable () throws -> Void = {}

    private static let blockSize = 32 << 10

    /// A file; `-` is standard input.
    package init(path: String) {
        name = path == "-" ? "standard input" : path
        source = path == "-" ? .standardInput : .file(path)
    }

    /// A file that is open already, read from where it stands.
    package init(name: String, open handle: FileHandle) {
        self.name = name
        source = .open(handle)
    }

    package init(name: String, bytes: some Sequence<UInt8>) {
        self.name = name
        source = .bytes(Array(bytes))
    }

    /// Hands out all of it, a block at a time, each once.
    ///
    /// - Throws: `IngestionError` when it can't be read or has more than `limit` bytes; whatever `body` throws.
    func forEachBlock(limit: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        switch source {
        case .bytes(let bytes):
            guard bytes.count <= limit else { throw IngestionError(self, .tooLarge(limit: limit)) }
            var start = 0
            try check()
            try bytes.withUnsafeBufferPointer { all in
                while start < all.count {
                    let end = min(start + Self.blockSize, all.count)
                    try body(UnsafeBufferPointer(rebasing: all[start..<end]))
                    start = end
                }
            }
        case .open(let handle): try read(handle.fileDescriptor, limit: limit, body)
        case .standardInput: try read(STDIN_FILENO, limit: limit, body)
        case .file(let path):
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw unreadable(errno) }
            defer { close(descriptor) }
            try read(descriptor, limit: limit, body)
        }
    }

    private func read(
        _ descriptor: Int32, limit: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.blockSize)
        defer { buffer.deallocate() }
        var total = 0
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(errno)
            }
            total += count
            guard total <= limit else { throw IngestionError(self, .tooLarge(limit: limit)) }
            try check()
            try body(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private func unreadable(_ code: Int32) -> IngestionError {
        IngestionError(self, .unreadable(String(cString: strerror(code))))
    }
}
