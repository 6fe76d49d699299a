import Crypto
import Foundation
import Model

/// The compact form of our signed tokens: base64url of a JSON payload, a dot, base64url of an Ed25519 signature.
///
/// The purpose is signed with the payload, so that a token made for one thing is never taken for another.
struct SignedToken {
    enum Purpose: String {
        case join = "rondo join v1"
        case worker = "rondo worker v1"
    }

    /// Longer texts are refused unread.
    private static let maximumBytes = 8_192

    let purpose: Purpose
    let key: Curve25519.Signing.PrivateKey

    func issue(_ payload: some Encodable) throws(AccessError) -> Secret {
        do {
            let body = Base64URL.encode(try TokenCoding.encode(payload))
            return Secret("\(body).\(Base64URL.encode(try key.signature(for: signed(body))))")
        } catch {
            throw .tokenInvalid
        }
    }

    /// The payload of a token that this key signed for this purpose.
    func payload<Payload: Decodable>(of token: String) throws(AccessError) -> Payload {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= Self.maximumBytes, parts.count == 2,
            let signature = Base64URL.decode(parts[1]),
            key.publicKey.isValidSignature(signature, for: signed(String(parts[0]))),
            let body = Base64URL.decode(parts[0]),
            let payload: Payload = try? TokenCoding.decode(body)
        else { throw .tokenInvalid }
        return payload
    }

    private func signed(_ body: String) -> Data { Data("\(purpose.rawValue)\n\(body)".utf8) }
}

extension SignedToken: CustomStringConvertible, CustomReflectable {
    var description: String { "signer of \(purpose)" }
    var customMirror: Mirror { Mirror(self, children: ["purpose": purpose]) }
}

/// JSON as it stands in tokens: dates are seconds since 1970 (the NumericDate of RFC 7519).
private enum TokenCoding {
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .secondsSince1970
        return try encoder.encode(value)
    }

    static func decode<Value: Decodable>(_ data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return try decoder.decode(Value.self, from: data)
    }
}
