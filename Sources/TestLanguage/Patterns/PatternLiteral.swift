/// Regular expressions as a line holds them.
package enum PatternLiteral {
    /// Reads `/…/`, in which only `\/` is an escape of the literal itself.
    static func parse(at cursor: inout ScalarCursor) throws(LanguageError) -> String {
        let start = cursor.offset
        cursor.advance()
        var result = String.UnicodeScalarView()
        while let scalar = cursor.current {
            cursor.advance()
            if scalar == "/" { return String(result) }
            if scalar == "\\", let next = cursor.current {
                cursor.advance()
                if next != "/" { result.append(scalar) }
                result.append(next)
            } else {
                result.append(scalar)
            }
        }
        throw LanguageError("the pattern has no closing `/`", span: cursor.span(from: start))
    }

    /// One with a reference in it is known at run time only.
    static func check(_ pattern: String, span: TextSpan) throws(LanguageError) {
        guard !Template.mayHoldReferences(pattern), !BoundedRegex.isPattern(pattern) else { return }
        throw LanguageError("`\(pattern)` is not a regular expression", span: span)
    }

    /// A pattern as a line can hold it.
    package static func quoting(_ pattern: String) -> String {
        "/\(pattern.replacing("/", with: "\\/"))/"
    }
}
