import Foundation
import TestLanguage

/// Reads bodies: JSON, XML, texts, bytes and files.
enum HurlBodyReader {
    /// The body that begins here; nil when what stands here is none.
    static func body(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> HurlBody? {
        let line = cursor.line
        guard let content = try content(&cursor) else { return nil }
        try cursor.endLine()
        return HurlBody(line: line, content: content)
    }

    private static func content(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> HurlBody.Content? {
        guard let scalar = cursor.current else { return nil }
        if cursor.startsWith("```") { return try block(&cursor) }
        if cursor.startsWith("base64,") || cursor.startsWith("hex,") { return .bytes(try bytes(&cursor)) }
        if cursor.take("file,") {
            let path = try HurlTextReader.unquoted(&cursor, stops: ";")
            guard cursor.take(";") else { throw cursor.error("a file ends with `;`") }
            return .file(BracedText(path.plain.trimmed))
        }
        switch scalar {
        case "`": return .text(try HurlTextReader.oneLine(&cursor))
        case "{", "[", "\"", "-", "0"..."9": return .json(try json(&cursor))
        case "<": return .xml(try xml(&cursor))
        default: break
        }
        for word in ["true", "false", "null"]
        where cursor.startsWith(word) && cursor.restOfLine.trimmed.split(separator: " ").first.map(String.init) == word
        {
            cursor.advance(by: word.count)
            return .json(BracedText(word))
        }
        return nil
    }

    private static func block(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> HurlBody.Content {
        let (text, words) = try HurlTextReader.block(&cursor)
        switch words.first {
        case "json"?: return .json(text)
        case "xml"?: return .xml(text)
        case "graphql"?: return graphql(text)
        default: return .text(text)
        }
    }

    /// A document, and behind `variables` its variables as JSON.
    private static func graphql(_ text: BracedText) -> HurlBody.Content {
        var query = BracedText()
        var variables: BracedText?
        for part in text.parts {
            switch part {
            case .expression(let name):
                if variables == nil { query.append(expression: name) } else { variables?.append(expression: name) }
            case .literal(let literal):
                guard variables == nil, let found = literal.firstMatch(of: #/(?m)^variables\s*(?=\{)/#) else {
                    for scalar in literal.unicodeScalars {
                        if variables == nil { query.append(scalar) } else { variables?.append(scalar) }
                    }
                    continue
                }
                for scalar in literal[..<found.range.lowerBound].unicodeScalars { query.append(scalar) }
                variables = BracedText(String(literal[found.range.upperBound...]))
            }
        }
        return .graphql(query: query, variables: variables)
    }

    private static func bytes(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> [UInt8] {
        let start = cursor
        let isHex = cursor.take("hex,")
        if !isHex { _ = cursor.take("base64,") }
        let text = cursor.take { $0 != ";" }.filter { !$0.isWhitespace }
        guard cursor.take(";") else { throw start.error("bytes end with `;`") }
        guard let bytes = isHex ? Hexadecimal.bytes(text) : Base64.decode(text, urlSafe: false) else {
            throw start.error("these are no \(isHex ? "pairs of hexadecimal digits" : "Base64 characters")")
        }
        return bytes
    }

    /// A JSON value up to the bracket that closes it; templates may stand in its texts and in the place of values.
    private static func json(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> BracedText {
        let start = cursor
        var text = BracedText()
        var open: [Unicode.Scalar] = []
        var isInText = false
        while let scalar = cursor.current {
            if isInText || !open.isEmpty, cursor.isBeforeTemplate {
                text.append(expression: try HurlTextReader.expression(&cursor))
                continue
            }
            if isInText {
                if scalar == "\\" {
                    text.append(scalar)
                    cursor.advance()
                    guard let next = cursor.current else { break }
                    text.append(next)
                    cursor.advance()
                    continue
                }
                if scalar == "\"" { isInText = false }
            } else {
                switch scalar {
                case "\"": isInText = true
                case "{", "[":
                    open.append(scalar)
                    guard open.count <= ImportLimits.depth else {
                        throw cursor.error("nested deeper than \(ImportLimits.depth) levels")
                    }
                case "}", "]":
                    guard open.popLast() == (scalar == "}" ? "{" : "[") else {
                        throw cursor.error("`\(scalar)` closes nothing")
                    }
                case " ", "\t", "\n", "\r", "#": if open.isEmpty { return text }
                default: break
                }
            }
            text.append(scalar)
            cursor.advance()
            if open.isEmpty, !isInText, scalar == "}" || scalar == "]" || scalar == "\"" { return text }
        }
        guard open.isEmpty, !isInText else { throw start.error("the JSON that begins here does not end") }
        return text
    }

    /// From the first tag to the one that closes it.
    private static func xml(_ cursor: inout HurlCursor) throws(HurlSyntaxError) -> BracedText {
        let start = cursor
        var text = BracedText()
        var depth = 0
        while !cursor.isAtEnd {
            if cursor.templateAhead != nil {
                text.append(expression: try HurlTextReader.expression(&cursor))
                continue
            }
            guard cursor.current == "<" else {
                if let scalar = cursor.current { text.append(scalar) }
                cursor.advance()
                continue
            }
            let tag = try tag(&cursor, start)
            for scalar in tag.unicodeScalars { text.append(scalar) }
            if tag.hasPrefix("</") {
                depth -= 1
            } else if !tag.hasPrefix("<?"), !tag.hasPrefix("<!"), !tag.hasSuffix("/>") {
                depth += 1
            }
            if depth <= 0, !tag.hasPrefix("<?"), !tag.hasPrefix("<!") { return text }
        }
        throw start.error("the XML that begins here does not end")
    }

    /// `<…>`, a comment or a CDATA section.
    private static func tag(
        _ cursor: inout HurlCursor, _ start: HurlCursor
    ) throws(HurlSyntaxError) -> String {
        let begin = cursor.offset
        let end = cursor.startsWith("<!--") ? "-->" : cursor.startsWith("<![CDATA[") ? "]]>" : ">"
        var quote: Unicode.Scalar?
        while quote != nil || !cursor.startsWith(end) {
            guard let scalar = cursor.current else { throw start.error("the XML that begins here does not end") }
            if end == ">", scalar == "\"" || scalar == "'" {
                if quote == nil { quote = scalar } else if quote == scalar { quote = nil }
            }
            cursor.advance()
        }
        cursor.advance(by: end.count)
        return cursor.text(from: begin)
    }
}

extension HurlCursor {
    /// Whether `{{` here is a template rather than two brackets of JSON.
    fileprivate var isBeforeTemplate: Bool {
        templateAhead?.wholeMatch(of: #/\s*[A-Za-z][\w-]*(\s+"[^"]*")?\s*/#) != nil
    }
}
