/// Reads queries, filters and predicates: words, each with the values behind it, up to the end of the line.
enum HurlTermReader {
    /// What stands behind a filter instead of another one.
    private static let predicates: Set<String> = [
        "==", "!=", ">", ">=", "<", "<=", "equals", "notEquals", "greaterThan", "greaterThanOrEquals", "lessThan",
        "lessThanOrEquals", "countEquals", "startsWith", "endsWith", "contains", "includes", "matches", "exists",
        "isEmpty", "isInteger", "isFloat", "isNumber", "isBoolean", "isString", "isCollection", "isList", "isObject",
        "isDate", "isIsoDate", "isIpv4", "isIpv6", "isUuid",
    ]

    static func assertion(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> HurlAssertion {
        let start = cursor
        var terms = try self.terms(&cursor)
        let source = cursor.text(from: start.offset).trimmed
        try cursor.endLine()
        var isNegated = false
        guard let index = terms.firstIndex(where: { predicates.contains($0.word) }), index > 0 else {
            throw start.error("an assertion is a query and a predicate, for example `status == 200`")
        }
        guard index == terms.count - 1 else {
            throw start.error("`\(terms[index + 1].word)` is too much behind the predicate")
        }
        let predicate = terms.removeLast()
        if terms.last?.word == "not", terms.last?.arguments.isEmpty == true {
            isNegated = true
            terms.removeLast()
        }
        guard !terms.isEmpty else { throw start.error("a query is missing before the predicate") }
        return HurlAssertion(
            line: start.line, source: source, terms: terms, isNegated: isNegated, predicate: predicate)
    }

    static func capture(_ name: BracedText, _ cursor: inout HurlCursor) throws(HurlSyntaxError) -> HurlCapture {
        let start = cursor
        var terms = try self.terms(&cursor)
        try cursor.endLine()
        let isRedacted = terms.last?.word == "redact"
        if isRedacted { terms.removeLast() }
        guard !terms.isEmpty else { throw start.error("a capture needs a query, for example `jsonpath \"$.id\"`") }
        return HurlCapture(line: start.line, name: name, terms: terms, isRedacted: isRedacted)
    }

    private static func terms(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> [HurlTerm] {
        var terms: [HurlTerm] = []
        while true {
            cursor.skipBlanks()
            guard !cursor.isAtLineEnd, cursor.current != "#" else { return terms }
            if let value = try value(&cursor) {
                guard let last = terms.popLast() else {
                    throw cursor.error("a query begins with its name, for example `jsonpath`")
                }
                guard last.arguments.count < 10 else { throw cursor.error("`\(last.word)` has too many values") }
                terms.append(HurlTerm(word: last.word, arguments: last.arguments + [value]))
                continue
            }
            let start = cursor
            var word = cursor.take { "=!<>".unicodeScalars.contains($0) }
            if word.isEmpty { word = cursor.take { $0.isWordScalar || $0 == "_" || $0 == "-" } }
            guard !word.isEmpty else { throw start.error("`\(start.restOfLine.prefix(40))` is no query or filter") }
            terms.append(HurlTerm(word: word, arguments: []))
        }
    }

    /// A value; nil where a word stands.
    private static func value(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> HurlValue? {
        guard let scalar = cursor.current else { return nil }
        if cursor.startsWith("```") { return .text(try HurlTextReader.block(&cursor).text) }
        if cursor.startsWith("{{") { return .expression(try HurlTextReader.expression(&cursor)) }
        if cursor.startsWith("hex,") || cursor.startsWith("base64,") { return .bytes(try upToSemicolon(&cursor)) }
        if cursor.take("file,") {
            let path = try HurlTextReader.unquoted(&cursor, stops: ";")
            guard cursor.take(";") else { throw cursor.error("a file ends with `;`") }
            return .file(BracedText(path.plain.trimmed))
        }
        switch scalar {
        case "\"": return .text(try HurlTextReader.quoted(&cursor))
        case "`": return .text(try HurlTextReader.oneLine(&cursor))
        case "/": return .regex(try regex(&cursor))
        case "-", "0"..."9": return .literal(try number(&cursor))
        default: break
        }
        for word in ["true", "false", "null"] where cursor.startsWith(word) {
            let next = cursor.peek(word.count)
            if next.map({ $0.isWordScalar }) != true {
                cursor.advance(by: word.count)
                return .literal(word)
            }
        }
        return nil
    }

    private static func upToSemicolon(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> String {
        let start = cursor
        let text = cursor.take { $0 != ";" && $0 != "\n" }
        guard cursor.take(";") else { throw start.error("bytes end with `;`") }
        return text.filter { !$0.isWhitespace } + ";"
    }

    private static func number(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> String {
        let start = cursor
        let text = cursor.take { $0.isWordScalar || "+-.".unicodeScalars.contains($0) }
        guard Double(text) != nil else { throw start.error("`\(text)` is no number") }
        return text
    }

    /// `/…/`, in which `\/` is a slash.
    private static func regex(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> String {
        let start = cursor
        cursor.advance()
        var text = String.UnicodeScalarView()
        while let scalar = cursor.current, !cursor.isAtLineEnd {
            if cursor.take("\\/") {
                text.append("/")
            } else if scalar == "\\", let next = cursor.peek(1) {
                text.append(contentsOf: [scalar, next])
                cursor.advance(by: 2)
            } else if scalar == "/" {
                cursor.advance()
                return String(text)
            } else {
                text.append(scalar)
                cursor.advance()
            }
        }
        throw start.error("the pattern has no closing `/`")
    }
}
