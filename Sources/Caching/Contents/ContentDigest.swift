import Crypto
package import Foundation

/// What names contents by themselves.
package enum ContentDigest: Sendable {
    /// Git's id of a blob: SHA-1 over `blob <length>\0` and the bytes (gitformat-pack(5)).
    case gitBlob
    case sha256

    /// The digest of contents that come in pieces, of which so many bytes will come.
    package struct Stream {
        fileprivate enum Hash {
            case sha1(Insecure.SHA1)
            case sha256(SHA256)
        }

        private var hash: Hash

        fileprivate init(_ hash: Hash) { self.hash = hash }

        package mutating func take(_ bytes: Data) {
            switch hash {
            case .sha1(var own):
                own.update(data: bytes)
                hash = .sha1(own)
            case .sha256(var own):
                own.update(data: bytes)
                hash = .sha256(own)
            }
        }

        /// In lower-case hexadecimal.
        package var name: String {
            switch hash {
            case .sha1(let own): Self.hexadecimal(own.finalize())
            case .sha256(let own): Self.hexadecimal(own.finalize())
            }
        }

        private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
            let digits = Array("0123456789abcdef".utf8)
            return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        }
    }

    package func stream(size: Int) -> Stream {
        switch self {
        case .gitBlob:
            var hash = Insecure.SHA1()
            hash.update(data: Data("blob \(size)\0".utf8))
            return Stream(.sha1(hash))
        case .sha256: return Stream(.sha256(SHA256()))
        }
    }

    package func name(of contents: Data) -> String {
        var stream = stream(size: contents.count)
        stream.take(contents)
        return stream.name
    }

    /// Whether a text can be such a name, so that it may be a part of a path.
    package func isName(_ text: String) -> Bool {
        let length =
            switch self {
            case .gitBlob: 40
            case .sha256: 64
            }
        return text.utf8.count == length
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
