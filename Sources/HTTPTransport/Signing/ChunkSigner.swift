import Crypto
package import Foundation

/// The chunks of a body that is signed as it is sent ("Transferring payload in multiple chunks" of the S3 API
/// reference): each signature covers the one before.
package struct ChunkSigner: Sendable {
    private let key: SymmetricKey
    private let timestamp: String
    private let scope: String
    private var signature: String

    init(key: SymmetricKey, timestamp: String, scope: String, signature: String) {
        self.key = key
        self.timestamp = timestamp
        self.scope = scope
        self.signature = signature
    }

    /// The chunk as it is sent: its length, its signature and itself. An empty one is the last.
    package mutating func frame(_ chunk: Data) -> Data {
        let text = [
            "AWS4-HMAC-SHA256-PAYLOAD", timestamp, scope, signature, AWSSignature.digest(Data()),
            AWSSignature.digest(chunk),
        ].joined(separator: "\n")
        signature = AWSSignature.hexadecimal(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
        let head = "\(String(chunk.count, radix: 16));chunk-signature=\(signature)\r\n"
        return Data(head.utf8) + chunk + Data("\r\n".utf8)
    }

    /// How many bytes a body of `count` has once it is framed, which `Content-Length` has to say.
    package static func framedCount(of count: Int, chunk size: Int) -> Int {
        func framed(_ count: Int) -> Int { String(count, radix: 16).utf8.count + 83 + count + 2 }
        let rest = count % size
        return count / size * framed(size) + (rest == 0 ? 0 : framed(rest)) + framed(0)
    }
}
