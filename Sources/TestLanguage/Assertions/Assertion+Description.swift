package import Model

extension Query: CustomStringConvertible {
    /// The spelling that `QueryParser` reads back.
    package var description: String {
        let argument: String? =
            switch self {
            case .header(let name): Self.isBare(name, without: "=!<>") ? name : QuotedText.quoting(name)
            case .cookie(let part): Self.cookie(part)
            case .json(let path): path.description
            case .xml(let text), .html(let text): QuotedText.quoting(text)
            case .regex(let pattern): PatternLiteral.quoting(pattern)
            case .variable(let name), .file(let name), .junit(let name): QuotedText.word(name)
            case .timing(.firstByte): nil
            case .timing(let phase): phase.rawValue
            case .certificate(let fact): fact.rawValue
            case .line(let number): "\(number)"
            case .status, .version, .url, .redirects, .body, .bytes, .duration, .size, .sha256, .md5, .ip, .tlsVersion,
                .graphqlErrors, .exitCode, .stdout, .stderr:
                nil
            }
        return argument.map { "\(word.rawValue) \($0)" } ?? word.rawValue
    }

    private static func cookie(_ part: CookiePart) -> String {
        let text = part.attribute == .value ? part.name : "\(part.name)[\(part.attribute.rawValue)]"
        return isBare(text, without: "=!<>") ? text : QuotedText.quoting(text)
    }

    private static func isBare(_ name: String, without stops: String) -> Bool {
        QuotedText.isWord(name) && !name.unicodeScalars.contains { stops.unicodeScalars.contains($0) }
    }
}

extension Filter: CustomStringConvertible {
    /// The spelling that `FilterParser` reads back.
    package var description: String {
        let arguments: [String] =
            switch self {
            case .charsetDecode(let name), .jwtClaim(let name), .urlQueryParam(let name): [QuotedText.word(name)]
            case .dateFormat(let text), .toDate(let text), .hmacSha256(let text), .html(let text), .split(let text),
                .xml(let text):
                [QuotedText.quoting(text)]
            case .json(let path): [path.description]
            case .nth(let index): ["\(index)"]
            case .regex(let pattern): [PatternLiteral.quoting(pattern)]
            case .replace(let old, let new): [QuotedText.quoting(old), QuotedText.quoting(new)]
            case .replaceRegex(let pattern, let new): [PatternLiteral.quoting(pattern), QuotedText.quoting(new)]
            case .base64Decode, .base64Encode, .base64UrlSafeDecode, .base64UrlSafeEncode, .count, .daysAfterNow,
                .daysBeforeNow, .first, .htmlEscape, .htmlUnescape, .keys, .last, .length, .sort, .toFloat, .toHex,
                .toInt, .toString, .unique, .urlDecode, .urlEncode, .utf8Decode, .utf8Encode:
                []
            }
        return ([word.rawValue] + arguments).joined(separator: " ")
    }
}

extension Extraction: CustomStringConvertible {
    /// The spelling that `ExtractionParser` reads back.
    package var description: String {
        filters.isEmpty ? query.description : ([query.description] + filters.map(\.description)).joined(separator: " ")
    }
}

extension Assertion: CustomStringConvertible {
    /// The line in its normal form, which `AssertionParser` reads back; `text` is the line as it was written.
    package var description: String { "\(extraction) \(claim)" }

    /// What follows the query and its filters.
    package var claim: String { "\(negated ? "not " : "")\(predicateText)" }

    private var predicateText: String {
        switch predicate {
        case .equal(let value): "== \(text(of: value))"
        case .notEqual(let value): "!= \(text(of: value))"
        case .greater(let value): "> \(text(of: value))"
        case .greaterOrEqual(let value): ">= \(text(of: value))"
        case .less(let value): "< \(text(of: value))"
        case .lessOrEqual(let value): "<= \(text(of: value))"
        case .startsWith(let text): "startsWith \(QuotedText.quoting(text))"
        case .endsWith(let text): "endsWith \(QuotedText.quoting(text))"
        case .contains(let text): "contains \(QuotedText.quoting(text))"
        case .bytes(let comparison, let bytes): "\(comparison.rawValue) hex,\(Hexadecimal.text(bytes));"
        case .includes(let value): "includes \(text(of: value))"
        case .matches(let pattern): "matches \(QuotedText.quoting(pattern))"
        case .exists: "exists"
        case .isEmpty: "isEmpty"
        case .oneOf(.string(let text)): "in \(text)"
        case .oneOf(let list): "in \(list)"
        case .between(let low, let high): "between \(text(of: low)) and \(text(of: high))"
        case .approx(let value, let tolerance): "approx \(text(of: value)) ± \(plain(tolerance))"
        case .type(let type): type.rawValue
        case .form(let form): form.rawValue
        case .matchesSchema(.file(let path)): "matchesSchema \(QuotedText.word(path))"
        case .matchesSchema(.inline(let schema)): "matchesSchema \(schema)"
        case .equalsFile(let path): "equalsFile \(QuotedText.word(path))"
        }
    }

    private func text(of value: JSONValue) -> String {
        switch (extraction.type, value) {
        case (.duration, .string(let text)), (.date, .string(let text)): text
        case (_, .string(let text)): QuotedText.quoting(text)
        case (_, .null), (_, .bool), (_, .integer), (_, .number), (_, .array), (_, .object): value.description
        }
    }

    private func plain(_ value: JSONValue) -> String { value.string ?? value.description }
}
