import Foundation
import Model

/// The value of an assertion as it stands at the end of the line.
struct AssertionValue {
    /// Without its quotes, when it had any.
    let text: String
    let isQuoted: Bool
    let span: TextSpan

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

    func predicate(_ name: PredicateName, of query: Query) throws(LanguageError) -> Model.Predicate {
        switch name {
        case .equal: .equal(try value(of: query))
        case .notEqual: .notEqual(try value(of: query))
        case .greater: .greater(try ordered(name, of: query))
        case .greaterOrEqual: .greaterOrEqual(try ordered(name, of: query))
        case .less: .less(try ordered(name, of: query))
        case .lessOrEqual: .lessOrEqual(try ordered(name, of: query))
        case .startsWith: .startsWith(text)
        case .endsWith: .endsWith(text)
        case .contains: .contains(text)
        case .matches: .matches(try pattern())
        case .exists: .exists
        case .isEmpty: .isEmpty
        }
    }

    private func value(of query: Query) throws(LanguageError) -> JSONValue {
        if Template.mayHoldReferences(text) { return .string(text) }
        return try QueryRules.value(isQuoted ? .string(text) : bareValue(), of: query, span: span)
    }

    private func ordered(_ name: PredicateName, of query: Query) throws(LanguageError) -> JSONValue {
        let value = try value(of: query)
        if value.double != nil || query == .duration || Template.mayHoldReferences(text) { return value }
        throw LanguageError("`\(name.rawValue)` compares numbers, and `\(text)` is none", span: span)
    }

    /// A JSON value, or the words as text.
    private func bareValue() throws(LanguageError) -> JSONValue {
        guard let first = text.unicodeScalars.first else { return .string("") }
        switch first {
        case "t", "f", "n", "-", "0"..."9":
            return (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .string(text)
        case "[", "{":
            guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
                throw LanguageError("`\(text)` is not JSON: put it between quotes if it is text", span: span)
            }
            return value
        default: return .string(text)
        }
    }

    private func pattern() throws(LanguageError) -> String {
        if Template.mayHoldReferences(text) { return text }
        guard (try? NSRegularExpression(pattern: text)) != nil else {
            throw LanguageError("`\(text)` is not a regular expression", span: span)
        }
        return text
    }
}
