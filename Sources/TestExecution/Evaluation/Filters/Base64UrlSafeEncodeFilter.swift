import Model
import TestLanguage

/// Bytes or text to Base64 for URLs.
enum Base64UrlSafeEncodeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        guard let bytes = subject.asBytes else {
            throw .mismatch(.base64UrlSafeEncode, subject, needs: "bytes or a string")
        }
        return .value(.string(Base64.encode(bytes, urlSafe: true)))
    }
}
