import Foundation
import Model

/// What a query and its filters found.
enum Subject: Hashable {
    case value(JSONValue)
    /// A text that is no JSON value of its own: a body, a stream.
    case text(String)
    /// A text of which the middle is missing.
    case cut(String)
    /// Header fields of one name: a list, and as a text joined with commas.
    case fields([String])
    /// Elements of a document: a list, and as a text where there is one.
    case elements([String])
    /// What a JSONPath that may select several selected.
    case nodes([JSONValue])
    case bytes([UInt8])
    case duration(Duration)
    case date(Date)
    /// Nothing, and for people why, when there is more to say.
    case missing(String?)
    /// A filter could not be applied, and why.
    case invalid(String)
}

extension Subject {
    /// With its article, for sentences.
    var typeName: String {
        switch self {
        case .value(let value): value.typeNoun
        case .text, .cut: "a string"
        case .fields(let fields): fields.count == 1 ? "a string" : "an array"
        case .elements, .nodes: "an array"
        case .bytes: "bytes"
        case .duration: "a duration"
        case .date: "a date"
        case .missing: "no value"
        case .invalid: "no usable value"
        }
    }

    /// It as text, where it is one.
    var asText: String? {
        switch self {
        case .value(.string(let text)), .text(let text): text
        case .fields(let fields): fields.joined(separator: ", ")
        case .elements(let elements): elements.count == 1 ? elements[0] : nil
        case .value, .cut, .nodes, .bytes, .duration, .date, .missing, .invalid: nil
        }
    }

    /// It as a list, where it is one.
    var asList: [JSONValue]? {
        switch self {
        case .value(.array(let items)), .nodes(let items): items
        case .fields(let texts), .elements(let texts): texts.map(JSONValue.string)
        case .value, .text, .cut, .bytes, .duration, .date, .missing, .invalid: nil
        }
    }

    /// It as a JSON value, where it can be one.
    var asJSON: JSONValue? {
        switch self {
        case .value(let value): value
        case .text(let text): .string(text)
        case .fields(let fields): fields.count == 1 ? .string(fields[0]) : .array(fields.map(JSONValue.string))
        case .elements(let elements): .array(elements.map(JSONValue.string))
        case .nodes(let nodes): .array(nodes)
        case .duration(let duration): .string(duration.rounded.description)
        case .date(let date): .string(date.formatted(.iso8601))
        case .bytes, .cut, .missing, .invalid: nil
        }
    }

    /// Bytes as they are, or a text in UTF-8.
    var asBytes: [UInt8]? {
        if case .bytes(let bytes) = self { return bytes }
        return asText.map { Array($0.utf8) }
    }
}

extension JSONValue {
    /// The type's name with its article.
    var typeNoun: String {
        switch self {
        case .null: "null"
        case .integer, .array, .object: "an \(typeName)"
        case .bool, .number, .string: "a \(typeName)"
        }
    }
}
