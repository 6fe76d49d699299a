package import Model

/// Puts templates in the place of the references `params.X` of a tree: what they hold is resolved when its time comes.
///
/// The templates are texts of a manifest; a value goes in by `Template.escaping`. So nothing is ever read twice.
package struct TemplateSubstitution: Sendable {
    private let templates: [String: JSONValue]

    package init(_ templates: [String: JSONValue]) { self.templates = templates }

    /// References to names that are not among the templates stay.
    package func apply(_ tree: JSONValue) throws(LanguageError) -> JSONValue {
        switch tree {
        case .null, .bool, .integer, .number: return tree
        case .string(let text): return try apply(text: text)
        case .array(let items):
            var result: [JSONValue] = []
            result.reserveCapacity(items.count)
            for item in items { result.append(try apply(item)) }
            return .array(result)
        case .object(let members):
            var result: [String: JSONValue] = [:]
            for (key, member) in members { result[key] = try apply(member) }
            return .object(result)
        }
    }

    /// Substitutes in the strings of any value by way of its tree.
    package func apply<Value: Codable>(to value: Value) throws -> Value {
        let tree = try TreeEncoder.encode(value)
        let result = try apply(tree)
        return result == tree ? value : try TreeDecoder.decode(Value.self, from: result)
    }

    private func apply(text: String) throws(LanguageError) -> JSONValue {
        guard Template.mayHoldReferences(text) else { return .string(text) }
        let template = try Template(text)
        if let whole = template.wholeReference, let value = value(of: whole) { return value }
        var writer = TemplateWriter(isLast: false)
        for part in template.parts {
            if case .reference(let reference) = part, let value = value(of: reference) {
                writer.append(template: value.templateText)
            } else {
                writer.append(part)
            }
        }
        return .string(writer.text)
    }

    private func value(of reference: Reference) -> JSONValue? {
        guard reference.root == .params, reference.steps.count == 1 else { return nil }
        return reference.name.flatMap { templates[$0] }
    }
}

extension Template {
    /// A tree whose strings, as templates, are the strings of the given one.
    package static func escaping(_ tree: JSONValue) -> JSONValue {
        switch tree {
        case .null, .bool, .integer, .number: tree
        case .string(let text): .string(escaping(text))
        case .array(let items): .array(items.map(escaping))
        case .object(let members): .object(members.mapValues(escaping))
        }
    }
}
