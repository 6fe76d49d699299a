import Model

/// Reads the keywords of one schema object, with an error for each that isn't what the draft says.
struct SchemaKeywordReader {
    let members: [String: JSONValue]
    /// Of the object.
    let pointer: String
    /// Gives a subschema its number.
    let compile: (JSONValue, String) throws(SchemaError) -> Int

    // MARK: Validation

    func validation() throws(SchemaError) -> [SchemaKeyword] {
        var result: [SchemaKeyword] = []
        if let types = try types() { result.append(.type(types)) }
        if let values = try list("enum") { result.append(.enumeration(values)) }
        if let value = members["const"] { result.append(.const(value)) }
        if let number = try number("multipleOf") {
            guard let value = number.double, value > 0 else { throw wrong("multipleOf", "a number above 0") }
            result.append(.multipleOf(number))
        }
        if let number = try number("maximum") { result.append(.maximum(number)) }
        if let number = try number("exclusiveMaximum") { result.append(.exclusiveMaximum(number)) }
        if let number = try number("minimum") { result.append(.minimum(number)) }
        if let number = try number("exclusiveMinimum") { result.append(.exclusiveMinimum(number)) }
        if let count = try count("maxLength") { result.append(.maxLength(count)) }
        if let count = try count("minLength") { result.append(.minLength(count)) }
        if let pattern = try text("pattern") { result.append(.pattern(try self.pattern(pattern, "pattern"))) }
        if let count = try count("maxItems") { result.append(.maxItems(count)) }
        if let count = try count("minItems") { result.append(.minItems(count)) }
        if case .bool(true)? = members["uniqueItems"] { result.append(.uniqueItems) }
        if let count = try count("maxProperties") { result.append(.maxProperties(count)) }
        if let count = try count("minProperties") { result.append(.minProperties(count)) }
        if let names = try list("required") { result.append(.required(names.compactMap(\.string))) }
        if let map = try map("dependentRequired") { result.append(.dependentRequired(try names(map))) }
        return result
    }

    private func types() throws(SchemaError) -> [SchemaType]? {
        guard let value = members["type"] else { return nil }
        let items: [JSONValue] = if case .array(let list) = value { list } else { [value] }
        var result: [SchemaType] = []
        for item in items {
            guard let type = item.string.flatMap(SchemaType.init) else {
                let known = SchemaType.allCases.map(\.rawValue)
                let hint = item.string.flatMap { NearestName.nearest(to: $0, among: known) }
                throw SchemaError(
                    place: pointer + "/type",
                    reason: "`\(item.templateText)` is no type: "
                        + (hint.map { "did you mean `\($0)`?" } ?? "known are \(known.joined(separator: ", "))"))
            }
            result.append(type)
        }
        return result
    }

    private func names(_ map: [String: JSONValue]) throws(SchemaError) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for (name, value) in map {
            guard case .array(let items) = value else { throw wrong("dependentRequired", "an object of lists") }
            result[name] = items.compactMap(\.string)
        }
        return result
    }

    // MARK: Applicators

    func applicators() throws(SchemaError) -> [SchemaKeyword] {
        var result: [SchemaKeyword] = []
        let prefix = try schemas("prefixItems")
        if let prefix { result.append(.prefixItems(prefix)) }
        if let items = try schema("items") { result.append(.items(items, after: prefix?.count ?? 0)) }
        if let contains = try schema("contains") {
            result.append(
                .contains(contains, least: try count("minContains") ?? 1, most: try count("maxContains")))
        }
        let properties = try schemaMap("properties")
        if let properties { result.append(.properties(properties)) }
        let patterns = try schemaMap("patternProperties")
        if let patterns {
            for pattern in patterns.keys { _ = try self.pattern(pattern, "patternProperties") }
            result.append(.patternProperties(patterns))
        }
        if let schema = try schema("additionalProperties") {
            result.append(
                .additionalProperties(
                    schema, names: Set(properties?.keys.map { $0 } ?? []), patterns: patterns?.keys.map { $0 } ?? []))
        }
        if let schema = try schema("propertyNames") { result.append(.propertyNames(schema)) }
        if let schemas = try schemaMap("dependentSchemas") { result.append(.dependentSchemas(schemas)) }
        result += try dependencies()
        if let schemas = try schemas("allOf") { result.append(.allOf(schemas)) }
        if let schemas = try schemas("anyOf") { result.append(.anyOf(schemas)) }
        if let schemas = try schemas("oneOf") { result.append(.oneOf(schemas)) }
        if let schema = try schema("not") { result.append(.not(schema)) }
        if let condition = try schema("if") {
            result.append(.conditional(condition, then: try schema("then"), otherwise: try schema("else")))
        }
        if let schema = try schema("unevaluatedItems") { result.append(.unevaluatedItems(schema)) }
        if let schema = try schema("unevaluatedProperties") { result.append(.unevaluatedProperties(schema)) }
        return result
    }

    /// `dependencies` of the drafts before 2019-09, which is still much written: names or a schema for each name.
    private func dependencies() throws(SchemaError) -> [SchemaKeyword] {
        var required: [String: [String]] = [:]
        var schemas: [String: Int] = [:]
        for (name, value) in try map("dependencies") ?? [:] {
            if case .array(let names) = value {
                required[name] = names.compactMap(\.string)
            } else {
                schemas[name] = try compile(value, "\(pointer)/dependencies/\(JSONPointer.escaped(name))")
            }
        }
        return (required.isEmpty ? [] : [.dependentRequired(required)])
            + (schemas.isEmpty ? [] : [.dependentSchemas(schemas)])
    }

    private func schema(_ name: String) throws(SchemaError) -> Int? {
        guard let value = members[name] else { return nil }
        return try compile(value, "\(pointer)/\(name)")
    }

    private func schemas(_ name: String) throws(SchemaError) -> [Int]? {
        guard let items = try list(name) else { return nil }
        var result: [Int] = []
        for (place, item) in items.enumerated() { result.append(try compile(item, "\(pointer)/\(name)/\(place)")) }
        return result
    }

    private func schemaMap(_ name: String) throws(SchemaError) -> [String: Int]? {
        guard let map = try map(name) else { return nil }
        var result: [String: Int] = [:]
        for (key, value) in map.sorted(by: { $0.key < $1.key }) {
            result[key] = try compile(value, "\(pointer)/\(name)/\(JSONPointer.escaped(key))")
        }
        return result
    }

    // MARK: Values

    func text(_ name: String) throws(SchemaError) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.string else { throw wrong(name, "a text") }
        return text
    }

    private func list(_ name: String) throws(SchemaError) -> [JSONValue]? {
        guard let value = members[name] else { return nil }
        guard case .array(let items) = value else { throw wrong(name, "a list") }
        return items
    }

    private func map(_ name: String) throws(SchemaError) -> [String: JSONValue]? {
        guard let value = members[name] else { return nil }
        guard case .object(let map) = value else { throw wrong(name, "an object") }
        return map
    }

    private func number(_ name: String) throws(SchemaError) -> JSONValue? {
        guard let value = members[name] else { return nil }
        guard value.double != nil else { throw wrong(name, "a number") }
        return value
    }

    /// `2.0` is one too.
    private func count(_ name: String) throws(SchemaError) -> Int? {
        guard let number = try number(name)?.double else { return nil }
        guard number >= 0, number.rounded() == number else { throw wrong(name, "a whole number from 0") }
        return number < 1e15 ? Int(number) : .max
    }

    private func pattern(_ text: String, _ name: String) throws(SchemaError) -> String {
        let pattern = SchemaPattern.translated(text)
        guard BoundedRegex.isPattern(pattern) else {
            throw SchemaError(place: "\(pointer)/\(name)", reason: "`\(text)` is not a regular expression")
        }
        return text
    }

    private func wrong(_ name: String, _ wanted: String) -> SchemaError {
        SchemaError(place: "\(pointer)/\(name)", reason: "`\(name)` must be \(wanted)")
    }
}
