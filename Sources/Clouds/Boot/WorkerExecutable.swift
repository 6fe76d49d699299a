import Crypto
package import Foundation

/// The controller's own executable, which instances of clouds fetch to become workers.
package actor WorkerExecutable {
    package struct Facts: Hashable, Sendable {
        /// SHA-256 in lower-case hexadecimal.
        package let digest: String
        package let size: Int
    }

    package nonisolated let url: URL
    private var known: Facts?

    package init(url: URL) { self.url = url }

    /// Read once: a controller that runs is not replaced under its own feet.
    package func facts() throws -> Facts {
        if let known { return known }
        let file = try FileHandle(forReadingFrom: url)
        defer { try? file.close() }
        var hash = SHA256()
        var size = 0
        while let part = try file.read(upToCount: 1 << 20), !part.isEmpty {
            hash.update(data: part)
            size += part.count
        }
        let digits = Array("0123456789abcdef".utf8)
        let facts = Facts(
            digest: String(
                decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self),
            size: size)
        known = facts
        return facts
    }
}
