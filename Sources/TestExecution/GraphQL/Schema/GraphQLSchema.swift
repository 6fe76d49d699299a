import Model

/// The types of a server as introspection tells them (GraphQL, October 2021, §4).
struct GraphQLSchema {
    struct Input {
        let name: String
        let type: GraphQLTypeReference
        let hasDefault: Bool

        var isRequired: Bool { type.isNonNull && !hasDefault }
    }

    struct Field {
        let arguments: [Input]
        let type: GraphQLTypeReference
    }

    struct TypeDefinition {
        let kind: Kind
        let fields: [String: Field]
        let inputs: [Input]
        let values: Set<String>
        /// The objects that a value of it may be.
        let possible: Set<String>
    }

    enum Kind: String {
        case scalar = "SCALAR"
        case object = "OBJECT"
        case interface = "INTERFACE"
        case union = "UNION"
        case enumeration = "ENUM"
        case input = "INPUT_OBJECT"

        var isComposite: Bool {
            switch self {
            case .object, .interface, .union: true
            case .scalar, .enumeration, .input: false
            }
        }
    }

    let types: [String: TypeDefinition]
    /// Arguments by the directive's name.
    let directives: [String: [Input]]
    private let roots: [GraphQLDocument.Kind: String]

    func root(of kind: GraphQLDocument.Kind) -> String? { roots[kind] }

    /// Reads the `__schema` of an answer; nil when it is none.
    init?(_ schema: JSONValue) {
        guard case .array(let types)? = schema["types"] else { return nil }
        var known: [String: TypeDefinition] = [:]
        for type in types {
            guard let name = type["name"]?.string, let kind = type["kind"]?.string.flatMap(Kind.init) else { continue }
            let fields = Self.named(type["fields"]) { field -> Field? in
                Self.reference(field["type"]).map { Field(arguments: Self.inputs(field["args"]), type: $0) }
            }
            var possible = Set(Self.items(type["possibleTypes"]).compactMap { $0["name"]?.string })
            if kind == .object { possible.insert(name) }
            known[name] = TypeDefinition(
                kind: kind, fields: fields, inputs: Self.inputs(type["inputFields"]),
                values: Set(Self.items(type["enumValues"]).compactMap { $0["name"]?.string }), possible: possible)
        }
        self.types = known
        directives = Self.named(schema["directives"]) { Self.inputs($0["args"]) }
        var roots: [GraphQLDocument.Kind: String] = [:]
        for kind in GraphQLDocument.Kind.allCases { roots[kind] = schema["\(kind.rawValue)Type"]?["name"]?.string }
        self.roots = roots
    }

    private static func items(_ value: JSONValue?) -> [JSONValue] {
        guard case .array(let items)? = value else { return [] }
        return items
    }

    private static func named<Value>(_ value: JSONValue?, _ make: (JSONValue) -> Value?) -> [String: Value] {
        var found: [String: Value] = [:]
        for item in items(value) {
            if let name = item["name"]?.string { found[name] = make(item) }
        }
        return found
    }

    private static func inputs(_ value: JSONValue?) -> [Input] {
        items(value).compactMap { item in
            guard let name = item["name"]?.string, let type = reference(item["type"]) else { return nil }
            return Input(name: name, type: type, hasDefault: item["defaultValue"]?.string != nil)
        }
    }

    private static func reference(_ value: JSONValue?) -> GraphQLTypeReference? {
        guard let value else { return nil }
        switch value["kind"]?.string {
        case "NON_NULL": return reference(value["ofType"]).map(GraphQLTypeReference.nonNull)
        case "LIST": return reference(value["ofType"]).map(GraphQLTypeReference.list)
        default: return value["name"]?.string.map(GraphQLTypeReference.named)
        }
    }
}
