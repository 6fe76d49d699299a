import Model

/// Holds one value against a schema.
struct SchemaEvaluator {
    private let schema: JSONSchema
    /// How many violations are kept; 0 stops at the first.
    private let limit: Int
    private(set) var violations: [SchemaViolation] = []
    /// Above 0 inside a schema whose failure is no violation of its own: an alternative, a condition.
    private var silence = 0
    private var path: [JSONPath.Segment] = []
    /// The resources on the way, outermost first.
    private var scope: [Int] = []
    private var depth = 0
    private var left = 5_000_000
    private var problem: SchemaError?

    private static let maxDepth = 1_000

    init(_ schema: JSONSchema, collecting limit: Int) {
        self.schema = schema
        self.limit = limit
    }

    mutating func run(_ value: JSONValue) throws(SchemaError) -> Bool {
        var marks = EvaluatedParts()
        let holds = evaluate(schema.root, value, &marks)
        if let problem { throw problem }
        return holds
    }

    private var isCollecting: Bool { limit > 0 && silence == 0 }

    private mutating func evaluate(_ number: Int, _ value: JSONValue, _ marks: inout EvaluatedParts) -> Bool {
        let node = schema.nodes[number]
        depth += 1
        left -= 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth, left > 0, problem == nil else {
            problem = problem ?? SchemaError(place: node.place, reason: "the schema refers to itself without end")
            return false
        }
        let entersResource = scope.last != node.resource
        if entersResource { scope.append(node.resource) }
        defer { if entersResource { scope.removeLast() } }
        switch node.content {
        case .boolean(true): return true
        case .boolean(false): return refuse("nothing", value, node.place)
        case .keywords(let keywords):
            var own = EvaluatedParts()
            var holds = true
            for keyword in keywords {
                if !check(keyword, value, node.place, &own) {
                    holds = false
                    guard isCollecting, violations.count < limit else { break }
                }
            }
            if holds { marks.formUnion(own) }
            return holds
        }
    }

    private mutating func refuse(_ expected: String, _ value: JSONValue, _ place: String) -> Bool {
        if isCollecting, violations.count < limit {
            violations.append(
                SchemaViolation(path: JSONPath(segments: path), expected: expected, actual: value, place: place))
        }
        return false
    }

    /// Whether it holds, without violations of its own.
    private mutating func accepts(_ number: Int, _ value: JSONValue, _ marks: inout EvaluatedParts) -> Bool {
        silence += 1
        defer { silence -= 1 }
        return evaluate(number, value, &marks)
    }

    private mutating func evaluate(_ number: Int, _ value: JSONValue, at segment: JSONPath.Segment) -> Bool {
        path.append(segment)
        defer { path.removeLast() }
        var marks = EvaluatedParts()
        return evaluate(number, value, &marks)
    }

    // MARK: Keywords

    private mutating func check(
        _ keyword: SchemaKeyword, _ value: JSONValue, _ place: String, _ marks: inout EvaluatedParts
    ) -> Bool {
        switch keyword {
        case .type, .enumeration, .const, .multipleOf, .maximum, .exclusiveMaximum, .minimum, .exclusiveMinimum,
            .maxLength, .minLength, .pattern, .maxItems, .minItems, .uniqueItems, .maxProperties, .minProperties,
            .required, .dependentRequired, .format:
            switch SchemaAssertion.check(keyword, value) {
            case .holds: return true
            case .fails(let expected): return refuse(expected, value, place)
            case .undecided(let reason):
                problem = problem ?? SchemaError(place: place, reason: reason)
                return false
            }
        case .prefixItems, .items, .contains, .unevaluatedItems:
            guard case .array(let items) = value else { return true }
            return check(keyword, items, value, place, &marks)
        case .properties, .patternProperties, .additionalProperties, .propertyNames, .dependentSchemas,
            .unevaluatedProperties:
            guard case .object(let members) = value else { return true }
            return check(keyword, members, value, place, &marks)
        case .allOf(let schemas):
            var holds = true
            for schema in schemas where !evaluate(schema, value, &marks) { holds = false }
            return holds
        case .anyOf(let schemas):
            var holds = false
            for other in schemas where accepts(other, value, &marks) {
                holds = true
                if !schema.tracksEvaluation { break }
            }
            return holds ? true : refuse("one of \(schemas.count) alternatives (anyOf)", value, place)
        case .oneOf(let schemas):
            var found = 0
            for other in schemas where accepts(other, value, &marks) { found += 1 }
            return found == 1
                ? true : refuse("exactly one of \(schemas.count) alternatives (oneOf), not \(found)", value, place)
        case .not(let other):
            var ignored = EvaluatedParts()
            return accepts(other, value, &ignored) ? refuse("something else (not)", value, place) : true
        case .conditional(let condition, let then, let otherwise):
            let branch = accepts(condition, value, &marks) ? then : otherwise
            return branch.map { evaluate($0, value, &marks) } ?? true
        case .reference(let target): return evaluate(target, value, &marks)
        case .dynamicReference(let target, let anchor):
            let outermost = anchor.flatMap { anchor in
                scope.first { schema.dynamicAnchors[$0][anchor] != nil }.flatMap { schema.dynamicAnchors[$0][anchor] }
            }
            return evaluate(outermost ?? target, value, &marks)
        }
    }

    private mutating func check(
        _ keyword: SchemaKeyword, _ items: [JSONValue], _ value: JSONValue, _ place: String,
        _ marks: inout EvaluatedParts
    ) -> Bool {
        var holds = true
        switch keyword {
        case .prefixItems(let schemas):
            for (index, (schema, item)) in zip(schemas, items).enumerated()
            where !evaluate(schema, item, at: .index(index)) { holds = false }
            marks.items.formUnion(0..<min(schemas.count, items.count))
        case .items(let schema, let start):
            for index in items.indices.dropFirst(start) where !evaluate(schema, items[index], at: .index(index)) {
                holds = false
            }
            marks.items.formUnion(items.indices)
        case .contains(let schema, let least, let most):
            var found = 0
            for (index, item) in items.enumerated() {
                var ignored = EvaluatedParts()
                guard accepts(schema, item, &ignored) else { continue }
                found += 1
                marks.items.insert(index)
            }
            if found < least {
                return refuse("at least \(least) items of the sort in `contains`, not \(found)", value, place)
            }
            if let most, found > most {
                return refuse("at most \(most) items of the sort in `contains`, not \(found)", value, place)
            }
        case .unevaluatedItems(let schema):
            for index in items.indices where !marks.items.contains(index) {
                if !evaluate(schema, items[index], at: .index(index)) { holds = false }
            }
            marks.items.formUnion(items.indices)
        default: break
        }
        return holds
    }

    private mutating func check(
        _ keyword: SchemaKeyword, _ members: [String: JSONValue], _ value: JSONValue, _ place: String,
        _ marks: inout EvaluatedParts
    ) -> Bool {
        var holds = true
        switch keyword {
        case .properties(let schemas):
            for (name, member) in Self.sorted(members) {
                guard let schema = schemas[name] else { continue }
                if !evaluate(schema, member, at: .name(name)) { holds = false }
                marks.properties.insert(name)
            }
        case .patternProperties(let schemas):
            for (pattern, schema) in schemas {
                for (name, member) in Self.sorted(members) where matches(pattern, name, place) {
                    if !evaluate(schema, member, at: .name(name)) { holds = false }
                    marks.properties.insert(name)
                }
            }
        case .additionalProperties(let schema, let names, let patterns):
            for (name, member) in Self.sorted(members) where !names.contains(name) {
                if patterns.contains(where: { matches($0, name, place) }) { continue }
                if !evaluate(schema, member, at: .name(name)) { holds = false }
                marks.properties.insert(name)
            }
        case .propertyNames(let schema):
            for name in members.keys.sorted() where !evaluate(schema, .string(name), at: .name(name)) {
                holds = false
            }
        case .dependentSchemas(let schemas):
            for (name, schema) in schemas where members[name] != nil {
                if !evaluate(schema, value, &marks) { holds = false }
            }
        case .unevaluatedProperties(let schema):
            for (name, member) in Self.sorted(members) where !marks.properties.contains(name) {
                if !evaluate(schema, member, at: .name(name)) { holds = false }
                marks.properties.insert(name)
            }
        default: break
        }
        return holds
    }

    private mutating func matches(_ pattern: String, _ name: String, _ place: String) -> Bool {
        switch SchemaPattern.matches(pattern, name) {
        case .found: return true
        case .notFound: return false
        case .undecided(let reason):
            problem = problem ?? SchemaError(place: place, reason: reason)
            return false
        }
    }

    private static func sorted(_ members: [String: JSONValue]) -> [(key: String, value: JSONValue)] {
        members.sorted { $0.key < $1.key }
    }
}

/// What of a value some schema has looked at, for `unevaluatedItems` and `unevaluatedProperties`.
struct EvaluatedParts {
    var properties: Set<String> = []
    var items: Set<Int> = []

    mutating func formUnion(_ other: EvaluatedParts) {
        if !other.properties.isEmpty { properties.formUnion(other.properties) }
        if !other.items.isEmpty { items.formUnion(other.items) }
    }
}
