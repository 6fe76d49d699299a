import TestLanguage

/// Base64 text of the alphabet for URLs to bytes.
enum Base64UrlSafeDecodeFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        let text = try subject.text(for: .base64UrlSafeDecode)
        guard let bytes = Base64.decode(text, urlSafe: true) else {
            throw FilterFailure("the text is not Base64 for URLs")
        }
        return .bytes(bytes)
    }
}
