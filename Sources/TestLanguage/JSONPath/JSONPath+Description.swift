package import Model

extension JSONPath: CustomStringConvertible {
    /// The shortest spelling that parses to the same path: `$.items[0]['odd name']`.
    package var description: String { "$" + steps }

    /// Everything behind the root.
    var steps: String {
        segments.reduce("") { text, segment in
            switch segment {
            case .index(let index): "\(text)[\(index)]"
            case .name(let name): Self.isShorthand(name) ? "\(text).\(name)" : "\(text)[\(Self.quoted(name))]"
            case .children(let selectors):
                selectors == [.wildcard] ? "\(text).*" : "\(text)[\(Self.list(selectors))]"
            case .descendants(let selectors): text + ".." + Self.descendants(selectors)
            }
        }
    }

    private static func descendants(_ selectors: [Selector]) -> String {
        switch selectors {
        case [.wildcard]: return "*"
        case _ where selectors.count == 1:
            if case .name(let name) = selectors[0], isShorthand(name) { return name }
            return "[\(list(selectors))]"
        default: return "[\(list(selectors))]"
        }
    }

    private static func list(_ selectors: [Selector]) -> String {
        selectors.map(\.description).joined(separator: ", ")
    }

    private static func isShorthand(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first else { return false }
        return JSONPathParser.isNameFirst(first) && name.unicodeScalars.allSatisfy(JSONPathParser.isNameScalar)
    }

    /// With the escapes of a normalized path (RFC 9535 §2.7).
    static func quoted(_ name: String) -> String {
        var result = "'"
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
        return result + "'"
    }
}

extension JSONPath.Selector: CustomStringConvertible {
    package var description: String {
        switch self {
        case .name(let name): JSONPath.quoted(name)
        case .index(let index): "\(index)"
        case .wildcard: "*"
        case .slice(let slice):
            [slice.start.map(String.init) ?? "", slice.end.map(String.init) ?? ""].joined(separator: ":")
                + (slice.step == 1 ? "" : ":\(slice.step)")
        case .filter(let condition): "?\(condition)"
        }
    }
}

extension JSONPath.Condition: CustomStringConvertible {
    package var description: String {
        switch self {
        case .or(let parts): parts.map(\.description).joined(separator: " || ")
        case .and(let parts): parts.map(\.inConjunction).joined(separator: " && ")
        case .not(let inside): "!\(inside.negatable)"
        case .compare(let left, let comparison, let right): "\(left) \(comparison.rawValue) \(right)"
        case .exists(let reference): reference.description
        case .call(let call): call.description
        }
    }

    private var inConjunction: String {
        switch self {
        case .or, .and: "(\(self))"
        case .not, .compare, .exists, .call: description
        }
    }

    private var negatable: String {
        switch self {
        case .or, .and, .compare, .not: "(\(self))"
        case .exists, .call: description
        }
    }
}

extension JSONPath.Operand: CustomStringConvertible {
    package var description: String {
        switch self {
        case .literal(.string(let text)): JSONPath.quoted(text)
        case .literal(let value): value.description
        case .query(let reference): reference.description
        case .call(let call): call.description
        }
    }
}

extension JSONPath.Reference: CustomStringConvertible {
    package var description: String { root.rawValue + path.steps }
}

extension JSONPath.Call: CustomStringConvertible {
    package var description: String {
        let arguments = arguments.map { argument in
            switch argument {
            case .operand(let operand): operand.description
            case .nodes(let reference): reference.description
            }
        }
        return "\(function.rawValue)(\(arguments.joined(separator: ", ")))"
    }
}
