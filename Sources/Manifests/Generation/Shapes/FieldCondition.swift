import Model

/// What must hold between the fields of one mapping, in the words of JSON Schema and of CEL.
struct FieldCondition: Sendable {
    /// Keywords of JSON Schema that hold exactly when the condition does; all of them may stand in a structural schema.
    let schema: JSONValue
    /// An expression over `self` in the Common Expression Language, as newer Kubernetes API servers evaluate it.
    let expression: String
    /// What to tell when it does not hold.
    let message: String
    /// The fields that it looks at.
    let fields: [String]
}

extension FieldRule {
    var condition: FieldCondition {
        switch self {
        case .exactlyOne(let names):
            FieldCondition(
                schema: .object(["oneOf": .array(names.map { Self.has([$0]) })]),
                expression: "\(Self.count(names)) == 1", message: "exactly one of \(Self.list(names)) is needed",
                fields: names)
        case .atMostOne(let names):
            FieldCondition(
                schema: .object(["not": Self.anyOf(Self.pairs(names).map { Self.has($0) })]),
                expression: "\(Self.count(names)) <= 1", message: "at most one of \(Self.list(names)) can be given",
                fields: names)
        case .onlyWith(let name, let other):
            FieldCondition(
                schema: .object([
                    "anyOf": .array([.object(["not": Self.has([name])]), Self.has([other])])
                ]),
                expression: "!\(Self.member(name)) || \(Self.member(other))",
                message: "\(name) needs \(other) beside it",
                fields: [name, other])
        }
    }

    private static func has(_ names: [String]) -> JSONValue {
        .object(["required": .array(names.map { .string($0) })])
    }

    private static func anyOf(_ schemas: [JSONValue]) -> JSONValue {
        schemas.count == 1 ? schemas[0] : .object(["anyOf": .array(schemas)])
    }

    private static func pairs(_ names: [String]) -> [[String]] {
        names.indices.flatMap { first in names[(first + 1)...].map { [names[first], $0] } }
    }

    private static func member(_ name: String) -> String { "has(self.\(CommonExpressionLanguage.identifier(name)))" }

    private static func count(_ names: [String]) -> String {
        names.map { "(\(member($0)) ? 1 : 0)" }.joined(separator: " + ")
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension Kind {
    /// What must hold within its `spec` and is no rule of the table; `KindRules` checks the same of manifests.
    var conditions: [FieldCondition] {
        switch self {
        case .cloudResource: [Self.resourceType]
        case .environment, .testSuite, .alertRule, .cachePolicy: []
        }
    }

    /// `ec2` only at aws, and so on.
    private static let resourceType: FieldCondition = {
        let pairs = ProviderName.allCases.map { ($0.rawValue, $0.resourceType.rawValue) }
        let schemas = pairs.map { provider, type in
            JSONValue.object([
                "properties": .object([
                    "provider": .object(["enum": .array([.string(provider)])]),
                    "type": .object(["enum": .array([.string(type)])]),
                ])
            ])
        }
        return FieldCondition(
            schema: .object(["anyOf": .array(schemas)]),
            expression: pairs.map { "(self.provider == '\($0)' && self.type == '\($1)')" }.joined(separator: " || "),
            message: "the pairs of provider and type are \(pairs.map { "\($0)-\($1)" }.joined(separator: ", "))",
            fields: ["provider", "type"])
    }()
}
