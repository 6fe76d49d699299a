import Model

/// What is known of a value before anything ran.
package enum StaticType: String, CaseIterable, Sendable {
    case any, text, integer, number, list, object, bytes, date, duration
    /// A number of bytes, which may be written with a unit.
    case size
    /// Bytes as lower-case hexadecimal text.
    case digest

    /// With its article, for sentences.
    var noun: String {
        switch self {
        case .any: "any value"
        case .text, .digest: "a text"
        case .integer, .size: "an integer"
        case .number: "a number"
        case .list: "a list"
        case .object: "an object"
        case .bytes: "bytes"
        case .date: "a date"
        case .duration: "a duration"
        }
    }

    /// For tables.
    package var word: String {
        switch self {
        case .any, .text, .integer, .number, .list, .object, .bytes, .date, .duration: rawValue
        case .size: "integer"
        case .digest: "text"
        }
    }

    /// It is never a text, so that questions about texts make no sense.
    var isNoText: Bool {
        switch self {
        case .integer, .number, .date, .duration, .size: true
        case .any, .text, .list, .object, .bytes, .digest: false
        }
    }

    /// Whether something that takes one of `accepted` may be asked of it.
    func fits(_ accepted: Set<StaticType>) -> Bool {
        if self == .any || accepted.contains(.any) || accepted.contains(self) { return true }
        switch self {
        case .integer, .size: return accepted.contains(.number) || accepted.contains(.integer)
        case .digest: return accepted.contains(.text)
        case .any, .text, .number, .list, .object, .bytes, .date, .duration: return false
        }
    }
}
