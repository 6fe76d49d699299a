import Model

/// Holds a document and the values of its variables against the schema of the server, as the server does before it
/// executes anything (GraphQL, October 2021, §5); what a server refuses is told with the path of the field.
///
/// Left to the server: fields that can't be merged, names that stand twice, and where directives may stand.
struct GraphQLCheck {
    private let document: GraphQLDocument
    private let schema: GraphQLSchema
    private let fragments: [String: GraphQLDocument.Fragment]
    private var literals: LiteralCheck
    private var found: [SchemaProblem] = []
    /// The fragments that the definition at hand spreads.
    private var spreads: Set<String> = []

    static func problems(
        of document: GraphQLDocument, variables: [String: JSONValue], operationName: String?, _ schema: GraphQLSchema
    ) -> [SchemaProblem] {
        var check = GraphQLCheck(document, schema)
        check.run(variables, operationName)
        return check.found
    }

    private init(_ document: GraphQLDocument, _ schema: GraphQLSchema) {
        self.document = document
        self.schema = schema
        fragments = Dictionary(document.fragments.map { ($0.name, $0) }) { first, _ in first }
        literals = LiteralCheck(schema)
    }

    /// What a fragment or an operation uses.
    private struct Uses {
        let variables: [VariableUse]
        let spreads: Set<String>
    }

    private mutating func run(_ variables: [String: JSONValue], _ operationName: String?) {
        var ofFragments: [String: Uses] = [:]
        for fragment in document.fragments {
            let path = "fragment \(fragment.name)"
            ofFragments[fragment.name] = uses { check in
                check.check(fragment.directives, at: path)
                guard check.isComposite(fragment.type, at: path) else { return }
                check.check(fragment.selections, on: fragment.type, at: path)
            }
        }
        checkCircles(ofFragments)
        var used: Set<String> = []
        for operation in document.operations {
            let path = operation.kind.rawValue
            let own = uses { check in
                check.check(operation.directives, at: path)
                guard let root = check.schema.root(of: operation.kind) else {
                    check.refuse(path, "an operation that the server has", "it has no \(path) type")
                    return
                }
                check.check(operation.selections, on: root, at: path)
            }
            let reached = Self.reached(from: own, ofFragments)
            used.formUnion(reached)
            check(operation, own.variables + reached.sorted().flatMap { ofFragments[$0]?.variables ?? [] })
        }
        for fragment in document.fragments where !used.contains(fragment.name) {
            refuse("fragment \(fragment.name)", "to be used", "no operation uses it")
        }
        check(variables, operationName)
    }

    private mutating func uses(_ body: (inout GraphQLCheck) -> Void) -> Uses {
        literals = LiteralCheck(schema)
        spreads = []
        body(&self)
        found += literals.problems
        return Uses(variables: literals.uses, spreads: spreads)
    }

    // MARK: Selections

    private mutating func check(_ selections: [GraphQLDocument.Selection], on type: String, at path: String) {
        for selection in selections {
            switch selection {
            case .field(let field): check(field, on: type, at: path)
            case .spread(let name, let directives):
                check(directives, at: path)
                guard let fragment = fragments[name] else {
                    let nearest = NearestName.nearest(to: name, among: fragments.keys)
                    refuse(
                        "\(path)...\(name)", nearest.map { "`\($0)`" } ?? "a fragment of the document", "there is none")
                    continue
                }
                spreads.insert(name)
                checkOverlap(fragment.type, type, at: "\(path)...\(name)")
            case .inline(let inner, let directives, let selections):
                check(directives, at: path)
                guard let inner else {
                    check(selections, on: type, at: path)
                    continue
                }
                let place = "\(path)...\(inner)"
                guard isComposite(inner, at: place) else { continue }
                checkOverlap(inner, type, at: place)
                check(selections, on: inner, at: place)
            }
        }
    }

    private mutating func check(_ field: GraphQLDocument.Field, on type: String, at outer: String) {
        let path = "\(outer).\(field.name)"
        check(field.directives, at: path)
        guard let known = self.field(field.name, of: type) else {
            let names = schema.types[type]?.fields.keys.map(\.self) ?? []
            let nearest = NearestName.nearest(to: field.name, among: names)
            refuse(path, nearest.map { "`\($0)`" } ?? "a field of `\(type)`", "`\(type)` has no `\(field.name)`")
            for argument in field.arguments { literals.collect(argument.value, at: path) }
            return
        }
        literals.check(field.arguments, against: known.arguments, at: path, of: "`\(field.name)`")
        guard let kind = schema.types[known.type.name]?.kind else { return }
        switch (field.selections, kind.isComposite) {
        case (let inner?, true): check(inner, on: known.type.name, at: path)
        case (_?, false): refuse(path, "no selection", "it is of type \(known.type), which has no fields")
        case (nil, true): refuse(path, "a selection of fields of `\(known.type.name)`", "none")
        case (nil, false): break
        }
    }

    private func field(_ name: String, of type: String) -> GraphQLSchema.Field? {
        switch name {
        case "__typename": return GraphQLSchema.Field(arguments: [], type: .nonNull(.named("String")))
        case "__schema" where type == schema.root(of: .query):
            return GraphQLSchema.Field(arguments: [], type: .nonNull(.named("__Schema")))
        case "__type" where type == schema.root(of: .query):
            let name = GraphQLSchema.Input(name: "name", type: .nonNull(.named("String")), hasDefault: false)
            return GraphQLSchema.Field(arguments: [name], type: .named("__Type"))
        default: return schema.types[type]?.fields[name]
        }
    }

    private mutating func check(_ directives: [GraphQLDocument.Directive], at path: String) {
        for directive in directives {
            guard let known = schema.directives[directive.name] else {
                refuse("\(path) @\(directive.name)", "a directive of the server", "it has no `@\(directive.name)`")
                continue
            }
            literals.check(
                directive.arguments, against: known, at: "\(path) @\(directive.name)", of: "`@\(directive.name)`")
        }
    }

    // MARK: Fragments

    private mutating func isComposite(_ type: String, at path: String) -> Bool {
        guard let known = schema.types[type] else {
            let nearest = NearestName.nearest(to: type, among: schema.types.keys)
            refuse(path, nearest.map { "`\($0)`" } ?? "a type of the server", "it has no type `\(type)`")
            return false
        }
        if !known.kind.isComposite { refuse(path, "a type with fields", "`\(type)` has none") }
        return known.kind.isComposite
    }

    private mutating func checkOverlap(_ inner: String, _ outer: String, at path: String) {
        guard let one = schema.types[inner], let two = schema.types[outer], one.kind.isComposite, two.kind.isComposite,
            one.possible.isDisjoint(with: two.possible)
        else { return }
        refuse(path, "a type that `\(outer)` can be", "`\(outer)` is never a `\(inner)`")
    }

    private static func reached(from uses: Uses, _ fragments: [String: Uses]) -> Set<String> {
        var reached: Set<String> = []
        var open = Array(uses.spreads)
        while let name = open.popLast() {
            if reached.insert(name).inserted { open += fragments[name]?.spreads ?? [] }
        }
        return reached
    }

    private mutating func checkCircles(_ fragments: [String: Uses]) {
        for fragment in document.fragments {
            guard let own = fragments[fragment.name], Self.reached(from: own, fragments).contains(fragment.name) else {
                continue
            }
            refuse("fragment \(fragment.name)", "to end", "it takes in itself")
        }
    }

    // MARK: Variables

    private mutating func check(_ operation: GraphQLDocument.Operation, _ uses: [VariableUse]) {
        let declared = Dictionary(operation.variables.map { ($0.name, $0) }) { first, _ in first }
        for variable in operation.variables {
            let path = "$\(variable.name)"
            if let kind = schema.types[variable.type.name]?.kind {
                if kind.isComposite { refuse(path, "a type of values", "`\(variable.type)` is none") }
            } else {
                let nearest = NearestName.nearest(to: variable.type.name, among: schema.types.keys)
                refuse(
                    path, nearest.map { "`\($0)`" } ?? "a type of the server",
                    "it has no type `\(variable.type.name)`")
            }
            if let value = variable.defaultValue {
                _ = self.uses { $0.literals.check(value, variable.type, at: path) }
            }
            if !uses.contains(where: { $0.name == variable.name }) {
                refuse(path, "to be used", "nothing in `\(operation.label)` uses it")
            }
        }
        for use in uses {
            guard let variable = declared[use.name] else {
                let nearest = NearestName.nearest(to: use.name, among: declared.keys)
                refuse(
                    use.path, nearest.map { "`$\($0)`" } ?? "a variable of `\(operation.label)`",
                    "it has no `$\(use.name)`")
                continue
            }
            guard let wanted = use.type, !Self.allows(variable, at: wanted, hasDefault: use.hasDefault) else {
                continue
            }
            refuse(use.path, "a variable of type \(wanted)", "`$\(use.name)` is of type \(variable.type)")
        }
    }

    /// GraphQL §5.8.5.
    private static func allows(
        _ variable: GraphQLDocument.Variable, at wanted: GraphQLTypeReference, hasDefault: Bool
    ) -> Bool {
        guard wanted.isNonNull, !variable.type.isNonNull else { return isCompatible(variable.type, wanted) }
        let hasValue: Bool =
            switch variable.defaultValue {
            case nil, .null?: false
            case _?: true
            }
        return (hasValue || hasDefault) && isCompatible(variable.type, wanted.nullable)
    }

    private static func isCompatible(_ type: GraphQLTypeReference, _ wanted: GraphQLTypeReference) -> Bool {
        switch (type, wanted) {
        case (.nonNull(let one), .nonNull(let two)): isCompatible(one, two)
        case (_, .nonNull): false
        case (.nonNull(let one), _): isCompatible(one, wanted)
        case (.list(let one), .list(let two)): isCompatible(one, two)
        case (.named(let one), .named(let two)): one == two
        case (.list, .named), (.named, .list): false
        }
    }

    /// The values that the test gives, for the operation that is executed.
    private mutating func check(_ values: [String: JSONValue], _ operationName: String?) {
        let named = document.operations.filter { $0.name == operationName }
        let chosen = operationName == nil && document.operations.count == 1 ? document.operations : named
        guard chosen.count == 1, let operation = chosen.first else {
            let names = document.operations.compactMap(\.name)
            let expected = names.isEmpty ? "one operation" : "one of \(names.map { "`\($0)`" }.joined(separator: ", "))"
            refuse("operationName", expected, operationName.map { "`\($0)`" } ?? "none is given")
            return
        }
        var check = VariableValueCheck(schema)
        for variable in operation.variables {
            if let value = values[variable.name] {
                check.check(value, variable.type, at: "$\(variable.name)")
            } else if variable.type.isNonNull, variable.defaultValue == nil {
                refuse("$\(variable.name)", "a value of type \(variable.type)", "none is given")
            }
        }
        found += check.problems
        let declared = Set(document.operations.flatMap(\.variables).map(\.name))
        for name in values.keys.sorted() where !declared.contains(name) {
            let nearest = NearestName.nearest(to: name, among: declared)
            refuse("$\(name)", nearest.map { "`$\($0)`" } ?? "a variable of the document", "nothing declares it")
        }
    }

    private mutating func refuse(_ path: String, _ expected: String, _ actual: String) {
        found.append(SchemaProblem(path: path, expected: expected, actual: actual))
    }
}

extension GraphQLDocument.Operation {
    fileprivate var label: String { name ?? kind.rawValue }
}
