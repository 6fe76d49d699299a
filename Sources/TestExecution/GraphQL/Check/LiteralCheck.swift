import Model

/// Holds values of a document against the types of their places (GraphQL §5.6), and finds the variables in them.
struct LiteralCheck {
    let schema: GraphQLSchema
    private(set) var problems: [SchemaProblem] = []
    private(set) var uses: [VariableUse] = []

    init(_ schema: GraphQLSchema) { self.schema = schema }

    /// Arguments of a field or directive, or members of an input object.
    mutating func check(
        _ arguments: [GraphQLDocument.Argument], against known: [GraphQLSchema.Input], at path: String, of owner: String
    ) {
        for argument in arguments {
            guard let input = known.first(where: { $0.name == argument.name }) else {
                let nearest = NearestName.nearest(to: argument.name, among: known.map(\.name))
                problems.append(
                    SchemaProblem(
                        path: "\(path)(\(argument.name))",
                        expected: nearest.map { "`\($0)`" }
                            ?? (known.isEmpty
                                ? "no arguments" : "one of \(known.map { "`\($0.name)`" }.joined(separator: ", "))"),
                        actual: "\(owner) has no `\(argument.name)`"))
                // Of variables in it only the name counts.
                collect(argument.value, at: path)
                continue
            }
            check(argument.value, input.type, at: "\(path)(\(argument.name))", hasDefault: input.hasDefault)
        }
        for input in known where input.isRequired && !arguments.contains(where: { $0.name == input.name }) {
            problems.append(
                SchemaProblem(
                    path: "\(path)(\(input.name))", expected: "a value of type \(input.type)", actual: "none is given"))
        }
    }

    mutating func check(
        _ value: GraphQLValue, _ type: GraphQLTypeReference, at path: String, hasDefault: Bool = false
    ) {
        if case .variable(let name) = value {
            uses.append(VariableUse(name: name, path: path, type: type, hasDefault: hasDefault))
            return
        }
        switch type {
        case .nonNull(let inner):
            if case .null = value { return refuse("null", type, path) }
            check(value, inner, at: path)
        case .list(let item):
            switch value {
            case .null: return
            case .list(let items):
                for (index, each) in items.enumerated() { check(each, item, at: "\(path)[\(index)]") }
            default: check(value, item, at: path)
            }
        case .named(let name):
            if case .null = value { return }
            check(value, named: name, at: path)
        }
    }

    private mutating func check(_ value: GraphQLValue, named name: String, at path: String) {
        guard let type = schema.types[name] else { return collect(value, at: path) }
        switch type.kind {
        case .input:
            guard case .object(let members) = value else { return refuse(value.text, .named(name), path) }
            check(members, against: type.inputs, at: path, of: "`\(name)`")
        case .enumeration:
            guard case .enumeration(let word) = value, type.values.contains(word) else {
                return refuse(value.text, expected: "one of \(type.values.sorted().joined(separator: ", "))", path)
            }
        case .scalar:
            guard value.fits(scalar: name) else { return refuse(value.text, .named(name), path) }
            collect(value, at: path)
        case .object, .interface, .union: collect(value, at: path)
        }
    }

    /// Variables of which the type is not known.
    mutating func collect(_ value: GraphQLValue, at path: String) {
        switch value {
        case .variable(let name): uses.append(VariableUse(name: name, path: path, type: nil, hasDefault: false))
        case .list(let items): for item in items { collect(item, at: path) }
        case .object(let members): for member in members { collect(member.value, at: path) }
        case .integer, .float, .string, .bool, .null, .enumeration: break
        }
    }

    private mutating func refuse(_ text: String, _ type: GraphQLTypeReference, _ path: String) {
        refuse(text, expected: "a value of type \(type)", path)
    }

    private mutating func refuse(_ text: String, expected: String, _ path: String) {
        problems.append(SchemaProblem(path: path, expected: expected, actual: text))
    }
}

extension GraphQLValue {
    /// Whether one of the five scalars of the specification takes it (§3.5); any other scalar takes everything.
    fileprivate func fits(scalar: String) -> Bool {
        switch (scalar, self) {
        case ("Int", .integer(let digits)): Int32(digits) != nil
        case ("Float", .integer), ("Float", .float), ("String", .string), ("Boolean", .bool): true
        case ("ID", .string), ("ID", .integer): true
        case ("Int", _), ("Float", _), ("String", _), ("Boolean", _), ("ID", _): false
        default: true
        }
    }

    fileprivate var text: String {
        switch self {
        case .variable(let name): "$\(name)"
        case .integer(let text), .float(let text), .enumeration(let text): text
        case .string(let text): JSONValue.string(text).description
        case .bool(let value): "\(value)"
        case .null: "null"
        case .list: "a list"
        case .object: "an object"
        }
    }
}
