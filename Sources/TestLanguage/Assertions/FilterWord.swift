package import Model

/// The filters by name: what the parser reads and the reference page lists.
package enum FilterWord: String, CaseIterable, Sendable {
    case base64Decode, base64Encode, base64UrlSafeDecode, base64UrlSafeEncode, charsetDecode, count, dateFormat
    case daysAfterNow, daysBeforeNow, first, hmacSha256, html, htmlEscape, htmlUnescape, json, jwtClaim, keys, last
    case length, nth, regex, replace, replaceRegex, sort, split, toDate, toFloat, toHex, toInt, toString, unique
    case urlDecode, urlEncode, urlQueryParam, utf8Decode, utf8Encode, xml

    /// Other words for it, those of Hurl among them.
    package static let aliases: [String: FilterWord] = [
        "css": .html, "decode": .charsetDecode, "format": .dateFormat, "jsonpath": .json, "xpath": .xml,
    ]

    /// Everything that may be written.
    static let spellings = allCases.map(\.rawValue) + aliases.keys.sorted()

    init?(spelling: String) {
        guard let word = FilterWord(rawValue: spelling) ?? Self.aliases[spelling] else { return nil }
        self = word
    }

    /// What follows the word, as the reference page shows it.
    package var arguments: String? {
        switch self {
        case .charsetDecode: "NAME"
        case .dateFormat, .toDate: "FORMAT"
        case .hmacSha256: "KEY"
        case .html: "SELECTOR"
        case .json: "JSONPATH"
        case .jwtClaim, .urlQueryParam: "NAME"
        case .nth: "INDEX"
        case .regex: "/PATTERN/"
        case .replace: "OLD NEW"
        case .replaceRegex: "/PATTERN/ NEW"
        case .split: "SEPARATOR"
        case .xml: "XPATH"
        case .base64Decode, .base64Encode, .base64UrlSafeDecode, .base64UrlSafeEncode, .count, .daysAfterNow,
            .daysBeforeNow, .first, .htmlEscape, .htmlUnescape, .keys, .last, .length, .sort, .toFloat, .toHex, .toInt,
            .toString, .unique, .urlDecode, .urlEncode, .utf8Decode, .utf8Encode:
            nil
        }
    }

    /// What it can be applied to.
    package var accepts: Set<StaticType> {
        switch self {
        case .base64Decode, .base64UrlSafeDecode, .htmlEscape, .htmlUnescape, .jwtClaim, .regex, .replace,
            .replaceRegex, .split, .toDate, .urlDecode, .urlEncode, .urlQueryParam, .utf8Encode, .xml, .html:
            [.text]
        case .base64Encode, .base64UrlSafeEncode, .hmacSha256: [.bytes, .text]
        case .charsetDecode, .toHex, .utf8Decode: [.bytes]
        case .count: [.list, .object, .bytes]
        case .dateFormat, .daysAfterNow, .daysBeforeNow: [.date, .text]
        case .first, .last, .nth, .sort, .unique: [.list]
        case .json: [.text, .list, .object]
        case .keys: [.object]
        case .length: [.text, .list, .object, .bytes]
        case .toFloat, .toInt: [.text, .number]
        case .toString: [.any]
        }
    }

    /// What it makes of it.
    package var gives: StaticType {
        switch self {
        case .base64Decode, .base64UrlSafeDecode, .utf8Encode: .bytes
        case .base64Encode, .base64UrlSafeEncode, .charsetDecode, .dateFormat, .htmlEscape, .htmlUnescape, .regex,
            .replace, .replaceRegex, .toHex, .toString, .urlDecode, .urlEncode, .urlQueryParam, .utf8Decode:
            .text
        case .hmacSha256: .digest
        case .count, .daysAfterNow, .daysBeforeNow, .length, .toInt: .integer
        case .first, .last, .nth, .html, .json, .jwtClaim, .xml: .any
        case .keys, .sort, .split, .unique: .list
        case .toDate: .date
        case .toFloat: .number
        }
    }

    /// One sentence.
    package var documentation: String {
        switch self {
        case .base64Decode: "Base64 text (RFC 4648 §4, padded or not) to bytes."
        case .base64Encode: "Bytes, or a text in UTF-8, to Base64."
        case .base64UrlSafeDecode: "Base64 text of the alphabet for URLs (RFC 4648 §5) to bytes."
        case .base64UrlSafeEncode: "Bytes, or a text in UTF-8, to Base64 for URLs, without padding."
        case .charsetDecode: "Bytes to text, in a character set such as `gb2312` or `iso-8859-1`."
        case .count: "The number of items, members or bytes."
        case .dateFormat:
            "A date, or a text that is one of HTTP or ISO 8601, to text in UTC by a specification of `strftime`."
        case .daysAfterNow: "How many whole days a date lies in the future; negative when it has passed."
        case .daysBeforeNow: "How many whole days a date lies in the past."
        case .first: "The first item; no value of an empty list."
        case .hmacSha256: "The HMAC-SHA-256 of the text under a key, in hexadecimal digits."
        case .html: "The elements that a CSS selector finds in a text of HTML, as texts."
        case .htmlEscape: "Writes `&`, `<`, `>`, `\"` and `'` as character references."
        case .htmlUnescape: "Character references of HTML 4 and numeric ones to characters."
        case .json: "What a JSONPath selects in a text of JSON or in a value."
        case .jwtClaim: "A claim of a JSON Web Token; its signature is not checked."
        case .keys: "The names of an object's members, sorted."
        case .last: "The last item; no value of an empty list."
        case .length: "The number of characters of a text, else of items, members or bytes."
        case .nth: "The item at an index from 0, or from the end with -1; no value beyond."
        case .regex: "The first group of the first match; no value where nothing matches."
        case .replace: "Replaces every occurrence of a text."
        case .replaceRegex: "Replaces every match; `$1` is its first group."
        case .sort: "The items in order: all numbers, or all texts by their code points."
        case .split: "The texts between the occurrences of a separator."
        case .toDate: "A text to a date; `%+` is that of ISO 8601 and RFC 3339."
        case .toFloat: "A text or a number to a number."
        case .toHex: "Bytes to hexadecimal digits."
        case .toInt: "A text or a number without a fraction to an integer."
        case .toString: "The value as text."
        case .unique: "The items without those that were there before."
        case .urlDecode: "Replaces `%xx` by what it stands for."
        case .urlEncode: "Writes all but unreserved characters and `/` as `%XX`."
        case .urlQueryParam: "The decoded value of a parameter of a URL."
        case .utf8Decode: "Bytes to text."
        case .utf8Encode: "A text to bytes."
        case .xml: "What an XPath 1.0 expression finds in a text of XML or HTML."
        }
    }

    /// A line that uses it.
    package var example: String {
        switch self {
        case .base64Decode: "json $.token base64Decode == hex,e4bda0e5a5bd;"
        case .base64Encode: "bytes base64Encode == \"5L2g5aW9\""
        case .base64UrlSafeDecode: "json $.token base64UrlSafeDecode utf8Decode == \"a?b\""
        case .base64UrlSafeEncode: "bytes base64UrlSafeEncode == \"YT9i\""
        case .charsetDecode: "bytes charsetDecode gb2312 contains 你好"
        case .count: "json $.items count == 3"
        case .dateFormat: "cert Expire-Date dateFormat %Y matches ^20"
        case .daysAfterNow: "cert Expire-Date daysAfterNow > 14"
        case .daysBeforeNow: "cert Start-Date daysBeforeNow < 100"
        case .first: "json $.items[*].sku first == A1"
        case .hmacSha256: "body hmacSha256 \"${{ secrets.key }}\" == \"${{ captures.signature }}\""
        case .html: "body html title first == Shop"
        case .htmlEscape: "json $.text htmlEscape == \"a &gt; b\""
        case .htmlUnescape: "json $.text htmlUnescape == \"a > b\""
        case .json: "header X-Meta json $.region == eu"
        case .jwtClaim: "json $.token jwtClaim sub == ana"
        case .keys: "json $ keys == [\"id\", \"state\"]"
        case .last: "json $.items[*].sku last == C3"
        case .length: "json $.name length <= 40"
        case .nth: "json $.items[*].sku nth 1 == B2"
        case .regex: "header Link regex /page=(\\d+)/ toInt > 1"
        case .replace: "json $.ips replace \", \" \"|\" == \"10.0.0.1|10.0.0.2\""
        case .replaceRegex: "body replaceRegex /\\d+/ N contains \"order N\""
        case .sort: "json $.items[*].price sort first >= 1"
        case .split: "header X-Servers split , count == 2"
        case .toDate: "header Expires toDate \"%a, %d %b %Y %H:%M:%S GMT\" daysAfterNow > 1"
        case .toFloat: "json $.pi toFloat approx 3.14 ± 0.01"
        case .toHex: "bytes toHex startsWith efbbbf"
        case .toInt: "header Age toInt < 60"
        case .toString: "json $.id toString matches ^[0-9]+$"
        case .unique: "json $.items[*].sku unique count == 3"
        case .urlDecode: "json $.next urlDecode contains \"x=ж\""
        case .urlEncode: "json $.name urlEncode == a%20b"
        case .urlQueryParam: "header Location urlQueryParam code exists"
        case .utf8Decode: "json $.data base64Decode utf8Decode == hello"
        case .utf8Encode: "json $.name utf8Encode count == 6"
        case .xml: "json $.page xml \"string(//title)\" == Shop"
        }
    }
}

extension Filter {
    package var word: FilterWord {
        switch self {
        case .base64Decode: .base64Decode
        case .base64Encode: .base64Encode
        case .base64UrlSafeDecode: .base64UrlSafeDecode
        case .base64UrlSafeEncode: .base64UrlSafeEncode
        case .charsetDecode: .charsetDecode
        case .count: .count
        case .dateFormat: .dateFormat
        case .daysAfterNow: .daysAfterNow
        case .daysBeforeNow: .daysBeforeNow
        case .first: .first
        case .hmacSha256: .hmacSha256
        case .html: .html
        case .htmlEscape: .htmlEscape
        case .htmlUnescape: .htmlUnescape
        case .json: .json
        case .jwtClaim: .jwtClaim
        case .keys: .keys
        case .last: .last
        case .length: .length
        case .nth: .nth
        case .regex: .regex
        case .replace: .replace
        case .replaceRegex: .replaceRegex
        case .sort: .sort
        case .split: .split
        case .toDate: .toDate
        case .toFloat: .toFloat
        case .toHex: .toHex
        case .toInt: .toInt
        case .toString: .toString
        case .unique: .unique
        case .urlDecode: .urlDecode
        case .urlEncode: .urlEncode
        case .urlQueryParam: .urlQueryParam
        case .utf8Decode: .utf8Decode
        case .utf8Encode: .utf8Encode
        case .xml: .xml
        }
    }
}

extension Extraction {
    /// What it comes to, as far as that is known.
    var type: StaticType { filters.last?.word.gives ?? query.type }
}
