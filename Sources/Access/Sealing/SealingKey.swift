import Crypto
import Foundation
import Model

/// One sealing key with its private half.
struct SealingKey: Sendable {
    /// From 1; the highest is the current one.
    let number: Int
    let createdAt: Date
    let privateKey: Curve25519.KeyAgreement.PrivateKey

    var publicKey: SealingPublicKey { SealingPublicKey(privateKey.publicKey) }
    var id: SealingKeyID { publicKey.id }
}

extension SealingKey {
    private struct Contents: Codable {
        let createdAt: Date
        /// The 32 bytes of an X25519 private key (RFC 7748).
        let privateKey: Data
    }

    /// What its file holds.
    var encoded: Data {
        let contents = Contents(createdAt: createdAt, privateKey: privateKey.rawRepresentation)
        return (try? CanonicalEncoding.data(contents)) ?? Data()
    }

    init?(number: Int, encoded: Data) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let contents = try? decoder.decode(Contents.self, from: encoded),
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: contents.privateKey)
        else { return nil }
        self.init(number: number, createdAt: contents.createdAt, privateKey: key)
    }
}

extension SealingKey: CustomStringConvertible, CustomReflectable {
    var description: String { "sealing key \(id)" }
    var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
