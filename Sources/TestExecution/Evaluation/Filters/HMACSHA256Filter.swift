import Crypto
import Foundation
import Model
import TestLanguage

/// The HMAC-SHA-256 of bytes or text (RFC 2104), in hexadecimal digits.
enum HMACSHA256Filter {
    static func apply(_ key: String, to subject: Subject) throws(FilterFailure) -> Subject {
        guard let bytes = subject.asBytes else { throw .mismatch(.hmacSha256, subject, needs: "bytes or a string") }
        let code = HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: Data(key.utf8)))
        return .value(.string(Hexadecimal.text(code)))
    }
}
