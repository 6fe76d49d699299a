import Model
import TestLanguage

/// Bytes to text.
enum UTF8DecodeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        let bytes = try subject.bytes(for: .utf8Decode)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FilterFailure("the bytes are not UTF-8")
        }
        return .value(.string(text))
    }
}
