package import Model

/// Reads what a value is taken from: `status`, `header NAME`, `body`, `json PATH`, `duration`, `exitCode`, `stdout`, `stderr`.
package enum QueryParser {
    /// Reads a whole text, as in a capture.
    package static func parse(_ text: String) throws(LanguageError) -> Query {
        var cursor = ScalarCursor(text)
        let query = try parse(at: &cursor)
        cursor.skipBlanks()
        guard cursor.isAtEnd else {
            let rest = cursor.rest()
            throw LanguageError(
                "`\(rest)` is too much: a capture takes a query alone, for example `json $.id`",
                span: TextSpan(offset: cursor.offset, length: rest.unicodeScalars.count))
        }
        return query
    }

    /// Every word that begins a query.
    static let words = ["status", "header", "body", "json", "duration", "exitCode", "stdout", "stderr"]

    static func parse(at cursor: inout ScalarCursor) throws(LanguageError) -> Query {
        cursor.skipBlanks()
        let start = cursor.offset
        let word = cursor.take { $0.isASCIILetter }
        switch word {
        case "status": return .status
        case "body": return .body
        case "duration": return .duration
        case "exitCode": return .exitCode
        case "stdout": return .stdout
        case "stderr": return .stderr
        case "header": return .header(try headerName(&cursor))
        case "json", "jsonpath": return .json(try path(&cursor))
        default:
            let written = word.isEmpty ? cursor.take { $0 != " " && $0 != "\t" } : word
            throw Self.unknown(written, span: cursor.span(from: start))
        }
    }

    private static func unknown(_ word: String, span: TextSpan) -> LanguageError {
        guard !word.isEmpty else {
            return LanguageError("a query is missing: write one of \(words.joined(separator: ", "))", span: span)
        }
        let hint =
            NearestName.nearest(to: word, among: words).map { "did you mean `\($0)`?" }
            ?? "known are \(words.joined(separator: ", "))"
        return LanguageError("unknown query `\(word)`: \(hint)", span: span)
    }

    private static func headerName(_ cursor: inout ScalarCursor) throws(LanguageError) -> String {
        let word = cursor.offset
        cursor.skipBlanks()
        let start = cursor.offset
        if cursor.current == "\"" || cursor.current == "'" {
            return try QuotedText.parse(at: &cursor)
        }
        while let scalar = cursor.current, !scalar.properties.isWhitespace, !"=!<>".unicodeScalars.contains(scalar) {
            if cursor.startsWith("${{") {
                while !cursor.isAtEnd, !cursor.startsWith("}}") { cursor.advance() }
                cursor.advance(by: 2)
            } else {
                cursor.advance()
            }
        }
        guard cursor.offset > start else {
            throw LanguageError(
                "`header` needs a name, for example `header Content-Type`", span: TextSpan(offset: word - 6, length: 6))
        }
        return cursor.text(from: start)
    }

    private static func path(_ cursor: inout ScalarCursor) throws(LanguageError) -> JSONPath {
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
}
