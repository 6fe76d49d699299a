package import Foundation

/// A value encrypted to a controller's key, as it stands in a manifest: `v1.KEY.SCOPE.BYTES`.
package struct SealedValue: Hashable, Sendable {
    /// Where a sealed value may be used; bound into it, so that nobody can widen it.
    package enum Scope: String, Hashable, Sendable, CaseIterable {
        /// In one field of one object.
        case object
        /// In every object of one namespace.
        case namespace
        /// Everywhere in the installation.
        case installation
    }

    /// The key that it was sealed to.
    package let key: SealingKeyID
    package let scope: Scope
    /// The encapsulated key of HPKE, then the ciphertext with its tag.
    package let bytes: Data

    /// The encapsulated key (X25519, RFC 9180 §7.1) and the tag (ChaCha20-Poly1305) around an empty value.
    package static let overhead = 32 + 16
    /// The most that is sealed, which is also the most that any secret may hold.
    package static let maximumValueBytes = 65_536

    package init(key: SealingKeyID, scope: Scope, bytes: Data) {
        self.key = key
        self.scope = scope
        self.bytes = bytes
    }

    /// Reads what stands behind `sealed:`.
    package init(_ text: String) throws(Flaw) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts[0] == "v1" else { throw Self.isVersion(parts[0]) ? .unknownVersion : .shape }
        guard parts.count == 4 else { throw .shape }
        guard let key = SealingKeyID(checking: parts[1]) else { throw .keyID }
        guard let scope = Scope(rawValue: String(parts[2])) else { throw .scope }
        guard parts[3].utf8.allSatisfy(Self.isBase64URL) else { throw .alphabet }
        // A cut changes the length, which mostly leaves bits that no encoder writes.
        guard let bytes = Base64URL.decode(parts[3]), bytes.count > Self.overhead else { throw .cutOff }
        guard bytes.count <= Self.overhead + Self.maximumValueBytes else { throw .tooLarge }
        self.init(key: key, scope: scope, bytes: bytes)
    }

    /// What stands behind `sealed:`.
    package var text: String { "v1.\(key).\(scope.rawValue).\(Base64URL.encode(bytes))" }

    private static func isVersion(_ text: Substring) -> Bool {
        text.hasPrefix("v") && text.count > 1 && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}

extension SealedValue: CustomStringConvertible {
    /// Without the bytes.
    package var description: String { "v1.\(key).\(scope.rawValue).…" }
}

extension SealedValue {
    /// Why a text is no sealed value.
    package enum Flaw: Error, Hashable, Sendable, CustomStringConvertible {
        case shape
        case unknownVersion
        case keyID
        case scope
        case alphabet
        case cutOff
        case tooLarge

        package var description: String {
            switch self {
            case .shape: "it is `sealed:v1.KEY.SCOPE.BYTES` on one line: paste the whole line that `rondo seal` printed"
            case .unknownVersion: "its version is newer than v1, the one that this Rondo reads: use a newer Rondo"
            case .keyID: "its key id is not 16 hexadecimal digits: paste the whole line that `rondo seal` printed"
            case .scope: "its scope is none of `object`, `namespace`, `installation`; it can't be changed: seal again"
            case .alphabet: "its bytes hold characters that base64url does not have: paste the line without changes"
            case .cutOff: "it was cut off: paste the whole line that `rondo seal` printed"
            case .tooLarge: "it holds more than \(SealedValue.maximumValueBytes) bytes: keep large values in the store"
            }
        }
    }
}

/// What names a sealing key: the first 16 hexadecimal digits of the SHA-256 of its public half.
package struct SealingKeyID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// nil for anything but 16 lower-case hexadecimal digits.
    package init?(checking text: some StringProtocol) {
        let digits = text.utf8
        guard digits.count == 16,
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        rawValue = String(text)
    }
}
