/// Reads a selector and writes its XPath as it goes.
struct CSSParser {
    var cursor: ScalarCursor
    /// The cursor stands in the parentheses of `:not`.
    var isNegated = false

    init(_ text: String) { cursor = ScalarCursor(text) }

    mutating func group() throws(LanguageError) -> String {
        var paths: [String] = []
        repeat {
            cursor.skipBlanks()
            paths.append(try selector())
        } while cursor.take(",")
        guard cursor.isAtEnd else { throw unexpected() }
        return paths.joined(separator: " | ")
    }

    /// Compounds with what stands between them.
    private mutating func selector() throws(LanguageError) -> String {
        var path = "//" + (try compound())
        while true {
            let start = cursor.offset
            cursor.skipBlanks()
            guard let scalar = cursor.current, scalar != "," else { return path }
            switch scalar {
            case ">":
                path += "/" + (try next())
            case "~":
                path += "/following-sibling::" + (try next())
            case "+":
                cursor.advance()
                cursor.skipBlanks()
                let (element, conditions) = try parts()
                path += "/following-sibling::*[1][self::\(element)]" + conditions
            default:
                guard cursor.offset > start else { throw unexpected() }
                path += "//" + (try compound())
            }
        }
    }

    private mutating func next() throws(LanguageError) -> String {
        cursor.advance()
        cursor.skipBlanks()
        return try compound()
    }

    private mutating func compound() throws(LanguageError) -> String {
        let (element, conditions) = try parts()
        return element + conditions
    }

    private mutating func parts() throws(LanguageError) -> (element: String, conditions: String) {
        let start = cursor.offset
        var element = "*"
        if !cursor.take("*"), let scalar = cursor.current, Self.isNameFirst(scalar) {
            element = try name().lowercased()
        }
        var conditions = ""
        while let condition = try condition(of: element) { conditions += "[\(condition)]" }
        guard cursor.offset > start else { throw unexpected() }
        return (element, conditions)
    }

    /// nil at the end of the compound.
    mutating func condition(of element: String) throws(LanguageError) -> String? {
        if cursor.take("#") { return "@id = \(Self.literal(try name()))" }
        if cursor.take(".") { return Self.hasWord(try name(), in: "@class") }
        if cursor.take("[") { return try attribute() }
        if cursor.take(":") { return try pseudoClass(of: element) }
        return nil
    }

    private mutating func attribute() throws(LanguageError) -> String {
        cursor.skipBlanks()
        let attribute = "@" + (try name().lowercased())
        cursor.skipBlanks()
        if cursor.take("]") { return attribute }
        let sign = cursor.take { "~|^$*=".unicodeScalars.contains($0) }
        cursor.skipBlanks()
        let value: String
        if cursor.current == "\"" || cursor.current == "'" {
            value = try QuotedText.parse(at: &cursor)
        } else {
            value = try name()
        }
        cursor.skipBlanks()
        guard cursor.take("]") else { throw unexpected() }
        let literal = Self.literal(value)
        switch sign {
        case "=": return "\(attribute) = \(literal)"
        case "~=": return Self.hasWord(value, in: attribute)
        case "|=": return "\(attribute) = \(literal) or starts-with(\(attribute), \(Self.literal(value + "-")))"
        case "^=": return value.isEmpty ? "false()" : "starts-with(\(attribute), \(literal))"
        case "*=": return value.isEmpty ? "false()" : "contains(\(attribute), \(literal))"
        case "$=":
            let length = value.unicodeScalars.count
            return value.isEmpty
                ? "false()"
                : "substring(\(attribute), string-length(\(attribute)) - \(length - 1)) = \(literal) and string-length(\(attribute)) >= \(length)"
        default:
            throw LanguageError("`\(sign)` compares no attributes", span: TextSpan(offset: cursor.offset, length: 1))
        }
    }

    // MARK: Parts

    mutating func name() throws(LanguageError) -> String {
        var result = ""
        while let scalar = cursor.current {
            if scalar == "\\", let next = cursor.peek(1) {
                result.unicodeScalars.append(next)
                cursor.advance(by: 2)
            } else if Self.isNameScalar(scalar) {
                result.unicodeScalars.append(scalar)
                cursor.advance()
            } else {
                break
            }
        }
        guard !result.isEmpty else { throw unexpected() }
        return result
    }

    private static func isNameFirst(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIILetter || scalar == "_" || scalar == "\\" || scalar.value >= 0x80
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "_" || scalar == "-" || scalar.value >= 0x80
    }

    private static func hasWord(_ word: String, in attribute: String) -> String {
        "contains(concat(' ', normalize-space(\(attribute)), ' '), \(literal(" \(word) ")))"
    }

    /// XPath 1.0 has no escapes, so a text with both quotes is put together.
    static func literal(_ text: String) -> String {
        if !text.contains("'") { return "'\(text)'" }
        if !text.contains("\"") { return "\"\(text)\"" }
        let parts = text.split(separator: "'", omittingEmptySubsequences: false).map { "'\($0)'" }
        return "concat(\(parts.joined(separator: ", \"'\", ")))"
    }

    func unexpected() -> LanguageError {
        let span = TextSpan(offset: cursor.offset, length: 1)
        guard let scalar = cursor.current else { return LanguageError("the selector ends too early", span: span) }
        return LanguageError("`\(scalar)` can't stand here", span: span)
    }
}
