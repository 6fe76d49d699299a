import Foundation
import SystemPackage

/// Small files, read up to a bound and written for this user alone.
enum BoundedFile {
    /// The contents; nil when it is not there, can't be read, or is longer than `limit` bytes.
    static func read(_ path: FilePath, limit: Int) -> [UInt8]? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) else { return nil }
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            // The kernel gives a file under /proc in pieces, whatever its size is said to be.
            guard let count = try? chunk.withUnsafeMutableBytes({ try file.read(into: $0) }) else { return nil }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= limit else { return nil }
        }
    }

    static func text(_ path: FilePath, limit: Int) -> String? {
        read(path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Replaces the file by one of mode 0600.
    static func write(_ contents: Data, to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate, .closeOnExec, .noFollow], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(contents) }
    }
}
