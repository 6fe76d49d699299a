import Crypto
package import Foundation
package import Model

/// Git's own id of a file's contents: SHA-1 over `blob <length>\0` and the bytes (gitformat-pack(5)).
package enum BlobID {
    package static func of(_ contents: Data) -> GitObjectID {
        var stream = Stream(size: contents.count)
        stream.take(contents)
        return stream.id
    }

    /// The id of contents that come in pieces.
    struct Stream {
        private var hash = Insecure.SHA1()

        /// `size` is how many bytes will come.
        init(size: Int) { hash.update(data: Data("blob \(size)\0".utf8)) }

        mutating func take(_ bytes: Data) { hash.update(data: bytes) }

        var id: GitObjectID { hex(hash.finalize()) }
    }

    /// Twenty bytes as forty lower-case digits.
    static func hex(_ bytes: some Sequence<UInt8>) -> GitObjectID {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(40)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return GitObjectID(rawValue: String(decoding: text, as: UTF8.self))
    }

    /// Forty lower-case digits as twenty bytes; nil for anything else.
    static func bytes(_ id: GitObjectID) -> [UInt8]? {
        guard RefName.isCommitID(id.rawValue) else { return nil }
        let digits = id.rawValue.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: 40, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
