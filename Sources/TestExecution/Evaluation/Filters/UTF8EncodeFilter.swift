import TestLanguage

/// A text to bytes.
enum UTF8EncodeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        .bytes(Array(try subject.text(for: .utf8Encode).utf8))
    }
}
