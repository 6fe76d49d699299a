import Foundation
import Model

/// Reads what follows the name of a predicate, by what is known of the value it is asked of.
struct PredicateParser {
    let name: PredicateName
    /// Of the name.
    let span: TextSpan
    let extraction: Extraction

    func parse(_ cursor: inout ScalarCursor) throws(LanguageError) -> Model.Predicate {
        guard name.takesValue else {
            guard cursor.isAtEnd else {
                let rest = cursor.rest()
                throw LanguageError(
                    "`\(name.rawValue)` takes no value, but `\(rest)` follows it",
                    span: TextSpan(offset: cursor.offset, length: rest.unicodeScalars.count))
            }
            return alone
        }
        guard !cursor.isAtEnd else {
            throw LanguageError("`\(name.rawValue)` needs a value", span: span)
        }
        switch name {
        case .between: return try between(&cursor)
        case .approx: return try approx(&cursor)
        case .matches where cursor.current == "/": return .matches(try literal(&cursor))
        case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual, .startsWith, .endsWith, .contains,
            .includes, .matches, .oneOf, .matchesSchema, .equalsFile, .exists, .isEmpty, .isInteger, .isFloat,
            .isNumber, .isString, .isBoolean, .isNull, .isList, .isObject, .isCollection, .isDate, .isIsoDate,
            .isUuid, .isIpv4, .isIpv6, .isUrl:
            return try predicate(try AssertionValue(at: &cursor))
        }
    }

    private var alone: Model.Predicate {
        if let type = ValueType(rawValue: name.rawValue) { return .type(type) }
        if let form = KnownForm(rawValue: name.rawValue) { return .form(form) }
        return name == .exists ? .exists : .isEmpty
    }

    private func predicate(_ value: AssertionValue) throws(LanguageError) -> Model.Predicate {
        if let comparison = ByteComparison(rawValue: name.rawValue), let bytes = try value.bytes() {
            return bytePredicate(comparison, bytes)
        }
        switch name {
        case .equal:
            if let file = value.file { return .equalsFile(file) }
            return .equal(try typed(value))
        case .notEqual: return .notEqual(try typed(value))
        case .greater: return .greater(try ordered(value))
        case .greaterOrEqual: return .greaterOrEqual(try ordered(value))
        case .less: return .less(try ordered(value))
        case .lessOrEqual: return .lessOrEqual(try ordered(value))
        case .startsWith: return .startsWith(value.text)
        case .endsWith: return .endsWith(value.text)
        case .contains: return .contains(value.text)
        case .includes: return .includes(value.isTemplate ? .string(value.text) : try value.json())
        case .matches:
            try PatternLiteral.check(value.text, span: value.span)
            return .matches(value.text)
        case .oneOf: return .oneOf(try list(value))
        case .matchesSchema: return .matchesSchema(try schema(value))
        case .equalsFile:
            try RelativePath.check(value.text, span: value.span)
            return .equalsFile(value.text)
        case .exists, .isEmpty, .between, .approx, .isInteger, .isFloat, .isNumber, .isString, .isBoolean, .isNull,
            .isList, .isObject, .isCollection, .isDate, .isIsoDate, .isUuid, .isIpv4, .isIpv6, .isUrl:
            return alone
        }
    }

    /// A digest is a text here, whatever way it is written.
    private func bytePredicate(_ comparison: ByteComparison, _ bytes: [UInt8]) -> Model.Predicate {
        if extraction.type == .digest {
            if comparison == .equal { return .equal(.string(Hexadecimal.text(bytes))) }
            if comparison == .notEqual { return .notEqual(.string(Hexadecimal.text(bytes))) }
        }
        return .bytes(comparison, bytes)
    }

    // MARK: Values

    private func typed(_ value: AssertionValue) throws(LanguageError) -> JSONValue {
        if value.isTemplate { return .string(value.text) }
        return try ValueRules.value(try value.json(), of: extraction, span: value.span)
    }

    private func ordered(_ value: AssertionValue) throws(LanguageError) -> JSONValue {
        let json = try typed(value)
        if json.double != nil || value.isTemplate || extraction.type.isOrderedByText { return json }
        throw LanguageError("`\(name.rawValue)` compares numbers, and `\(value.text)` is none", span: value.span)
    }

    private func list(_ value: AssertionValue) throws(LanguageError) -> JSONValue {
        if value.isTemplate, !value.text.hasPrefix("[") { return .string(value.text) }
        guard case .array(let items) = try value.json() else {
            throw LanguageError("`in` takes a list, for example `[1, 2]`", span: value.span)
        }
        var result: [JSONValue] = []
        for item in items {
            let isTemplate = item.string.map(Template.mayHoldReferences) == true
            result.append(isTemplate ? item : try ValueRules.value(item, of: extraction, span: value.span))
        }
        return .array(result)
    }

    private func schema(_ value: AssertionValue) throws(LanguageError) -> SchemaSource {
        guard !value.isQuoted, value.text.hasPrefix("{") || value.text == "true" || value.text == "false" else {
            try RelativePath.check(value.text, span: value.span)
            return .file(value.text)
        }
        let json = try value.json()
        if value.isTemplate { return .inline(json) }
        do {
            _ = try JSONSchema(json)
        } catch {
            throw LanguageError("this is no JSON Schema: \(error)", span: value.span)
        }
        return .inline(json)
    }

    private func between(_ cursor: inout ScalarCursor) throws(LanguageError) -> Model.Predicate {
        let low = try AssertionValue(firstAt: &cursor, endedBy: "")
        cursor.skipBlanks()
        guard cursor.take(while: \.isASCIILetter) == "and" else {
            throw LanguageError("`between` takes two bounds, for example `between 1 and 5`", span: span)
        }
        cursor.skipBlanks()
        let high = try AssertionValue(at: &cursor)
        guard !high.text.isEmpty else {
            throw LanguageError("`between` takes two bounds, for example `between 1 and 5`", span: span)
        }
        return .between(try ordered(low), try ordered(high))
    }

    private func approx(_ cursor: inout ScalarCursor) throws(LanguageError) -> Model.Predicate {
        let center = try AssertionValue(firstAt: &cursor, endedBy: "±+")
        cursor.skipBlanks()
        let isSigned = cursor.take("±") || cursor.take("+") && cursor.take("-")
        cursor.skipBlanks()
        guard isSigned, !cursor.isAtEnd else {
            throw LanguageError("`approx` takes a tolerance, for example `approx 3.14 ± 0.01` or `± 5%`", span: span)
        }
        let tolerance = try AssertionValue(at: &cursor)
        return .approx(try ordered(center), tolerance: try self.tolerance(tolerance))
    }

    /// A value of the same sort, or a percentage.
    private func tolerance(_ value: AssertionValue) throws(LanguageError) -> JSONValue {
        if value.isTemplate { return .string(value.text) }
        guard value.text.hasSuffix("%") else { return try ordered(value) }
        guard let percent = Double(value.text.dropLast()), percent.isFinite, percent >= 0 else {
            throw LanguageError("`\(value.text)` is no percentage", span: value.span)
        }
        return .string(value.text)
    }

    private func literal(_ cursor: inout ScalarCursor) throws(LanguageError) -> String {
        let start = cursor.offset
        let pattern = try PatternLiteral.parse(at: &cursor)
        let span = cursor.span(from: start)
        cursor.skipBlanks()
        guard cursor.isAtEnd else {
            let rest = cursor.rest()
            throw LanguageError(
                "`\(rest)` follows the pattern: write `\\/` for a `/` in it",
                span: TextSpan(offset: cursor.offset, length: rest.unicodeScalars.count))
        }
        try PatternLiteral.check(pattern, span: span)
        return pattern
    }
}
