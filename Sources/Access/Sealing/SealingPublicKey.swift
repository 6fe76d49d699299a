import Crypto
import Foundation
package import Model

/// The half of a sealing key that everybody may have: with it values are sealed, and nothing can be opened.
///
/// Its text, `rondo-key:v1.KEYID.BYTES`, is one line that may be committed.
package struct SealingPublicKey: Hashable, Sendable {
    private static let prefix = "rondo-key:v1."
    /// A file of a key may hold comments; a longer one is refused unread.
    private static let maximumFileBytes = 16_384

    package let id: SealingKeyID
    private let raw: Data

    init(_ key: Curve25519.KeyAgreement.PublicKey) {
        raw = key.rawRepresentation
        id = Self.id(of: raw)
    }

    /// Reads a key's text, or a file that holds it among empty lines and comments after `#`.
    package init(text: String) throws(AccessError) {
        guard text.utf8.count <= Self.maximumFileBytes else { throw .sealingKeyInvalid(reason: "it is too large") }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        guard lines.count == 1, lines[0].hasPrefix(Self.prefix) else {
            throw .sealingKeyInvalid(reason: "it is not one line `\(Self.prefix)…`")
        }
        let parts = lines[0].dropFirst(Self.prefix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let raw = Base64URL.decode(parts[1]), raw.count == 32 else {
            throw .sealingKeyInvalid(reason: "it was cut off or changed")
        }
        self.raw = raw
        id = Self.id(of: raw)
        guard id.rawValue == parts[0] else { throw .sealingKeyInvalid(reason: "its bytes are not those of its id") }
    }

    package var text: String { "\(Self.prefix)\(id).\(Base64URL.encode(raw))" }

    /// Encrypts a value so that only this key's controller can open it, and only for the target.
    package func seal(_ value: Secret, for target: SealTarget) throws(AccessError) -> SealedValue {
        let clear = Data(value.reveal().utf8)
        guard !clear.isEmpty else { throw .secretEmpty }
        guard clear.count <= SealedValue.maximumValueBytes else { throw .secretTooLarge }
        do {
            let key = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: raw)
            return SealedValue(
                key: id, scope: target.scope, bytes: try Sealing.seal(clear, to: key, info: Data(target.binding.utf8)))
        } catch {
            throw .sealingKeyInvalid(reason: "nothing can be encrypted to it")
        }
    }

    private static func id(of raw: Data) -> SealingKeyID {
        SealingKeyID(rawValue: Hex.encode(SHA256.hash(data: raw).prefix(8)))
    }
}

/// HPKE in base mode (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305; one message, no AAD.
enum Sealing {
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    private static let encapsulatedBytes = 32

    /// The encapsulated key and the ciphertext behind it.
    static func seal(_ clear: Data, to key: Curve25519.KeyAgreement.PublicKey, info: Data) throws -> Data {
        try check(key, with: .init())
        var sender = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: info)
        return try sender.encapsulatedKey + sender.seal(clear)
    }

    /// Throws for anything that was not sealed to this key with this `info`, or was changed since.
    static func open(
        _ bytes: Data, with key: Curve25519.KeyAgreement.PrivateKey, info: Data, authenticating data: Data = Data()
    ) throws -> Data {
        let encapsulated = Data(bytes.prefix(encapsulatedBytes))
        try check(Curve25519.KeyAgreement.PublicKey(rawRepresentation: encapsulated), with: key)
        var recipient = try HPKE.Recipient(
            privateKey: key, ciphersuite: suite, info: info, encapsulatedKey: encapsulated)
        return try recipient.open(Data(bytes.dropFirst(encapsulatedBytes)), authenticating: data)
    }

    /// Refuses points of small order, with which every agreement is zero (RFC 9180 §7.1.4); the library does not.
    private static func check(
        _ point: Curve25519.KeyAgreement.PublicKey, with key: Curve25519.KeyAgreement.PrivateKey
    ) throws {
        let agreed = try key.sharedSecretFromKeyAgreement(with: point).withUnsafeBytes { Data($0) }
        guard !ConstantTime.equals(agreed, Data(repeating: 0, count: agreed.count)) else {
            throw CryptoKitError.authenticationFailure
        }
    }
}
