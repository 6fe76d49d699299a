/// A stretch of a text, in Unicode scalars from its start: the unit in which YAML counts columns too.
package struct TextSpan: Hashable, Sendable {
    package let offset: Int
    /// At least 1.
    package let length: Int

    package init(offset: Int, length: Int) {
        self.offset = offset
        self.length = max(1, length)
    }
}

/// A text that isn't in the language of references, assertions, queries or paths: what is wrong, and which part of it.
package struct LanguageError: Error, Hashable, CustomStringConvertible {
    /// One sentence that says what to write instead.
    package let message: String
    package let span: TextSpan

    package init(_ message: String, span: TextSpan) {
        self.message = message
        self.span = span
    }

    package var description: String { message }
}
