import Model

/// Holds the values that a test gives to variables against their types (GraphQL §3: input coercion).
struct VariableValueCheck {
    let schema: GraphQLSchema
    private(set) var problems: [SchemaProblem] = []

    init(_ schema: GraphQLSchema) { self.schema = schema }

    mutating func check(_ value: JSONValue, _ type: GraphQLTypeReference, at path: String) {
        switch type {
        case .nonNull(let inner):
            guard value != .null else { return refuse(value, "a value of type \(type)", path) }
            check(value, inner, at: path)
        case .list(let item):
            switch value {
            case .null: return
            case .array(let items):
                for (index, each) in items.enumerated() { check(each, item, at: "\(path)[\(index)]") }
            default: check(value, item, at: path)
            }
        case .named(let name):
            guard value != .null, let known = schema.types[name] else { return }
            check(value, known, name, at: path)
        }
    }

    private mutating func check(
        _ value: JSONValue, _ type: GraphQLSchema.TypeDefinition, _ name: String, at path: String
    ) {
        switch type.kind {
        case .input:
            guard case .object(let members) = value else { return refuse(value, "a value of type \(name)", path) }
            check(members, type.inputs, name, at: path)
        case .enumeration:
            guard let word = value.string, type.values.contains(word) else {
                return refuse(value, "one of \(type.values.sorted().joined(separator: ", "))", path)
            }
        case .scalar: if !value.fits(scalar: name) { refuse(value, "a value of type \(name)", path) }
        case .object, .interface, .union: break
        }
    }

    private mutating func check(
        _ members: [String: JSONValue], _ inputs: [GraphQLSchema.Input], _ name: String, at path: String
    ) {
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            guard let input = inputs.first(where: { $0.name == key }) else {
                let nearest = NearestName.nearest(to: key, among: inputs.map(\.name))
                problems.append(
                    SchemaProblem(
                        path: "\(path).\(key)", expected: nearest.map { "`\($0)`" } ?? "a field of `\(name)`",
                        actual: "`\(name)` has no `\(key)`"))
                continue
            }
            check(member, input.type, at: "\(path).\(key)")
        }
        for input in inputs where input.isRequired && members[input.name] == nil {
            problems.append(
                SchemaProblem(
                    path: "\(path).\(input.name)", expected: "a value of type \(input.type)",
                    actual: "none is given"))
        }
    }

    private mutating func refuse(_ value: JSONValue, _ expected: String, _ path: String) {
        problems.append(SchemaProblem(path: path, expected: expected, actual: value.description))
    }
}

extension JSONValue {
    /// As the reference implementation coerces it: a number without a fraction is an integer too.
    fileprivate func fits(scalar: String) -> Bool {
        switch (scalar, self) {
        case ("Int", .integer(let number)): Int32(exactly: number) != nil
        case ("Int", .number(let number)): Int32(exactly: number) != nil
        case ("Float", .integer), ("Float", .number), ("String", .string), ("Boolean", .bool): true
        case ("ID", .string), ("ID", .integer): true
        case ("ID", .number(let number)): Int64(exactly: number) != nil
        case ("Int", _), ("Float", _), ("String", _), ("Boolean", _), ("ID", _): false
        default: true
        }
    }
}
