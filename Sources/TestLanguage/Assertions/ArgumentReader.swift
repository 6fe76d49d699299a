import Foundation
import Model

/// Reads what follows the name of a query or a filter: words, texts, patterns, paths, numbers.
///
/// An argument stands behind a blank (`line 3`) or between parentheses (`line(3)`).
struct ArgumentReader {
    /// The word that wants the argument, and where it stands.
    let word: String
    let wordSpan: TextSpan
    let isParenthesized: Bool

    /// - Parameter cursor: right behind the word.
    init(word: String, span: TextSpan, at cursor: inout ScalarCursor) {
        self.word = word
        wordSpan = span
        isParenthesized = cursor.take("(")
    }

    /// Moves past the parenthesis that closes.
    func close(_ cursor: inout ScalarCursor) throws(LanguageError) {
        guard isParenthesized else { return }
        cursor.skipBlanks()
        guard cursor.take(")") else {
            throw LanguageError(
                "`\(word)(` has no `)`", span: TextSpan(offset: cursor.offset, length: 1))
        }
    }

    /// A text between quotes, or everything up to a blank, in which references count as one piece.
    ///
    /// - Parameter stops: scalars that end a word without a blank before them.
    func text(
        _ cursor: inout ScalarCursor, example: String, stops: String = ""
    ) throws(LanguageError) -> (text: String, span: TextSpan) {
        cursor.skipBlanks()
        let start = cursor.offset
        if cursor.current == "\"" || cursor.current == "'" {
            let text = try QuotedText.parse(at: &cursor)
            return (text, cursor.span(from: start))
        }
        while let scalar = cursor.current, !scalar.properties.isWhitespace, !stops.unicodeScalars.contains(scalar),
            !(isParenthesized && scalar == ")")
        {
            if cursor.startsWith("${{") {
                while !cursor.isAtEnd, !cursor.startsWith("}}") { cursor.advance() }
                cursor.advance(by: 2)
            } else {
                cursor.advance()
            }
        }
        guard cursor.offset > start else { throw missing(example) }
        return (cursor.text(from: start), cursor.span(from: start))
    }

    /// An expression in a language of its own: between quotes, or up to a blank outside its brackets and quotes.
    func expression(
        _ cursor: inout ScalarCursor, example: String
    ) throws(LanguageError) -> (text: String, span: TextSpan) {
        cursor.skipBlanks()
        let start = cursor.offset
        if cursor.current == "\"" || cursor.current == "'" {
            let text = try QuotedText.parse(at: &cursor)
            return (text, cursor.span(from: start))
        }
        var depth = 0
        var quote: Unicode.Scalar?
        while let scalar = cursor.current {
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if scalar == "(" || scalar == "[" {
                depth += 1
            } else if scalar == ")" || scalar == "]" {
                guard depth > 0 else { break }
                depth -= 1
            } else if scalar.properties.isWhitespace, depth == 0 {
                break
            }
            cursor.advance()
        }
        guard cursor.offset > start else { throw missing(example) }
        return (cursor.text(from: start), cursor.span(from: start))
    }

    /// A regular expression: `/…/` as it stands but for `\/`, or a text between quotes.
    func pattern(_ cursor: inout ScalarCursor, example: String) throws(LanguageError) -> String {
        cursor.skipBlanks()
        let start = cursor.offset
        switch cursor.current {
        case "/"?:
            let pattern = try PatternLiteral.parse(at: &cursor)
            try PatternLiteral.check(pattern, span: cursor.span(from: start))
            return pattern
        case "\""?, "'"?:
            let pattern = try QuotedText.parse(at: &cursor)
            try PatternLiteral.check(pattern, span: cursor.span(from: start))
            return pattern
        default: throw missing(example)
        }
    }

    func path(_ cursor: inout ScalarCursor) throws(LanguageError) -> JSONPath {
        cursor.skipBlanks()
        let start = cursor.offset
        guard cursor.current == "\"" || cursor.current == "'" else { return try JSONPathParser.parse(at: &cursor) }
        let text = try QuotedText.parse(at: &cursor)
        do {
            return try JSONPathParser.parse(text)
        } catch {
            throw LanguageError(error.message, span: cursor.span(from: start))
        }
    }

    func integer(_ cursor: inout ScalarCursor, example: String) throws(LanguageError) -> Int {
        cursor.skipBlanks()
        let start = cursor.offset
        let negative = cursor.take("-")
        let digits = cursor.take(while: \.isASCIIDigit)
        guard let number = Int(digits) else {
            guard cursor.offset == start else {
                throw LanguageError("`\(cursor.text(from: start))` is no number", span: cursor.span(from: start))
            }
            throw missing(example)
        }
        return negative ? -number : number
    }

    /// One of a closed list, in any case.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ cursor: inout ScalarCursor, example: String
    ) throws(LanguageError) -> Choice where Choice.RawValue == String {
        let (name, span) = try text(&cursor, example: example)
        let known = Choice.allCases.map(\.rawValue)
        if let choice = Choice.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) {
            return choice
        }
        let hint =
            NearestName.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
            ?? "known are \(known.joined(separator: ", "))"
        throw LanguageError("`\(word)` knows no `\(name)`: \(hint)", span: span)
    }

    private func missing(_ example: String) -> LanguageError {
        LanguageError("`\(word)` needs \(example)", span: wordSpan)
    }
}
