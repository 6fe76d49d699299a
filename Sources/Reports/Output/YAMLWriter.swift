package import Model

/// Writes a tree as YAML 1.2 in block style; no library here writes YAML without a Foundation object graph.
package enum YAMLWriter {
    /// A document with a newline at the end.
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .object(let members) where !members.isEmpty: block(members, indent: 0)
        case .array(let items) where !items.isEmpty: block(items, indent: 0)
        case .null, .bool, .integer, .number, .string, .array, .object: flow(value) + "\n"
        }
    }

    private static func block(_ members: [String: JSONValue], indent: Int) -> String {
        members.sorted { $0.key < $1.key }.map { key, value in
            spaces(indent) + scalar(key) + ":" + after(value, indent: indent)
        }.joined()
    }

    private static func block(_ items: [JSONValue], indent: Int) -> String {
        items.map { item in
            switch item {
            case .object(let members) where !members.isEmpty:
                spaces(indent) + "- " + block(members, indent: indent + 2).dropFirst(indent + 2)
            case .array(let inner) where !inner.isEmpty:
                spaces(indent) + "- " + block(inner, indent: indent + 2).dropFirst(indent + 2)
            case .null, .bool, .integer, .number, .string, .array, .object:
                spaces(indent) + "- " + flow(item) + "\n"
            }
        }.joined()
    }

    /// What follows a key and its colon.
    private static func after(_ value: JSONValue, indent: Int) -> String {
        switch value {
        case .object(let members) where !members.isEmpty: "\n" + block(members, indent: indent + 2)
        case .array(let items) where !items.isEmpty: "\n" + block(items, indent: indent)
        case .null, .bool, .integer, .number, .string, .array, .object: " " + flow(value) + "\n"
        }
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    /// A scalar, or an empty list or mapping.
    package static func flow(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): "\(number)"
        case .number(let number): float(number)
        case .string(let text): scalar(text)
        case .array: "[]"
        case .object: "{}"
        }
    }

    /// Finite (the canonical tree holds no other), with a point in it, without which readers of YAML 1.1 take `1e+30` for a text.
    private static func float(_ number: Double) -> String {
        let text = "\(number)"
        return text.contains(".") ? text : text.replacing("e", with: ".0e")
    }

    /// A text as a scalar on one line, plain where that can only be a text.
    package static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    /// Words that some YAML reader takes for another type than a string.
    package static let reserved: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

    /// Whether a text may stand without quotes; errs towards quotes.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isLetter(first) || "/_".unicodeScalars.contains(first) else {
            return false
        }
        guard !reserved.contains(text.lowercased()), !text.hasSuffix(" "), !text.hasSuffix(":") else { return false }
        guard !text.contains(": ") else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            isLetter(scalar) || ("0"..."9").contains(scalar) || "_-./@+:=() ,".unicodeScalars.contains(scalar)
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    /// Double quotes; escapes by code point, as YAML knows no surrogate pairs.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where TerminalText.isUnsafe(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
