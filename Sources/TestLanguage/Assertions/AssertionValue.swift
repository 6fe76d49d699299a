import Foundation
import Model

/// The value of an assertion as it is written.
struct AssertionValue {
    /// Without its quotes, when it had any.
    let text: String
    let isQuoted: Bool
    let span: TextSpan

    /// Reads to the end of the line.
    init(at cursor: inout ScalarCursor) throws(LanguageError) {
        let start = cursor.offset
        let quote = cursor.current
        isQuoted = quote == "\"" || quote == "'"
        if isQuoted {
            text = try QuotedText.parse(at: &cursor)
            span = cursor.span(from: start)
            cursor.skipBlanks()
            guard cursor.isAtEnd else {
                let rest = cursor.rest()
                throw LanguageError(
                    "`\(rest)` follows the closing quote: put the whole value between quotes",
                    span: TextSpan(offset: cursor.offset, length: rest.unicodeScalars.count))
            }
        } else {
            text = cursor.rest()
            span = TextSpan(offset: start, length: text.unicodeScalars.count)
        }
    }

    /// Reads the first of several: between quotes, or up to a blank or one of `stops`, references in one piece.
    init(firstAt cursor: inout ScalarCursor, endedBy stops: String) throws(LanguageError) {
        let start = cursor.offset
        isQuoted = cursor.current == "\"" || cursor.current == "'"
        if isQuoted {
            text = try QuotedText.parse(at: &cursor)
        } else {
            while let scalar = cursor.current, !scalar.properties.isWhitespace,
                !stops.unicodeScalars.contains(scalar)
            {
                if cursor.startsWith("${{") {
                    while !cursor.isAtEnd, !cursor.startsWith("}}") { cursor.advance() }
                    cursor.advance(by: 2)
                } else {
                    cursor.advance()
                }
            }
            text = cursor.text(from: start)
        }
        span = cursor.span(from: start)
    }

    /// It is known at run time only.
    var isTemplate: Bool { Template.mayHoldReferences(text) }

    /// A JSON value, or the words as text.
    func json() throws(LanguageError) -> JSONValue {
        if isQuoted { return .string(text) }
        guard let first = text.unicodeScalars.first else { return .string("") }
        switch first {
        case "t", "f", "n", "-", "0"..."9":
            return (try? JSONParser.parse(Array(text.utf8))) ?? .string(text)
        case "[", "{":
            guard let value = try? JSONParser.parse(Array(text.utf8)) else {
                throw LanguageError("`\(text)` is not JSON: put it between quotes if it is text", span: span)
            }
            return value
        default: return .string(text)
        }
    }

    /// `hex,efbbbf;` or `base64,77u/;`.
    func bytes() throws(LanguageError) -> [UInt8]? {
        if let digits = inside("hex,") {
            guard let bytes = Hexadecimal.bytes(digits) else {
                throw LanguageError("`\(digits)` are no pairs of hexadecimal digits", span: span)
            }
            return bytes
        }
        guard let encoded = inside("base64,") else { return nil }
        guard let bytes = Base64.decode(encoded, urlSafe: false) else {
            throw LanguageError("`\(encoded)` is not Base64", span: span)
        }
        return bytes
    }

    /// `file,data.bin;`: the path in it.
    var file: String? { inside("file,") }

    private func inside(_ prefix: String) -> String? {
        guard !isQuoted, text.hasPrefix(prefix), text.hasSuffix(";"), !isTemplate else { return nil }
        return String(text.dropFirst(prefix.count).dropLast())
    }
}
