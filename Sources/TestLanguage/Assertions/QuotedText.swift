/// Texts in quotes: `"…"` with the escapes of JSON, `'…'` with everything as it stands and `''` for a quote.
package enum QuotedText {
    static func parse(at cursor: inout ScalarCursor) throws(LanguageError) -> String {
        let start = cursor.offset
        guard let quote = cursor.current else { return "" }
        cursor.advance()
        var result = String.UnicodeScalarView()
        while let scalar = cursor.current {
            if scalar == quote {
                cursor.advance()
                guard quote == "'", cursor.take("'") else { return String(result) }
                result.append("'")
            } else if scalar == "\\", quote == "\"" {
                result.append(try escape(&cursor))
            } else {
                result.append(scalar)
                cursor.advance()
            }
        }
        throw LanguageError("the text has no closing `\(quote)`", span: cursor.span(from: start))
    }

    /// A text in double quotes that parses to the given one.
    package static func quoting(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The text itself where it is one word, else between quotes.
    static func word(_ text: String) -> String { isWord(text) ? text : quoting(text) }

    /// It has no blank and no quote or parenthesis, which would mean something else.
    static func isWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !"\"'()".unicodeScalars.contains($0) }
    }

    private static func escape(_ cursor: inout ScalarCursor) throws(LanguageError) -> Unicode.Scalar {
        let start = cursor.offset
        if cursor.peek(1) == "'" { throw unknown(cursor, start, length: 2) }
        do {
            return try JSONPathString.escape(&cursor, quote: "\"")
        } catch {
            throw unknown(cursor, start, length: error.span.length)
        }
    }

    private static func unknown(_ cursor: ScalarCursor, _ start: Int, length: Int) -> LanguageError {
        let end = min(start + length, cursor.scalars.count)
        return LanguageError(
            "`\(cursor.text(from: start, to: end))` is no escape of JSON: between single quotes a backslash stands for itself",
            span: TextSpan(offset: start, length: length))
    }
}
