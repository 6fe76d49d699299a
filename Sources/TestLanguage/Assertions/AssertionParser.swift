package import Model

/// Reads one line of the assertion grammar: `query [filters] [not] predicate [value]`.
///
/// The value is the rest of the line: a JSON value, a text in quotes, or bare words taken as text. The value of a duration
/// is kept as `.string` with its unit (`"300ms"`); that of a size is an integer of bytes. A value that holds a reference
/// is not checked further.
package enum AssertionParser {
    package static func parse(_ text: String) throws(LanguageError) -> Assertion {
        var cursor = ScalarCursor(text)
        let extraction = try ExtractionParser.parse(at: &cursor)
        cursor.skipBlanks()
        var negated = false
        var (name, span) = try predicate(&cursor, of: extraction, allowsNot: true)
        if name == nil {
            negated = true
            cursor.skipBlanks()
            (name, span) = try predicate(&cursor, of: extraction, allowsNot: false)
        }
        guard let name else { throw LanguageError("a predicate is missing", span: span) }
        cursor.skipBlanks()
        try ValueRules.check(name, of: extraction, span: span)
        let predicate = try PredicateParser(name: name, span: span, extraction: extraction).parse(&cursor)
        return Assertion(
            query: extraction.query, filters: extraction.filters, negated: negated, predicate: predicate, text: text)
    }

    /// Reads a predicate's name; nil for `not`.
    private static func predicate(
        _ cursor: inout ScalarCursor, of extraction: Extraction, allowsNot: Bool
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
        throw unknown(word, span: span, allowsFilter: allowsNot)
    }

    private static func unknown(_ word: String, span: TextSpan, allowsFilter: Bool) -> LanguageError {
        let predicates = PredicateName.spellings
        let filters = allowsFilter ? FilterWord.spellings : []
        let nearest =
            word == "=" || word == "equals" ? "==" : NearestName.nearest(to: word, among: predicates + filters)
        guard let nearest else {
            return LanguageError(
                "unknown predicate `\(word)`: known are \(predicates.joined(separator: " "))", span: span)
        }
        let sort = predicates.contains(nearest) ? "predicate" : "filter"
        return LanguageError("unknown \(sort) `\(word)`: did you mean `\(nearest)`?", span: span)
    }
}
