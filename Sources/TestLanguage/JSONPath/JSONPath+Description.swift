package import Model

extension JSONPath: CustomStringConvertible {
    /// The shortest spelling that parses to the same path: `$.items[0]['odd name']`.
    package var description: String {
        segments.reduce("$") { text, segment in
            switch segment {
            case .index(let index): "\(text)[\(index)]"
            case .name(let name): Self.isShorthand(name) ? "\(text).\(name)" : "\(text)['\(Self.escaped(name))']"
            }
        }
    }

    private static func isShorthand(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first else { return false }
        return JSONPathParser.isNameFirst(first) && name.unicodeScalars.allSatisfy(JSONPathParser.isNameScalar)
    }

    /// The escapes of a normalized path (RFC 9535 §2.7).
    private static func escaped(_ name: String) -> String {
        var result = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "'": result += "\\'"
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\u{c}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
