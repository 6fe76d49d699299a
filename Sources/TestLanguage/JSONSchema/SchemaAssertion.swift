import Model

/// The keywords that look at one value alone.
enum SchemaAssertion {
    enum Answer {
        case holds
        /// What was demanded, for people.
        case fails(String)
        case undecided(String)

        init(_ holds: Bool, _ expected: @autoclosure () -> String) { self = holds ? .holds : .fails(expected()) }
    }

    static func check(_ keyword: SchemaKeyword, _ value: JSONValue) -> Answer {
        switch keyword {
        case .type(let types):
            return Answer(
                types.contains { $0.accepts(value) }, "type \(types.map(\.rawValue).joined(separator: " or "))")
        case .enumeration(let values):
            return Answer(
                values.contains { $0.isEqual(to: value) },
                "one of \(values.prefix(10).map(\.description).joined(separator: ", "))\(values.count > 10 ? ", …" : "")"
            )
        case .const(let other): return Answer(other.isEqual(to: value), other.description)
        case .multipleOf, .maximum, .exclusiveMaximum, .minimum, .exclusiveMinimum:
            return value.double == nil ? .holds : number(keyword, value)
        case .maxLength, .minLength, .pattern, .format:
            guard case .string(let text) = value else { return .holds }
            return self.text(keyword, text)
        case .maxItems, .minItems, .uniqueItems:
            guard case .array(let items) = value else { return .holds }
            return self.items(keyword, items)
        case .maxProperties, .minProperties, .required, .dependentRequired:
            guard case .object(let members) = value else { return .holds }
            return object(keyword, members)
        default: return .holds
        }
    }

    private static func number(_ keyword: SchemaKeyword, _ value: JSONValue) -> Answer {
        switch keyword {
        case .multipleOf(let divisor):
            Answer(SchemaNumbers.isMultiple(value, of: divisor), "a multiple of \(divisor)")
        case .maximum(let bound): Answer(!SchemaNumbers.isLess(bound, value), "at most \(bound)")
        case .exclusiveMaximum(let bound): Answer(SchemaNumbers.isLess(value, bound), "less than \(bound)")
        case .minimum(let bound): Answer(!SchemaNumbers.isLess(value, bound), "at least \(bound)")
        case .exclusiveMinimum(let bound): Answer(SchemaNumbers.isLess(bound, value), "more than \(bound)")
        default: .holds
        }
    }

    private static func text(_ keyword: SchemaKeyword, _ text: String) -> Answer {
        switch keyword {
        case .maxLength(let count):
            return Answer(text.unicodeScalars.count <= count, "at most \(count) characters")
        case .minLength(let count):
            return Answer(text.unicodeScalars.count >= count, "at least \(count) characters")
        case .pattern(let pattern):
            switch SchemaPattern.matches(pattern, text) {
            case .found: return .holds
            case .notFound: return .fails("a match of \(PatternLiteral.quoting(pattern))")
            case .undecided(let reason): return .undecided(reason)
            }
        case .format(let format): return Answer(format.accepts(text), "format \(format.rawValue)")
        default: return .holds
        }
    }

    private static func items(_ keyword: SchemaKeyword, _ items: [JSONValue]) -> Answer {
        switch keyword {
        case .maxItems(let count): Answer(items.count <= count, "at most \(count) items")
        case .minItems(let count): Answer(items.count >= count, "at least \(count) items")
        case .uniqueItems: Answer(!hasTwins(items), "items that differ from one another")
        default: .holds
        }
    }

    private static func object(_ keyword: SchemaKeyword, _ members: [String: JSONValue]) -> Answer {
        switch keyword {
        case .maxProperties(let count): return Answer(members.count <= count, "at most \(count) members")
        case .minProperties(let count): return Answer(members.count >= count, "at least \(count) members")
        case .required(let names):
            let missing = names.filter { members[$0] == nil }
            return Answer(missing.isEmpty, "member \(missing.map { "`\($0)`" }.joined(separator: ", "))")
        case .dependentRequired(let map):
            let missing = map.filter { members[$0.key] != nil }.values.joined().filter { members[$0] == nil }.sorted()
            return Answer(missing.isEmpty, "member \(missing.map { "`\($0)`" }.joined(separator: ", "))")
        default: return .holds
        }
    }

    /// By the canonical text of each, in which equal numbers are made alike, since comparing all pairs grows too fast.
    private static func hasTwins(_ items: [JSONValue]) -> Bool {
        var seen: Set<[UInt8]> = []
        for item in items where !seen.insert(Array(normal(item).description.utf8)).inserted { return true }
        return false
    }

    private static func normal(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number):
            Int64(exactly: number).map(JSONValue.integer) ?? value
        case .array(let items): .array(items.map(normal))
        case .object(let members): .object(members.mapValues(normal))
        case .null, .bool, .integer, .string: value
        }
    }
}
