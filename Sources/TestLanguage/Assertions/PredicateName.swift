import Model

/// The predicates by name, apart from their values: what the parser reads and the reference page lists.
package enum PredicateName: String, CaseIterable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
    case startsWith, endsWith, contains, includes, matches, exists, isEmpty
    case oneOf = "in"
    case between, approx
    case isInteger, isFloat, isNumber, isString, isBoolean, isNull, isList, isObject, isCollection, isDate
    case isIsoDate, isUuid, isIpv4, isIpv6, isUrl
    case matchesSchema, equalsFile

    /// AlertRule has the first three, so that they hold everywhere.
    package static let aliases: [String: PredicateName] = [
        "eq": .equal, "gt": .greater, "lt": .less, "ne": .notEqual, "ge": .greaterOrEqual, "le": .lessOrEqual,
    ]

    /// Everything that may be written, for hints.
    static let spellings = allCases.map(\.rawValue) + aliases.keys.sorted()

    init?(spelling: String) {
        guard let name = PredicateName(rawValue: spelling) ?? Self.aliases[spelling] else { return nil }
        self = name
    }

    var takesValue: Bool { argument != nil }

    /// What follows the word, as the reference page shows it; nil when nothing does.
    package var argument: String? {
        switch self {
        case .equal, .notEqual, .includes: "VALUE"
        case .greater, .greaterOrEqual, .less, .lessOrEqual: "NUMBER, duration, size or date"
        case .startsWith, .endsWith, .contains: "TEXT or bytes"
        case .matches: "/PATTERN/"
        case .oneOf: "[VALUE, …]"
        case .between: "LOW and HIGH"
        case .approx: "VALUE ± TOLERANCE"
        case .matchesSchema: "FILE or {…}"
        case .equalsFile: "FILE"
        case .exists, .isEmpty, .isInteger, .isFloat, .isNumber, .isString, .isBoolean, .isNull, .isList, .isObject,
            .isCollection, .isDate, .isIsoDate, .isUuid, .isIpv4, .isIpv6, .isUrl:
            nil
        }
    }

    /// Whether it looks into a text, which a number never is.
    var isAboutText: Bool {
        switch self {
        case .startsWith, .endsWith, .contains, .matches, .isEmpty, .isIsoDate, .isUuid, .isIpv4, .isIpv6, .isUrl:
            true
        case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual, .exists, .includes, .oneOf, .between,
            .approx, .isInteger, .isFloat, .isNumber, .isString, .isBoolean, .isNull, .isList, .isObject,
            .isCollection, .isDate, .matchesSchema, .equalsFile:
            false
        }
    }

    /// What it can be asked of.
    package var asksAbout: Set<StaticType> {
        switch self {
        case .greater, .greaterOrEqual, .less, .lessOrEqual, .between: [.text, .number, .date, .duration]
        case .approx: [.text, .number, .duration]
        case .includes: [.list]
        case .matches, .isIsoDate, .isUuid, .isIpv4, .isIpv6, .isUrl: [.text]
        case .equalsFile: [.text, .bytes]
        case .isEmpty: [.text, .list, .object, .bytes]
        case .startsWith, .endsWith: [.text, .bytes]
        case .contains: [.text, .bytes, .list]
        case .equal, .notEqual, .exists, .oneOf, .isInteger, .isFloat, .isNumber, .isString, .isBoolean, .isNull,
            .isList, .isObject, .isCollection, .isDate, .matchesSchema:
            [.any]
        }
    }

    /// One sentence.
    package var documentation: String {
        switch self {
        case .equal:
            "It is equal: numbers by value (`1` is `1.0`), texts code point by code point, lists and objects in full."
        case .notEqual: "It is of the same type and not equal."
        case .greater: "It is greater."
        case .greaterOrEqual: "It is greater or equal."
        case .less: "It is less."
        case .lessOrEqual: "It is less or equal."
        case .startsWith: "A text or bytes begin with it."
        case .endsWith: "A text or bytes end with it."
        case .contains: "A text or bytes have it in them; a list has an item that is this text."
        case .includes: "A list has an item that is equal to it."
        case .matches: "A part of the text matches; ICU's regular expressions."
        case .exists: "There is a value, `null` included."
        case .isEmpty: "A text, list or object has nothing in it."
        case .oneOf: "It is equal to one of a list."
        case .between: "It is not below the first and not above the second."
        case .approx: "It differs by no more than the tolerance, which may be a percentage; `+-` is `±`."
        case .isInteger: "A number without a fraction."
        case .isFloat: "A number that is written with a fraction or an exponent."
        case .isNumber: "Any number."
        case .isString: "A text."
        case .isBoolean: "`true` or `false`."
        case .isNull: "`null`."
        case .isList: "A list."
        case .isObject: "An object."
        case .isCollection: "A list or an object."
        case .isDate: "A date, as `toDate` gives it."
        case .isIsoDate: "A date or a time stamp of RFC 3339: `2026-01-31`, `2026-01-31T12:00:00Z`."
        case .isUuid: "A UUID (RFC 9562) in its usual form."
        case .isIpv4: "An IPv4 address."
        case .isIpv6: "An IPv6 address."
        case .isUrl: "An absolute URL with a host."
        case .matchesSchema:
            "It keeps a JSON Schema (2020-12): a file of the repository, or the schema itself; a text is read as JSON."
        case .equalsFile:
            "It has the bytes of a file of the repository."
        }
    }

    /// A line that uses it.
    package var example: String {
        switch self {
        case .equal: "json $.state == confirmed"
        case .notEqual: "json $.id != null"
        case .greater: "json $.total > 0"
        case .greaterOrEqual: "json $.items count >= 2"
        case .less: "duration < 300ms"
        case .lessOrEqual: "size <= 64Ki"
        case .startsWith: "body startsWith \"<!doctype\""
        case .endsWith: "url endsWith /home"
        case .contains: "body not contains error"
        case .includes: "json $.tags includes \"new\""
        case .matches: "header Date matches /\\d{2} [A-Z][a-z]{2} \\d{4}/"
        case .exists: "json $.error not exists"
        case .isEmpty: "json $.errors isEmpty"
        case .oneOf: "json $.state in [\"new\", \"paid\"]"
        case .between: "json $.price between 1 and 9.99"
        case .approx: "json $.ratio approx 0.5 ± 0.01"
        case .isInteger: "json $.id isInteger"
        case .isFloat: "json $.ratio isFloat"
        case .isNumber: "json $.total isNumber"
        case .isString: "json $.name isString"
        case .isBoolean: "json $.active isBoolean"
        case .isNull: "json $.deleted isNull"
        case .isList: "json $.items isList"
        case .isObject: "json $ isObject"
        case .isCollection: "json $.items isCollection"
        case .isDate: "header Date toDate \"%a, %d %b %Y %H:%M:%S GMT\" isDate"
        case .isIsoDate: "json $.created isIsoDate"
        case .isUuid: "json $.id isUuid"
        case .isIpv4: "ip isIpv4"
        case .isIpv6: "json $.address not isIpv6"
        case .isUrl: "json $.next isUrl"
        case .matchesSchema: "json $.items[0] matchesSchema {\"type\": \"object\", \"required\": [\"sku\"]}"
        case .equalsFile: "bytes equalsFile expected/logo.png"
        }
    }
}
