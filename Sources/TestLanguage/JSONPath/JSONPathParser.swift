package import Model

/// Reads JSONPath queries (RFC 9535): `$.items[?@.price < 10].id`.
///
/// By hand: no library that Rondo may take offers it. Functions are checked for well-typedness (§2.4.3) here too.
package struct JSONPathParser {
    var cursor: ScalarCursor
    var depth = 0

    /// Brackets, parentheses and filters within one another.
    static let maxDepth = 32

    /// Reads a whole text.
    package static func parse(_ text: String) throws(LanguageError) -> JSONPath {
        var cursor = ScalarCursor(text)
        let path = try parse(at: &cursor)
        guard cursor.isAtEnd else { throw unexpected(cursor) }
        return path
    }

    /// Reads the longest path that begins at the cursor and leaves the cursor right behind it.
    static func parse(at cursor: inout ScalarCursor) throws(LanguageError) -> JSONPath {
        let start = cursor.offset
        guard cursor.take("$") else {
            throw LanguageError("a JSON path begins with `$`, as in `$.id`", span: TextSpan(offset: start, length: 1))
        }
        var parser = JSONPathParser(cursor: cursor)
        let path = try parser.segments()
        cursor = parser.cursor
        return path
    }

    /// `name-first *name-char` of the RFC: letters, digits, `_` and everything beyond ASCII.
    static func isNameFirst(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIILetter || scalar == "_" || scalar.value >= 0x80
    }

    static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool { isNameFirst(scalar) || scalar.isASCIIDigit }

    /// Everything behind the root.
    mutating func segments() throws(LanguageError) -> JSONPath {
        var segments: [JSONPath.Segment] = []
        while true {
            let end = cursor.offset
            cursor.skipBlanks()
            if cursor.startsWith("..") {
                cursor.advance(by: 2)
                segments.append(.descendants(try descendants()))
            } else if cursor.take(".") {
                segments.append(cursor.take("*") ? .children([.wildcard]) : .name(try shorthand()))
            } else if cursor.current == "[" {
                segments.append(Self.segment(of: try bracketed()))
            } else {
                cursor.move(to: end)
                return JSONPath(segments: segments)
            }
        }
    }

    /// A single name or index is kept as such, so that equal paths are equal values.
    private static func segment(of selectors: [JSONPath.Selector]) -> JSONPath.Segment {
        guard selectors.count == 1 else { return .children(selectors) }
        switch selectors[0] {
        case .name(let name): return .name(name)
        case .index(let index): return .index(index)
        case .wildcard, .slice, .filter: return .children(selectors)
        }
    }

    private mutating func descendants() throws(LanguageError) -> [JSONPath.Selector] {
        if cursor.take("*") { return [.wildcard] }
        if cursor.current == "[" { return try bracketed() }
        return [.name(try shorthand())]
    }

    private mutating func shorthand() throws(LanguageError) -> String {
        guard let first = cursor.current, Self.isNameFirst(first) else { throw Self.unexpected(cursor) }
        return cursor.take(while: Self.isNameScalar)
    }

    private mutating func bracketed() throws(LanguageError) -> [JSONPath.Selector] {
        try deeper()
        defer { depth -= 1 }
        cursor.advance()
        var selectors: [JSONPath.Selector] = []
        repeat {
            cursor.skipBlanks()
            selectors.append(try selector())
            cursor.skipBlanks()
        } while cursor.take(",")
        guard cursor.take("]") else { throw Self.unexpected(cursor) }
        return selectors
    }

    private mutating func selector() throws(LanguageError) -> JSONPath.Selector {
        switch cursor.current {
        case "'"?, "\""?: return .name(try JSONPathString.parse(at: &cursor))
        case "*"?:
            cursor.advance()
            return .wildcard
        case "?"?:
            cursor.advance()
            return .filter(try condition())
        case let scalar? where scalar.isASCIIDigit || scalar == "-" || scalar == ":": return try indexOrSlice()
        default: throw Self.unexpected(cursor)
        }
    }

    private mutating func indexOrSlice() throws(LanguageError) -> JSONPath.Selector {
        let start = cursor.current == ":" ? nil : try integer()
        let end = cursor.offset
        cursor.skipBlanks()
        guard cursor.take(":") else {
            cursor.move(to: end)
            guard let start else { throw Self.unexpected(cursor) }
            return .index(start)
        }
        cursor.skipBlanks()
        let stop = try optionalInteger()
        cursor.skipBlanks()
        guard cursor.take(":") else { return .slice(JSONPath.Slice(start: start, end: stop)) }
        cursor.skipBlanks()
        return .slice(JSONPath.Slice(start: start, end: stop, step: try optionalInteger() ?? 1))
    }

    private mutating func optionalInteger() throws(LanguageError) -> Int? {
        guard let scalar = cursor.current, scalar.isASCIIDigit || scalar == "-" else { return nil }
        return try integer()
    }

    private mutating func integer() throws(LanguageError) -> Int {
        let start = cursor.offset
        let negative = cursor.take("-")
        let digits = cursor.take(while: \.isASCIIDigit)
        let canonical = digits == "0" ? !negative : !digits.isEmpty && !digits.hasPrefix("0")
        guard canonical, let number = Int(digits), number <= Self.largestInteger else {
            throw LanguageError(
                "`\(cursor.text(from: start))` is no index: write a whole number without leading zeros, at most 2^53 - 1",
                span: cursor.span(from: start))
        }
        return negative ? -number : number
    }

    /// The largest integer that I-JSON (RFC 7493) exchanges exactly.
    private static let largestInteger = 9_007_199_254_740_991

    mutating func deeper() throws(LanguageError) {
        depth += 1
        guard depth <= Self.maxDepth else {
            throw LanguageError(
                "the JSON path is nested too deeply: \(Self.maxDepth) brackets and parentheses at most",
                span: TextSpan(offset: cursor.offset, length: 1))
        }
    }

    static func unexpected(_ cursor: ScalarCursor) -> LanguageError {
        let span = TextSpan(offset: cursor.offset, length: 1)
        guard let scalar = cursor.current else { return LanguageError("the JSON path ends too early", span: span) }
        return LanguageError(
            "`\(scalar)` can't stand here in a JSON path: a name with other characters is written `['name']`",
            span: span)
    }
}
