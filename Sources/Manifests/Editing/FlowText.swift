import Foundation
import Model

/// Values as they stand on one line of a manifest: `3`, `ignore`, `{ state: ignore }`.
enum FlowText {
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): key(text)
        case .array(let items): "[\(items.map(text).joined(separator: ", "))]"
        case .object(let members) where members.isEmpty: "{}"
        case .object(let members):
            "{ "
                + members.sorted { $0.key < $1.key }.map { "\(key($0.key)): \(text($0.value))" }
                .joined(separator: ", ") + " }"
        }
    }

    /// A text, plain where that can only be a text, else between double quotes.
    static func key(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isASCII && $0.isLetter } ?? false
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        return isPlain && !words.contains(text.lowercased()) ? text : JSONValue.string(text).description
    }
}
