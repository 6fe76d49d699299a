import Model
import TestLanguage

/// Writes a schema of a document as one JSON Schema of 2020-12, with what it refers to in `$defs`.
struct SchemaText {
    /// Bytes that one may have; what is further away is taken as it comes.
    let limit: Int
    private var names: [String: String] = [:]
    private var takenNames = UniqueNames()
    /// Parts of the schema that is being written; each has more bytes than one.
    private var parts = 0
    private var waiting: [(name: String, place: OpenAPIPlace)] = []
    private var definitions: [String: JSONValue] = [:]
    private(set) var isCut = false

    init(limit: Int) { self.limit = limit }

    /// An assertion on the body; nil where there is nothing to check.
    mutating func assertion(_ place: OpenAPIPlace, _ references: inout OpenAPIReferences) -> String? {
        var schema = converted(place, &references, depth: 0)
        guard schema != .object([:]), schema != .bool(true) else { return nil }
        var size = schema.description.utf8.count
        guard size <= max(limit * 2, 200) else {
            isCut = true
            return nil
        }
        var done = 0
        while done < waiting.count {
            let (name, place) = waiting[done]
            done += 1
            guard size < limit else {
                definitions[name] = .bool(true)
                isCut = true
                continue
            }
            guard let target = references.resolved(place) else {
                definitions[name] = .bool(true)
                continue
            }
            parts = 0
            let definition = converted(target, &references, depth: 0)
            size += definition.description.utf8.count
            definitions[name] = definition
        }
        if !definitions.isEmpty, case .object(var members) = schema {
            members["$defs"] = .object(definitions)
            schema = .object(members)
        }
        let line = "json $ matchesSchema \(JSONLine.text(Template.escaping(schema)))"
        if (try? AssertionParser.parse(line)) != nil { return line }
        let plain = "json $ matchesSchema \(JSONLine.text(Template.escaping(schema.withoutPatterns)))"
        isCut = true
        return (try? AssertionParser.parse(plain)) == nil ? nil : plain
    }

    // MARK: Keywords

    private static let kept: Set<String> = [
        "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
        "maxLength",
        "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains", "maxProperties",
        "minProperties", "required", "dependentRequired",
    ]
    private static let schemas: Set<String> = [
        "additionalProperties", "items", "contains", "not", "if", "then", "else", "propertyNames",
        "unevaluatedProperties", "unevaluatedItems",
    ]
    private static let lists: Set<String> = ["allOf", "anyOf", "oneOf", "prefixItems"]
    private static let maps: Set<String> = ["properties", "patternProperties", "dependentSchemas"]

    private mutating func converted(
        _ place: OpenAPIPlace, _ references: inout OpenAPIReferences, depth: Int
    ) -> JSONValue {
        parts += 1
        guard depth < ImportLimits.depth, parts <= max(limit * 2, 200) else {
            isCut = true
            return .bool(true)
        }
        guard case .object(let written) = place.value else {
            return place.value.bool.map(JSONValue.bool) ?? .bool(true)
        }
        var result: [String: JSONValue] = [:]
        if let reference = written["$ref"]?.string {
            let key = references.key(of: reference, from: place.file)
            result["$ref"] = .string("#/$defs/\(name(of: key, reference, place))")
        }
        for (keyword, value) in written {
            let inner = OpenAPIPlace(file: place.file, value: value)
            if Self.kept.contains(keyword) {
                result[keyword] = value
            } else if Self.schemas.contains(keyword) {
                result[keyword] = converted(inner, &references, depth: depth + 1)
            } else if Self.lists.contains(keyword), !value.items.isEmpty {
                result[keyword] = .array(inner.items.map { converted($0, &references, depth: depth + 1) })
            } else if Self.maps.contains(keyword) {
                let pairs = inner.members.map { ($0.key, converted($0.place, &references, depth: depth + 1)) }
                result[keyword] = .object(Dictionary(pairs) { $1 })
            }
        }
        Self.modernize(&result, written)
        return .object(result)
    }

    /// What older versions spell otherwise.
    private static func modernize(_ result: inout [String: JSONValue], _ written: [String: JSONValue]) {
        for (bound, flag) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            guard let isExclusive = written[flag]?.bool else { continue }
            result[flag] = isExclusive ? result[bound] : nil
            if isExclusive { result[bound] = nil }
        }
        // What only requests hold is required of no answer.
        if let required = result["required"] {
            let hidden = Set(
                (written["properties"]?.members ?? [:]).filter { $0.value["writeOnly"]?.bool == true }.keys)
            let names = required.items.filter { name in name.string.map { !hidden.contains($0) } ?? false }
            var seen: Set<JSONValue> = []
            let once = names.filter { seen.insert($0).inserted }
            result["required"] = once.isEmpty ? nil : .array(once)
        }
        if let values = result["enum"], values.items.isEmpty { result["enum"] = nil }
        if case .string("file")? = result["type"] { result["type"] = nil }
        guard written["nullable"]?.bool == true || written["x-nullable"]?.bool == true else { return }
        if let reference = result["$ref"] {
            result["$ref"] = nil
            result["anyOf"] = .array([.object(["$ref": reference]), .object(["type": .string("null")])])
        } else if case .string(let type)? = result["type"] {
            result["type"] = .array([.string(type), .string("null")])
        }
        if let values = result["enum"], !values.items.contains(.null) {
            result["enum"] = .array(values.items + [.null])
        }
    }

    /// The name of what a reference leads to; it is written down once.
    private mutating func name(of key: String, _ reference: String, _ place: OpenAPIPlace) -> String {
        if let known = names[key] { return known }
        let last = reference.split { $0 == "/" || $0 == "#" }.last.map(String.init) ?? "schema"
        let name = takenNames.name(ReferenceName.name(last), separator: "-")
        names[key] = name
        waiting.append((name, OpenAPIPlace(file: place.file, value: .object(["$ref": .string(reference)]))))
        return name
    }
}

extension JSONValue {
    /// Without the patterns, which may be in a dialect that nobody reads.
    fileprivate var withoutPatterns: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.filter { !($0.key == "pattern" && $0.value.string != nil) && $0.key != "patternProperties" }
                    .mapValues(\.withoutPatterns))
        case .array(let items): .array(items.map(\.withoutPatterns))
        case .null, .bool, .integer, .number, .string: self
        }
    }
}
