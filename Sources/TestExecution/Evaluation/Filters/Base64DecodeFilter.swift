import TestLanguage

/// Base64 text to bytes.
enum Base64DecodeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .base64Decode)
        guard let bytes = Base64.decode(text, urlSafe: false) else { throw FilterFailure("the text is not Base64") }
        return .bytes(bytes)
    }
}
