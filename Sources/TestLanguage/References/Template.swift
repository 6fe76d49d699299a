/// A text with references in it, taken apart.
///
/// `${{ path }}` is a reference; `$${{` stands for a literal `${{`, with any further `$` before it literal too;
/// `${{ '$' }}` stands for the quoted text, which is how a `$` can stand right before a reference.
package struct Template: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case literal(String)
        /// `$${{`: a `${{` that is no reference.
        case escape
        /// `${{ 'text' }}`.
        case quoted(String)
        case reference(Reference)
    }

    package let parts: [Part]

    package init(_ text: String) throws(LanguageError) {
        guard Self.mayHoldReferences(text) else {
            parts = text.isEmpty ? [] : [.literal(text)]
            return
        }
        var cursor = ScalarCursor(text)
        var parts: [Part] = []
        var literalStart = 0
        while !cursor.isAtEnd {
            if cursor.startsWith("$${{") {
                Self.appendLiteral(from: literalStart, of: cursor, to: &parts)
                parts.append(.escape)
                cursor.advance(by: 4)
                literalStart = cursor.offset
            } else if cursor.startsWith("${{") {
                Self.appendLiteral(from: literalStart, of: cursor, to: &parts)
                parts.append(try Self.part(at: &cursor))
                literalStart = cursor.offset
            } else {
                cursor.advance()
            }
        }
        Self.appendLiteral(from: literalStart, of: cursor, to: &parts)
        self.parts = parts
    }

    package var references: [Reference] {
        parts.compactMap { part in
            guard case .reference(let reference) = part else { return nil }
            return reference
        }
    }

    /// The reference that the whole text is, if it is one.
    package var wholeReference: Reference? {
        guard parts.count == 1, case .reference(let reference) = parts[0] else { return nil }
        return reference
    }

    /// Whether the text holds a `${{` at all: the cheap question to ask before taking it apart.
    package static func mayHoldReferences(_ text: String) -> Bool {
        var matched = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "$"): matched = 1
            case UInt8(ascii: "{"):
                if matched == 2 { return true }
                matched = matched == 1 ? 2 : 0
            default: matched = 0
            }
        }
        return false
    }

    /// A text that, once parsed and unescaped, is the given one.
    package static func escaping(_ text: String) -> String {
        guard mayHoldReferences(text) else { return text }
        var result = String.UnicodeScalarView()
        var cursor = ScalarCursor(text)
        while let scalar = cursor.current {
            if cursor.startsWith("${{") { result.append("$") }
            result.append(scalar)
            cursor.advance()
        }
        return String(result)
    }

    private static func appendLiteral(from start: Int, of cursor: ScalarCursor, to parts: inout [Part]) {
        if cursor.offset > start { parts.append(.literal(cursor.text(from: start))) }
    }

    private static func part(at cursor: inout ScalarCursor) throws(LanguageError) -> Part {
        let start = cursor.offset
        cursor.advance(by: 3)
        let inside = cursor.offset
        while !cursor.startsWith("}}") {
            guard !cursor.isAtEnd else {
                throw LanguageError(
                    "`${{` has no `}}`: close it, or write `$${{` for the text itself",
                    span: TextSpan(offset: start, length: 3))
            }
            cursor.advance()
        }
        let path = cursor.text(from: inside)
        cursor.advance(by: 2)
        if let text = quoted(path) { return .quoted(text) }
        return .reference(try Reference(path: path, start: inside, span: cursor.span(from: start)))
    }

    /// The text between single quotes, if that is all there is.
    private static func quoted(_ path: String) -> String? {
        let scalars = path.unicodeScalars.drop { $0 == " " }
        guard scalars.first == "'" else { return nil }
        let text = scalars.dropFirst().prefix { $0 != "'" }
        guard scalars[text.endIndex...].drop(while: { $0 == "'" || $0 == " " }).isEmpty,
            text.endIndex < scalars.endIndex
        else { return nil }
        return String(text)
    }
}
