/// Reads texts: between quotes, between back quotes, and those that end with their line.
enum HurlTextReader {
    /// `{{name}}`; the cursor stands on it.
    static func expression(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> String {
        let start = cursor
        cursor.advance(by: 2)
        let inside = cursor.offset
        while !cursor.startsWith("}}") {
            guard !cursor.isAtLineEnd else { throw start.error("`{{` has no `}}`") }
            cursor.advance()
        }
        let text = cursor.text(from: inside)
        cursor.advance(by: 2)
        return text.trimmed
    }

    /// Up to one of `stops` or the end of the line.
    static func unquoted(
        _ cursor: inout HurlCursor, stops: String
    ) throws(HurlSyntaxError) -> BracedText {
        var text = BracedText()
        while let scalar = cursor.current, !cursor.isAtLineEnd {
            if cursor.startsWith("{{") {
                text.append(expression: try expression(&cursor))
            } else if scalar == "\\" {
                text.append(try escape(&cursor, quotes: "#:"))
            } else if stops.unicodeScalars.contains(scalar) {
                break
            } else {
                text.append(scalar)
                cursor.advance()
            }
        }
        text.trimEnd()
        return text
    }

    /// `"…"`.
    static func quoted(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> BracedText {
        let start = cursor
        cursor.advance()
        var text = BracedText()
        while let scalar = cursor.current, !cursor.isAtLineEnd {
            if cursor.startsWith("{{") {
                text.append(expression: try expression(&cursor))
            } else if scalar == "\"" {
                cursor.advance()
                return text
            } else if scalar == "\\" {
                text.append(try escape(&cursor, quotes: "#"))
            } else {
                text.append(scalar)
                cursor.advance()
            }
        }
        throw start.error("the text has no closing `\"`")
    }

    /// `` `…` `` on one line.
    static func oneLine(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> BracedText {
        let start = cursor
        cursor.advance()
        var text = BracedText()
        while let scalar = cursor.current, !cursor.isAtLineEnd {
            if cursor.startsWith("{{") {
                text.append(expression: try expression(&cursor))
            } else if cursor.take("\\`") {
                text.append("`")
            } else if scalar == "`" {
                cursor.advance()
                return text
            } else if scalar == "\\" {
                text.append(try escape(&cursor, quotes: "#"))
            } else {
                text.append(scalar)
                cursor.advance()
            }
        }
        throw start.error("the text has no closing back quote")
    }

    /// Everything between ```` ``` ```` lines, with the words behind the first of them.
    static func block(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> (text: BracedText, words: [String]) {
        let start = cursor
        cursor.advance(by: 3)
        var words: [String] = []
        // Words only where the line ends behind them; else the text begins at once.
        let head = cursor.restOfLine
        if head.unicodeScalars.allSatisfy({ $0.isWordScalar || $0 == "," || $0 == " " }) {
            words = head.split { $0 == "," || $0 == " " }.map { String($0).lowercased() }
            _ = cursor.take { $0 != "\n" }
            cursor.advance()
        }
        let isEscaping = words.contains("escape")
        let isTemplate = !words.contains("novariable")
        var text = BracedText()
        while let scalar = cursor.current {
            if cursor.startsWith("```") {
                cursor.advance(by: 3)
                return (text, words.filter { $0 != "escape" && $0 != "novariable" })
            }
            if isTemplate, cursor.templateAhead != nil {
                text.append(expression: try expression(&cursor))
            } else if isEscaping, scalar == "\\" {
                text.append(try escape(&cursor, quotes: "#"))
            } else {
                if !(scalar == "\r" && cursor.peek(1) == "\n") { text.append(scalar) }
                cursor.advance()
            }
        }
        throw start.error("the text has no closing ```")
    }

    private static func escape(_ cursor: inout HurlCursor, quotes: String) throws(HurlSyntaxError) -> Unicode.Scalar {
        let start = cursor
        cursor.advance()
        guard let scalar = cursor.current else { throw start.error("`\\` stands at the end") }
        cursor.advance()
        switch scalar {
        case "\"", "\\", "/", "`", "{", "}", " ": return scalar
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            guard cursor.take("{") else { throw start.error("`\\u` is followed by `{`, digits and `}`") }
            let digits = cursor.take { $0.properties.isHexDigit }
            guard cursor.take("}"), let value = UInt32(digits, radix: 16), let result = Unicode.Scalar(value) else {
                throw start.error("`\\u{\(digits)}` is no character")
            }
            return result
        case _ where quotes.unicodeScalars.contains(scalar): return scalar
        default: throw start.error("`\\\(scalar)` is no escape")
        }
    }
}

extension HurlCursor {
    /// What the template that begins here holds; nil where it is not closed, so that it only looks like one.
    var templateAhead: String? {
        BracedText.end(ofExpressionAt: offset, in: scalars).map { end in
            String(String.UnicodeScalarView(scalars[(offset + 2)..<end]))
        }
    }
}

extension Unicode.Scalar {
    var isWordScalar: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self) }
}

extension StringProtocol {
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
