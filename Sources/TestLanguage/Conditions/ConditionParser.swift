package import Model

/// Reads conditions: `${{ params.mode }} == full`, `"${{ matrix.os }}" not startsWith win`, `${{ params.full }}`.
package enum ConditionParser {
    package static func parse(_ text: String) throws(LanguageError) -> TestCondition {
        var cursor = ScalarCursor(text)
        let left = try side(&cursor)
        cursor.skipBlanks()
        guard !cursor.isAtEnd else { return TestCondition(left: left, comparison: .equal, right: "true", text: text) }
        var (word, span) = word(&cursor)
        let negated = word == "not"
        if negated {
            cursor.skipBlanks()
            (word, span) = Self.word(&cursor)
        }
        guard let comparison = TestCondition.Comparison(rawValue: word) else { throw unknown(word, span) }
        cursor.skipBlanks()
        guard comparison.takesValue else {
            guard cursor.isAtEnd else {
                throw LanguageError("`\(word)` takes no value, but `\(cursor.rest())` follows it", span: span)
            }
            return TestCondition(left: left, negated: negated, comparison: comparison, text: text)
        }
        guard !cursor.isAtEnd else { throw LanguageError("`\(word)` needs a value", span: span) }
        let start = cursor.offset
        let right = try side(&cursor)
        cursor.skipBlanks()
        guard cursor.isAtEnd else {
            throw LanguageError(
                "`\(cursor.rest())` is too much: put a value of several words between quotes",
                span: TextSpan(offset: start, length: 1))
        }
        return TestCondition(left: left, negated: negated, comparison: comparison, right: right, text: text)
    }

    /// A text between quotes, or one word, in which references count as one piece.
    private static func side(_ cursor: inout ScalarCursor) throws(LanguageError) -> String {
        cursor.skipBlanks()
        if cursor.current == "\"" || cursor.current == "'" { return try QuotedText.parse(at: &cursor) }
        let start = cursor.offset
        while let scalar = cursor.current, !scalar.properties.isWhitespace {
            if cursor.startsWith("${{") {
                while !cursor.isAtEnd, !cursor.startsWith("}}") { cursor.advance() }
                cursor.advance(by: 2)
            } else if cursor.offset > start, "=!<>".unicodeScalars.contains(scalar) {
                break
            } else {
                cursor.advance()
            }
        }
        guard cursor.offset > start else {
            throw LanguageError(
                "a condition is missing: write for example `${{ params.mode }} == full`",
                span: TextSpan(offset: start, length: 1))
        }
        return cursor.text(from: start)
    }

    private static func word(_ cursor: inout ScalarCursor) -> (String, TextSpan) {
        let start = cursor.offset
        var word = cursor.take { "=!<>".unicodeScalars.contains($0) }
        if word.isEmpty { word = cursor.take { !$0.properties.isWhitespace } }
        return (word, cursor.span(from: start))
    }

    private static func unknown(_ word: String, _ span: TextSpan) -> LanguageError {
        let known = TestCondition.Comparison.allCases.map(\.rawValue)
        let nearest = word == "=" ? "==" : NearestName.nearest(to: word, among: known)
        let hint = nearest.map { "did you mean `\($0)`?" } ?? "known are \(known.joined(separator: " "))"
        return LanguageError("unknown comparison `\(word)`: \(hint)", span: span)
    }
}
