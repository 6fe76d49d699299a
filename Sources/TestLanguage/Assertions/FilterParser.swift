import Model

/// Reads filters one by one: `split "," nth 0`, as long as there are any.
enum FilterParser {
    /// nil when what is next is no filter.
    static func parse(
        at cursor: inout ScalarCursor, after extraction: Extraction
    ) throws(LanguageError) -> Filter? {
        let start = cursor.offset
        let written = cursor.take { $0.isASCIILetter || $0.isASCIIDigit }
        guard let word = FilterWord(spelling: written) else {
            cursor.move(to: start)
            return nil
        }
        let span = cursor.span(from: start)
        let type = extraction.type
        guard type.fits(word.accepts) else {
            let wanted = word.accepts.map(\.noun).sorted().joined(separator: " or ")
            throw LanguageError("`\(extraction)` is \(type.noun), and `\(written)` takes \(wanted)", span: span)
        }
        guard word.arguments != nil else { return simple(word) }
        let reader = ArgumentReader(word: written, span: span, at: &cursor)
        let filter = try filter(word, reader, &cursor)
        try reader.close(&cursor)
        return filter
    }

    private static func filter(
        _ word: FilterWord, _ reader: ArgumentReader, _ cursor: inout ScalarCursor
    ) throws(LanguageError) -> Filter {
        switch word {
        case .charsetDecode:
            let (name, span) = try reader.text(&cursor, example: "a character set, for example `\(reader.word) gb2312`")
            guard Template.mayHoldReferences(name) || CharacterSetName.isKnown(name) else {
                throw LanguageError("`\(name)` is no character set that is known here", span: span)
            }
            return .charsetDecode(name)
        case .dateFormat: return .dateFormat(try format(reader, &cursor))
        case .toDate: return .toDate(try format(reader, &cursor))
        case .hmacSha256:
            return .hmacSha256(
                try reader.text(&cursor, example: "a key, for example `hmacSha256 \"${{ secrets.key }}\"`").text)
        case .html:
            let (text, span) = try reader.expression(&cursor, example: "a selector, for example `html \"ul > li\"`")
            try CSSSelector.check(text, span: span)
            return .html(text)
        case .json: return .json(try reader.path(&cursor))
        case .jwtClaim: return .jwtClaim(try reader.text(&cursor, example: "a claim, for example `jwtClaim sub`").text)
        case .urlQueryParam:
            return .urlQueryParam(try reader.text(&cursor, example: "a name, for example `urlQueryParam page`").text)
        case .nth: return .nth(try reader.integer(&cursor, example: "an index, for example `nth 0`"))
        case .regex: return .regex(try reader.pattern(&cursor, example: "a pattern, for example `regex /id=(\\d+)/`"))
        case .replace: return try replace(reader, &cursor)
        case .replaceRegex:
            let pattern = try reader.pattern(&cursor, example: "a pattern, for example `replaceRegex /\\d+/ N`")
            return .replaceRegex(pattern, with: try replacement(reader, &cursor))
        case .split: return .split(try reader.text(&cursor, example: "a separator, for example `split \",\"`").text)
        case .xml:
            let (text, span) = try reader.expression(&cursor, example: "an XPath, for example `xml \"string(//id)\"`")
            try XPathSyntax.check(text, span: span)
            return .xml(text)
        case .base64Decode, .base64Encode, .base64UrlSafeDecode, .base64UrlSafeEncode, .count, .daysAfterNow,
            .daysBeforeNow, .first, .htmlEscape, .htmlUnescape, .keys, .last, .length, .sort, .toFloat, .toHex, .toInt,
            .toString, .unique, .urlDecode, .urlEncode, .utf8Decode, .utf8Encode:
            return simple(word)
        }
    }

    /// With a pattern it is `replaceRegex`, as Hurl had it.
    private static func replace(
        _ reader: ArgumentReader, _ cursor: inout ScalarCursor
    ) throws(LanguageError) -> Filter {
        cursor.skipBlanks()
        let example = "two texts, for example `replace \"http:\" \"https:\"`"
        if cursor.current == "/" {
            let pattern = try reader.pattern(&cursor, example: example)
            return .replaceRegex(pattern, with: try replacement(reader, &cursor))
        }
        let old = try reader.text(&cursor, example: example).text
        return .replace(old, with: try replacement(reader, &cursor))
    }

    private static func replacement(
        _ reader: ArgumentReader, _ cursor: inout ScalarCursor
    ) throws(LanguageError) -> String {
        try reader.text(&cursor, example: "what to put in its place, for example `\(reader.word) \"a\" \"b\"`").text
    }

    private static func format(
        _ reader: ArgumentReader, _ cursor: inout ScalarCursor
    ) throws(LanguageError) -> String {
        let (text, span) = try reader.text(&cursor, example: "a format, for example `\(reader.word) \"%Y-%m-%d\"`")
        if Template.mayHoldReferences(text) { return text }
        do {
            _ = try DateFormat(text)
        } catch {
            throw LanguageError(error.message, span: span)
        }
        return text
    }

    private static func simple(_ word: FilterWord) -> Filter {
        switch word {
        case .base64Decode: .base64Decode
        case .base64Encode: .base64Encode
        case .base64UrlSafeDecode: .base64UrlSafeDecode
        case .base64UrlSafeEncode: .base64UrlSafeEncode
        case .count: .count
        case .daysAfterNow: .daysAfterNow
        case .daysBeforeNow: .daysBeforeNow
        case .first: .first
        case .htmlEscape: .htmlEscape
        case .htmlUnescape: .htmlUnescape
        case .keys: .keys
        case .last: .last
        case .length: .length
        case .sort: .sort
        case .toFloat: .toFloat
        case .toHex: .toHex
        case .toInt: .toInt
        case .unique: .unique
        case .urlDecode: .urlDecode
        case .urlEncode: .urlEncode
        case .utf8Decode: .utf8Decode
        case .utf8Encode: .utf8Encode
        case .toString, .charsetDecode, .dateFormat, .hmacSha256, .html, .json, .jwtClaim, .nth, .regex, .replace,
            .replaceRegex, .split, .toDate, .urlQueryParam, .xml:
            .toString
        }
    }
}
