import Model

/// Writes shapes as schemas, in one of two dialects.
struct SchemaWriter {
    enum Dialect {
        /// Draft 7 (https://json-schema.org/draft-07/json-schema-release-notes), which every editor reads.
        case jsonSchema
        /// A structural schema of Kubernetes: one type a node, everything bounded, unknown fields pruned by the server.
        case structural
    }

    let dialect: Dialect

    /// Where a node stands.
    struct Place {
        /// How many of it an object may hold at worst.
        var count = 1
        /// The shared mappings around it.
        var around: Set<String> = []

        func times(_ factor: Int) -> Place {
            let (product, overflow) = count.multipliedReportingOverflow(by: factor)
            let limit = Int.max / 1_000_000
            return Place(count: overflow ? limit : min(product, limit), around: around)
        }

        func inside(_ name: String) -> Place { Place(count: count, around: around.union([name])) }
    }

    func object(_ schema: Schema, conditions: [FieldCondition] = [], at place: Place = Place()) -> [String: JSONValue] {
        let properties = Dictionary(
            schema.fields.map { ($0.name, JSONValue.object(field($0, at: place))) }, uniquingKeysWith: { $1 })
        var node: [String: JSONValue] = ["type": .string("object"), "properties": .object(properties)]
        let required = schema.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { node["required"] = .array(required) }
        let all = schema.rules.map(\.condition) + conditions
        add(all.map(\.schema), to: &node)
        switch dialect {
        case .jsonSchema: node["additionalProperties"] = .bool(false)
        case .structural:
            let told = all.filter { condition in
                condition.fields.allSatisfy { Self.isTyped(properties[$0]) }
                    && place.count * condition.fields.count * Self.costOfField <= Self.budget
            }
            if !told.isEmpty { node["x-kubernetes-validations"] = .array(told.map(Self.validation)) }
        }
        return node
    }

    func field(_ field: Field, at place: Place = Place()) -> [String: JSONValue] {
        var node = self.node(field.type.shape, at: place)
        // Readers of draft 7 pass over what stands beside a reference.
        if let reference = node["$ref"] { node = ["allOf": .array([.object(["$ref": reference])])] }
        node["description"] = .string(description(of: field))
        if case .jsonSchema = dialect, let value = field.shownDefault { node["default"] = value }
        return node
    }

    func node(_ shape: ValueShape, at place: Place = Place()) -> [String: JSONValue] {
        switch shape {
        case .scalar(let scalar): return typed(scalar)
        case .object(let schema): return object(schema, at: place)
        case .anything: return dialect == .structural ? Self.untyped : [:]
        case .list(let item, let minimum):
            var node: [String: JSONValue] = [
                "type": .string("array"), "items": .object(self.node(item, at: place.times(Self.items))),
            ]
            if minimum > 0 { node["minItems"] = .integer(Int64(minimum)) }
            if dialect == .structural { node["maxItems"] = .integer(Int64(Self.items)) }
            return node
        case .map(let keys, let values):
            var node: [String: JSONValue] = [
                "type": .string("object"),
                "additionalProperties": .object(self.node(values, at: place.times(Self.members))),
            ]
            switch dialect {
            case .structural: node["maxProperties"] = .integer(Int64(Self.members))
            case .jsonSchema:
                node["propertyNames"] = .object(
                    keys.pattern.map { ["pattern": .string($0)] } ?? ["minLength": .integer(1)])
            }
            return node
        case .either(let short, let long):
            switch dialect {
            case .jsonSchema:
                return ["anyOf": .array([.object(node(short, at: place)), .object(node(long, at: place))])]
            case .structural:
                // No node may have two types; bounds still hold, each for values of its own type.
                guard case .scalar(var scalar) = short else { return Self.untyped }
                scalar.values = []
                return bounds(of: scalar).merging(Self.untyped) { $1 }
            }
        case .shared(let shared):
            switch dialect {
            case .jsonSchema: return ["$ref": .string("#/definitions/\(shared.name)")]
            case .structural:
                // No node may refer to another, so what holds itself again is left to Rondo's own validation.
                guard !place.around.contains(shared.name) else {
                    return Self.untyped.merging(["type": .string("object")]) { $1 }
                }
                return object(shared.schema(), at: place.inside(shared.name))
            }
        }
    }

    private func typed(_ scalar: ScalarShape) -> [String: JSONValue] {
        var node = bounds(of: scalar)
        switch dialect {
        case .jsonSchema:
            let types = scalar.types.map { JSONValue.string($0.rawValue) }
            node["type"] = types.count == 1 ? types[0] : .array(types)
        case .structural:
            if let type = scalar.types.first, scalar.types.count == 1 {
                node["type"] = .string(type.rawValue)
                if type == .integer { node["format"] = .string("int64") }
            } else if Set(scalar.types) == [.string, .integer] {
                node["x-kubernetes-int-or-string"] = .bool(true)
            } else {
                node.merge(Self.untyped) { $1 }
            }
        }
        return node
    }

    private func bounds(of scalar: ScalarShape) -> [String: JSONValue] {
        var node: [String: JSONValue] = [:]
        node["pattern"] = scalar.pattern.map { .string($0) }
        node["minimum"] = scalar.minimum.map { .integer(Int64($0)) }
        node["maximum"] = scalar.maximum.map { .integer(Int64($0)) }
        if !scalar.values.isEmpty { node["enum"] = .array(scalar.values.map { .string($0) }) }
        if let length = scalar.length {
            if length.lowerBound > 0 { node["minLength"] = .integer(Int64(length.lowerBound)) }
            if dialect == .structural || length.upperBound < TextRule.longest {
                node["maxLength"] = .integer(Int64(length.upperBound))
            }
        } else if dialect == .structural, scalar.pattern != nil {
            node["maxLength"] = .integer(Int64(TextRule.longest))
        }
        return node
    }

    private func description(of field: Field) -> String {
        guard case .structural = dialect, let value = field.shownDefault else { return field.note }
        return "\(field.note) Default: \(value.shown)."
    }

    /// A single condition stands in the node itself, several side by side.
    private func add(_ conditions: [JSONValue], to node: inout [String: JSONValue]) {
        if conditions.count == 1, case .object(let keywords) = conditions[0] {
            node.merge(keywords) { $1 }
        } else if !conditions.isEmpty {
            node["allOf"] = .array(conditions)
        }
    }

    private static let untyped: [String: JSONValue] = ["x-kubernetes-preserve-unknown-fields": .bool(true)]

    // The bounds of Kubernetes. A server refuses a definition whose expressions could cost too much at worst, which it
    // reckons from the bounds of the lists and maps around them; an expression that comes near that is left out, since
    // the condition beside it says the same.

    private static let items = 10_000
    private static let members = 1_000
    /// What looking at one field costs, generously.
    private static let costOfField = 10
    /// A tenth of what a server allows.
    private static let budget = 1_000_000

    /// Expressions can't see a field without a type.
    private static func isTyped(_ node: JSONValue?) -> Bool {
        node?["type"] != nil || node?["x-kubernetes-int-or-string"] != nil
    }

    private static func validation(_ condition: FieldCondition) -> JSONValue {
        .object(["rule": .string(condition.expression), "message": .string(condition.message)])
    }
}

extension Field {
    /// The default where it says something: nothing in, nothing out goes without saying.
    var shownDefault: JSONValue? {
        guard case .defaulted(let value) = presence else { return nil }
        switch value {
        case .object(let members) where members.isEmpty: return nil
        case .array(let items) where items.isEmpty: return nil
        case .null, .bool, .integer, .number, .string, .array, .object: return value
        }
    }
}

extension JSONValue {
    /// As a manifest would have it on one line.
    var shown: String {
        switch self {
        case .string(let text): text
        case .array(let items): "[\(items.map(\.shown).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", "))}"
        case .null, .bool, .integer, .number: description
        }
    }
}
