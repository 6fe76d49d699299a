// By hand: Debian has no C library that makes XPath of selectors, and the translation is short.

/// CSS selectors (Selectors Level 3, without pseudo-elements and those that need a browser) as XPath 1.0.
package enum CSSSelector {
    /// In bytes.
    static let limit = 16 << 10

    /// The XPath that finds the same elements.
    package static func xpath(_ text: String) throws(LanguageError) -> String {
        guard text.utf8.count <= limit else { throw tooLong(TextSpan(offset: 0, length: 1)) }
        var parser = CSSParser(text)
        return try parser.group()
    }

    static func check(_ text: String, span: TextSpan) throws(LanguageError) {
        guard !Template.mayHoldReferences(text) else { return }
        guard text.utf8.count <= limit else { throw tooLong(span) }
        do {
            _ = try xpath(text)
        } catch {
            throw LanguageError("`\(text)` is no CSS selector: \(error.message)", span: span)
        }
    }

    private static func tooLong(_ span: TextSpan) -> LanguageError {
        LanguageError("a CSS selector has at most 16Ki", span: span)
    }
}
