package import Model

/// Puts values in the place of the references of some times, in every string of a tree; keys of objects are left alone.
///
/// References of other times stay as text. `$${{` also stays until the pass that includes `.run`, which is the last one
/// and the only one that turns it into `${{`. What earlier passes put in is escaped, so no value is ever read as a reference.
/// A string that is one whole reference becomes the value with its type; in a longer text the value is put in as text.
package struct TreeResolver: Sendable {
    private let times: Set<ReferenceTime>
    private let scope: Scope
    private let isLast: Bool

    package init(_ times: Set<ReferenceTime>, scope: Scope) {
        self.times = times
        self.scope = scope
        isLast = times.contains(.run)
    }

    package func resolve(_ tree: JSONValue) throws(LanguageError) -> JSONValue {
        switch tree {
        case .null, .bool, .integer, .number: return tree
        case .string(let text): return try resolve(text: text)
        case .array(let items):
            var result: [JSONValue] = []
            result.reserveCapacity(items.count)
            for item in items { result.append(try resolve(item)) }
            return .array(result)
        case .object(let members):
            var result: [String: JSONValue] = [:]
            result.reserveCapacity(members.count)
            for (key, member) in members { result[key] = try resolve(member) }
            return .object(result)
        }
    }

    /// Resolves one text.
    package func resolve(text: String) throws(LanguageError) -> JSONValue {
        guard Template.mayHoldReferences(text) else { return .string(text) }
        let template = try Template(text)
        if let whole = template.wholeReference, times.contains(whole.time) {
            let value = try scope.value(of: whole)
            return isLast ? value : Template.escaping(value)
        }
        var writer = TemplateWriter(isLast: isLast)
        for part in template.parts {
            if case .reference(let reference) = part, times.contains(reference.time) {
                writer.append(value: try scope.value(of: reference).templateText)
            } else {
                writer.append(part)
            }
        }
        return .string(writer.text)
    }

    /// Resolves the strings of any value by way of its tree; typed values become text where text is wanted.
    package func resolve<Value: Codable>(_ value: Value) throws -> Value {
        let tree = try TreeEncoder.encode(value)
        guard Self.mayHoldReferences(tree) else { return value }
        let resolved = try resolve(tree)
        return resolved == tree ? value : try TreeDecoder.decode(Value.self, from: resolved)
    }

    /// False only of a tree that resolving leaves as it is.
    private static func mayHoldReferences(_ tree: JSONValue) -> Bool {
        switch tree {
        case .null, .bool, .integer, .number: false
        case .string(let text): Template.mayHoldReferences(text)
        case .array(let items): items.contains(where: mayHoldReferences)
        case .object(let members): members.values.contains(where: mayHoldReferences)
        }
    }

    /// Every reference in the strings of a tree, in no particular order across the members of an object.
    package static func references(in tree: JSONValue) throws(LanguageError) -> [Reference] {
        var found: [Reference] = []
        try collect(tree, into: &found)
        return found
    }

    private static func collect(_ tree: JSONValue, into found: inout [Reference]) throws(LanguageError) {
        switch tree {
        case .null, .bool, .integer, .number: return
        case .string(let text):
            if Template.mayHoldReferences(text) { found += try Template(text).references }
        case .array(let items):
            for item in items { try collect(item, into: &found) }
        case .object(let members):
            for member in members.values { try collect(member, into: &found) }
        }
    }
}

extension JSONValue {
    /// The value as it is put into a text: a string as it is, anything else as JSON.
    package var templateText: String {
        switch self {
        case .string(let text): text
        case .null, .bool, .integer, .number, .array, .object: description
        }
    }
}
