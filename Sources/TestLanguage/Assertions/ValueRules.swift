import Foundation
import Model

/// Which predicates and values make sense for what a query and its filters find.
enum ValueRules {
    static func check(_ name: PredicateName, of extraction: Extraction, span: TextSpan) throws(LanguageError) {
        let type = extraction.type
        if type.isNoText, name.isAboutText {
            throw LanguageError(
                "`\(extraction)` is no text: compare it with one of == != > >= < <=, not with `\(name.rawValue)`",
                span: span)
        }
        guard !type.fits(name.asksAbout) else { return }
        let wanted = name.asksAbout.map(\.noun).sorted().joined(separator: " or ")
        throw LanguageError(
            "`\(extraction)` is \(type.noun), and `\(name.rawValue)` asks about \(wanted)", span: span)
    }

    /// The value as it is kept; errors when what is found could never be like it.
    static func value(
        _ value: JSONValue, of extraction: Extraction, span: TextSpan
    ) throws(LanguageError) -> JSONValue {
        switch extraction.type {
        case .any, .text, .bytes: return value
        case .duration: return try duration(value, span: span)
        case .size:
            if let text = value.string, let size = ByteSize(text) { return .integer(size.bytes) }
            if case .integer = value { return value }
            throw LanguageError(
                "`\(value.templateText)` is no size: write for example `64Ki`, or a number of bytes", span: span)
        case .date:
            if let text = value.string, DateFormat.isoDate(text) != nil { return value }
            throw LanguageError(
                "`\(value.templateText)` is no date: write for example `2026-01-31` or `2026-01-31T12:00:00Z`",
                span: span)
        case .digest:
            if let text = value.string, Hexadecimal.bytes(text) != nil { return .string(text.lowercased()) }
            // A digest of digits alone looks like a number.
            throw LanguageError(
                "`\(value.templateText)` is no text of hexadecimal digits; put it between quotes or write `hex,…;`",
                span: span)
        case .integer:
            if case .integer = value { return value }
            let hint =
                extraction == Extraction(.status)
                    && value.string.flatMap(StatusExpectation.Pattern.init) != nil
                ? "; families of statuses go into `expect: {status: \(value.templateText)}`" : ""
            throw LanguageError(
                "`\(extraction)` is an integer, and `\(value.templateText)` is none\(hint)", span: span)
        case .number:
            if value.double != nil { return value }
            throw LanguageError("`\(extraction)` is a number, and `\(value.templateText)` is none", span: span)
        case .list:
            if case .array = value { return value }
            throw LanguageError("`\(extraction)` is a list, and `\(value.templateText)` is none", span: span)
        case .object:
            if case .object = value { return value }
            throw LanguageError("`\(extraction)` is an object, and `\(value.templateText)` is none", span: span)
        }
    }

    private static func duration(_ value: JSONValue, span: TextSpan) throws(LanguageError) -> JSONValue {
        if let text = value.string, let span = TimeSpan(text) { return .string(span.description) }
        if case .integer(let number) = value {
            throw LanguageError("`\(number)` needs a unit, for example `\(number)ms`", span: span)
        }
        throw LanguageError("`\(value.templateText)` is no duration: write for example `300ms`", span: span)
    }
}

extension StaticType {
    /// Its values are kept as texts that have an order.
    var isOrderedByText: Bool {
        switch self {
        case .duration, .date: true
        case .any, .text, .integer, .number, .list, .object, .bytes, .size, .digest: false
        }
    }
}
