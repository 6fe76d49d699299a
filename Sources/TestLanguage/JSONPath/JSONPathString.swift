import Model

/// Reads the quoted names of JSONPath with the escapes of RFC 9535 §2.3.1.1.
enum JSONPathString {
    static func parse(at cursor: inout ScalarCursor) throws(LanguageError) -> String {
        let start = cursor.offset
        guard let quote = cursor.current else { return "" }
        cursor.advance()
        var result = String.UnicodeScalarView()
        while let scalar = cursor.current {
            if scalar == quote {
                cursor.advance()
                return String(result)
            }
            if scalar == "\\" {
                result.append(try escape(&cursor, quote: quote))
            } else if scalar.value < 0x20 {
                throw LanguageError(
                    "a control character in a name is written as an escape, for example `\\n`",
                    span: TextSpan(offset: cursor.offset, length: 1))
            } else {
                result.append(scalar)
                cursor.advance()
            }
        }
        throw LanguageError("the name has no closing `\(quote)`", span: cursor.span(from: start))
    }

    /// Reads an escape that begins at the cursor; `quote` is the one quote that may be escaped.
    static func escape(
        _ cursor: inout ScalarCursor, quote: Unicode.Scalar
    ) throws(LanguageError) -> Unicode.Scalar {
        let start = cursor.offset
        cursor.advance()
        guard let letter = cursor.current else { throw unknown(cursor, start) }
        cursor.advance()
        switch letter {
        case "b": return "\u{8}"
        case "f": return "\u{c}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "/", "\\", quote: return letter
        case "u": break
        default: throw unknown(cursor, start)
        }
        let first = try hexadecimal(&cursor, start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800...0xDBFF).contains(first), cursor.take("\\"), cursor.take("u") else {
            throw unknown(cursor, start)
        }
        let second = try hexadecimal(&cursor, start)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw unknown(cursor, start) }
        return scalar
    }

    private static func hexadecimal(_ cursor: inout ScalarCursor, _ start: Int) throws(LanguageError) -> UInt32 {
        let from = cursor.offset
        for _ in 0..<4 {
            guard let digit = cursor.current, digit.properties.isASCIIHexDigit else { throw unknown(cursor, start) }
            cursor.advance()
        }
        guard let value = UInt32(cursor.text(from: from), radix: 16) else { throw unknown(cursor, start) }
        return value
    }

    private static func unknown(_ cursor: ScalarCursor, _ start: Int) -> LanguageError {
        LanguageError(
            "`\(cursor.text(from: start))` is no escape: RFC 9535 has \\b \\f \\n \\r \\t \\/ \\\\ \\u0000 and the quote",
            span: cursor.span(from: start))
    }
}
