import Crypto
package import Foundation
package import Model

/// The keyed hash (HMAC, RFC 2104) with which a forge signs the body of a webhook.
package enum HMACSignature: String, Sendable, CaseIterable {
    /// Only for senders that know nothing better.
    case sha1
    case sha256
    case sha384
    case sha512

    /// Whether `hex`, in either case, is the whole keyed hash of the body; compared in constant time.
    ///
    /// An empty secret signs nothing: whoever forgot to set one must not thereby let everybody in.
    package func isValid(hex: some StringProtocol, of body: some DataProtocol, secret: Secret) -> Bool {
        guard hex.utf8.count == 2 * byteCount, let presented = Hex.decode(hex) else { return false }
        return isValid(presented, of: body, secret: secret)
    }

    /// The same for the bytes of the keyed hash.
    package func isValid(_ presented: some DataProtocol, of body: some DataProtocol, secret: Secret) -> Bool {
        let key = Data(secret.reveal().utf8)
        guard !key.isEmpty, presented.count == byteCount else { return false }
        return ConstantTime.equals(presented, code(of: body, key: key))
    }

    /// The keyed hash in lower-case hexadecimal digits, as senders write it.
    package func hex(of body: some DataProtocol, secret: Secret) -> String {
        Hex.encode(code(of: body, key: Data(secret.reveal().utf8)))
    }

    private var byteCount: Int {
        switch self {
        case .sha1: Insecure.SHA1.byteCount
        case .sha256: SHA256.byteCount
        case .sha384: SHA384.byteCount
        case .sha512: SHA512.byteCount
        }
    }

    func code(of body: some DataProtocol, key: Data) -> Data {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha1: Data(HMAC<Insecure.SHA1>.authenticationCode(for: body, using: key))
        case .sha256: Data(HMAC<SHA256>.authenticationCode(for: body, using: key))
        case .sha384: Data(HMAC<SHA384>.authenticationCode(for: body, using: key))
        case .sha512: Data(HMAC<SHA512>.authenticationCode(for: body, using: key))
        }
    }
}
