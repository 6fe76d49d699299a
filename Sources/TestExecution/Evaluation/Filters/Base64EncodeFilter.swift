import Model
import TestLanguage

/// Bytes or text to Base64.
enum Base64EncodeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        guard let bytes = subject.asBytes else { throw .mismatch(.base64Encode, subject, needs: "bytes or a string") }
        return .value(.string(Base64.encode(bytes, urlSafe: false)))
    }
}
