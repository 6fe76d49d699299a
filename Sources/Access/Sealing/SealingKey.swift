import Crypto
import Foundation
import Model

/// One sealing key with its private half, which may be wrapped.
struct SealingKey: Sendable {
    /// From 1; the highest is the current one.
    let number: Int
    let createdAt: Date
    /// Known without the private half, so that nobody has to be asked to list keys and to seal.
    let publicKey: SealingPublicKey
    let kept: KeptKey

    var id: SealingKeyID { publicKey.id }
}

extension SealingKey {
    private struct Contents: Codable {
        let createdAt: Date
        /// The 32 bytes of an X25519 private key (RFC 7748), where it is in clear.
        var privateKey: Data?
        /// The text of the public half, where the private one is wrapped.
        var publicKey: String?
        var wrapped: WrappedKey?
    }

    /// What its file holds.
    var encoded: Data {
        var contents = Contents(createdAt: createdAt)
        switch kept {
        case .clear(let key): contents.privateKey = key
        case .wrapped(let key):
            contents.publicKey = publicKey.text
            contents.wrapped = key
        }
        return (try? CanonicalEncoding.data(contents)) ?? Data()
    }

    init?(number: Int, encoded: Data) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let contents = try? decoder.decode(Contents.self, from: encoded) else { return nil }
        if let clear = contents.privateKey, let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: clear)
        {
            self.init(
                number: number, createdAt: contents.createdAt, publicKey: SealingPublicKey(key.publicKey),
                kept: .clear(clear))
        } else if let wrapped = contents.wrapped,
            let key = contents.publicKey.flatMap({ try? SealingPublicKey(text: $0) })
        {
            self.init(number: number, createdAt: contents.createdAt, publicKey: key, kept: .wrapped(wrapped))
        } else {
            return nil
        }
    }
}

extension SealingKey: CustomStringConvertible, CustomReflectable {
    var description: String { "sealing key \(id)" }
    var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
