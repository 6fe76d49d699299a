package import Model

/// Reads singular JSONPath queries (RFC 9535 §2.3.5.1): `$`, `.name`, `['name']`, `["name"]`, `[0]`, `[-1]`.
///
/// What the RFC allows beyond these (wildcards, slices, filters, descendants, unions) is refused as such: a test asserts
/// something about one value.
package enum JSONPathParser {
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
        var segments: [JSONPath.Segment] = []
        while true {
            let end = cursor.offset
            cursor.skipBlanks()
            if cursor.take(".") {
                segments.append(.name(try shorthand(&cursor)))
            } else if cursor.take("[") {
                segments.append(try bracketed(&cursor))
            } else {
                cursor.move(to: end)
                return JSONPath(segments: segments)
            }
        }
    }

    /// `name-first *name-char` of the RFC: letters, digits, `_` and everything beyond ASCII.
    static func isNameFirst(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIILetter || scalar == "_" || scalar.value >= 0x80
    }

    static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool { isNameFirst(scalar) || scalar.isASCIIDigit }

    private static func shorthand(_ cursor: inout ScalarCursor) throws(LanguageError) -> String {
        guard let first = cursor.current, isNameFirst(first) else { throw unexpected(cursor) }
        return cursor.take(while: isNameScalar)
    }

    private static func bracketed(_ cursor: inout ScalarCursor) throws(LanguageError) -> JSONPath.Segment {
        cursor.skipBlanks()
        let segment: JSONPath.Segment
        switch cursor.current {
        case "'"?, "\""?: segment = .name(try JSONPathString.parse(at: &cursor))
        case let scalar? where scalar.isASCIIDigit || scalar == "-": segment = .index(try index(&cursor))
        default: throw unexpected(cursor)
        }
        cursor.skipBlanks()
        guard cursor.take("]") else { throw unexpected(cursor) }
        return segment
    }

    private static func index(_ cursor: inout ScalarCursor) throws(LanguageError) -> Int {
        let start = cursor.offset
        let negative = cursor.take("-")
        let digits = cursor.take(while: \.isASCIIDigit)
        let canonical = digits == "0" ? !negative : !digits.isEmpty && !digits.hasPrefix("0")
        guard canonical, let number = Int(digits), number <= largestIndex else {
            throw LanguageError(
                "`\(cursor.text(from: start))` is no index: write a whole number without leading zeros, at most 2^53 - 1",
                span: cursor.span(from: start))
        }
        return negative ? -number : number
    }

    /// The largest integer that I-JSON (RFC 7493) exchanges exactly.
    private static let largestIndex = 9_007_199_254_740_991

    private static func unexpected(_ cursor: ScalarCursor) -> LanguageError {
        let span = TextSpan(offset: cursor.offset, length: 1)
        switch cursor.current {
        case nil: return LanguageError("the JSON path ends too early", span: span)
        case "*"?, ","?, ":"?, "?"?, "."?:
            return LanguageError("only paths that select one value are supported, as `$.items[0].id`", span: span)
        case let scalar?:
            return LanguageError(
                "`\(scalar)` can't stand here in a JSON path: a name with other characters is written `['name']`",
                span: span)
        }
    }
}
