import Foundation
package import Model

/// Reads one line of the assertion grammar: `query [not] predicate [value]`.
///
/// The value is the rest of the line: a JSON value, a text in quotes, or bare words taken as text. The value of `duration`
/// is kept as `.string` of a duration with its unit (`"300ms"`); that of `status` and `exitCode` is an integer. A value
/// that holds a reference is not checked further.
package enum AssertionParser {
    package static func parse(_ text: String) throws(LanguageError) -> Assertion {
        var cursor = ScalarCursor(text)
        let query = try QueryParser.parse(at: &cursor)
        cursor.skipBlanks()
        var negated = false
        var (name, span) = try predicate(&cursor, allowsNot: true)
        if name == nil {
            negated = true
            cursor.skipBlanks()
            (name, span) = try predicate(&cursor, allowsNot: false)
        }
        guard let name else { throw LanguageError("a predicate is missing", span: span) }
        cursor.skipBlanks()
        try QueryRules.check(name, of: query, span: span)
        guard name.takesValue else {
            guard cursor.isAtEnd else {
                let rest = cursor.rest()
                throw LanguageError(
                    "`\(name.rawValue)` takes no value, but `\(rest)` follows it",
                    span: TextSpan(offset: cursor.offset, length: rest.unicodeScalars.count))
            }
            return Assertion(
                query: query, negated: negated, predicate: name == .exists ? .exists : .isEmpty, text: text)
        }
        guard !cursor.isAtEnd else {
            throw LanguageError("`\(name.rawValue)` needs a value", span: span)
        }
        let value = try AssertionValue(at: &cursor)
        return Assertion(query: query, negated: negated, predicate: try value.predicate(name, of: query), text: text)
    }

    /// Reads a predicate's name; nil for `not`.
    private static func predicate(
        _ cursor: inout ScalarCursor, allowsNot: Bool
    ) throws(LanguageError) -> (PredicateName?, TextSpan) {
        let start = cursor.offset
        var word = cursor.take { "=!<>".unicodeScalars.contains($0) }
        if word.isEmpty { word = cursor.take { !$0.properties.isWhitespace && !"=!<>".unicodeScalars.contains($0) } }
        let span = cursor.span(from: start)
        if word == "not", allowsNot { return (nil, span) }
        if let name = PredicateName(spelling: word) { return (name, span) }
        let known = PredicateName.spellings
        guard !word.isEmpty else {
            throw LanguageError(
                "a predicate is missing: write one of \(known.joined(separator: " "))", span: span)
        }
        let nearest = word == "=" ? "==" : NearestName.nearest(to: word, among: known)
        let hint = nearest.map { "did you mean `\($0)`?" } ?? "known are \(known.joined(separator: " "))"
        throw LanguageError("unknown predicate `\(word)`: \(hint)", span: span)
    }
}
