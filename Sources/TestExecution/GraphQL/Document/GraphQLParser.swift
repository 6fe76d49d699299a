/// Reads executable documents (GraphQL, October 2021, §2). Type definitions are none.
///
/// Written by hand, since no GraphQL library for Swift is among our packages; what it reads is what schema checks need.
struct GraphQLParser {
    /// Of nested selections, lists and values.
    private static let maxDepth = 100

    private var lexer: GraphQLLexer
    private var token = GraphQLToken.end
    private var depth = 0

    static func parse(_ text: String) throws(GraphQLSyntaxError) -> GraphQLDocument {
        var parser = GraphQLParser(lexer: GraphQLLexer(text))
        try parser.advance()
        return try parser.document()
    }

    private init(lexer: GraphQLLexer) { self.lexer = lexer }

    // MARK: Definitions

    private mutating func document() throws(GraphQLSyntaxError) -> GraphQLDocument {
        var operations: [GraphQLDocument.Operation] = []
        var fragments: [GraphQLDocument.Fragment] = []
        repeat {
            switch token {
            case .mark("{"):
                operations.append(
                    GraphQLDocument.Operation(
                        kind: .query, name: nil, variables: [], directives: [], selections: try selections()))
            case .name("fragment"): fragments.append(try fragment())
            case .name(let word):
                guard let kind = GraphQLDocument.Kind(rawValue: word) else {
                    throw lexer.error("`\(word)` begins no operation: write `query`, `mutation` or `fragment`")
                }
                operations.append(try operation(kind))
            default: throw unexpected("an operation")
            }
        } while token != .end
        guard !operations.isEmpty else { throw lexer.error("there is no operation") }
        return GraphQLDocument(operations: operations, fragments: fragments)
    }

    private mutating func operation(
        _ kind: GraphQLDocument.Kind
    ) throws(GraphQLSyntaxError) -> GraphQLDocument.Operation {
        try advance()
        var name: String?
        if case .name(let word) = token {
            name = word
            try advance()
        }
        var variables: [GraphQLDocument.Variable] = []
        if try take("(") {
            repeat { variables.append(try variable()) } while try !take(")")
        }
        return GraphQLDocument.Operation(
            kind: kind, name: name, variables: variables, directives: try directives(), selections: try selections())
    }

    private mutating func variable() throws(GraphQLSyntaxError) -> GraphQLDocument.Variable {
        try expect("$")
        let name = try self.name()
        try expect(":")
        let type = try self.type()
        let value = try take("=") ? self.value() : nil
        _ = try directives()
        return GraphQLDocument.Variable(name: name, type: type, defaultValue: value)
    }

    private mutating func type() throws(GraphQLSyntaxError) -> GraphQLTypeReference {
        try enter()
        defer { depth -= 1 }
        let type: GraphQLTypeReference
        if try take("[") {
            type = .list(try self.type())
            try expect("]")
        } else {
            type = .named(try name())
        }
        return try take("!") ? .nonNull(type) : type
    }

    private mutating func fragment() throws(GraphQLSyntaxError) -> GraphQLDocument.Fragment {
        try advance()
        let name = try self.name()
        guard name != "on" else { throw lexer.error("a fragment can't be called `on`") }
        guard try take(word: "on") else { throw unexpected("`on`") }
        return GraphQLDocument.Fragment(
            name: name, type: try self.name(), directives: try directives(), selections: try selections())
    }

    // MARK: Selections

    private mutating func selections() throws(GraphQLSyntaxError) -> [GraphQLDocument.Selection] {
        try enter()
        defer { depth -= 1 }
        try expect("{")
        var selections: [GraphQLDocument.Selection] = []
        repeat { selections.append(try selection()) } while try !take("}")
        return selections
    }

    private mutating func selection() throws(GraphQLSyntaxError) -> GraphQLDocument.Selection {
        guard try take("...") else { return .field(try field()) }
        if case .name(let word) = token, word != "on" {
            try advance()
            return .spread(word, try directives())
        }
        let type = try take(word: "on") ? name() : nil
        return .inline(type: type, try directives(), try selections())
    }

    private mutating func field() throws(GraphQLSyntaxError) -> GraphQLDocument.Field {
        var name = try self.name()
        // What came before was an alias.
        if try take(":") { name = try self.name() }
        let arguments = try self.arguments()
        let directives = try self.directives()
        let inner = token == .mark("{") ? try selections() : nil
        return GraphQLDocument.Field(name: name, arguments: arguments, directives: directives, selections: inner)
    }

    private mutating func arguments() throws(GraphQLSyntaxError) -> [GraphQLDocument.Argument] {
        guard try take("(") else { return [] }
        var arguments: [GraphQLDocument.Argument] = []
        repeat { arguments.append(try argument()) } while try !take(")")
        return arguments
    }

    private mutating func argument() throws(GraphQLSyntaxError) -> GraphQLDocument.Argument {
        let name = try self.name()
        try expect(":")
        return GraphQLDocument.Argument(name: name, value: try value())
    }

    private mutating func directives() throws(GraphQLSyntaxError) -> [GraphQLDocument.Directive] {
        var directives: [GraphQLDocument.Directive] = []
        while try take("@") {
            let name = try self.name()
            directives.append(GraphQLDocument.Directive(name: name, arguments: try arguments()))
        }
        return directives
    }

    // MARK: Values

    private mutating func value() throws(GraphQLSyntaxError) -> GraphQLValue {
        try enter()
        defer { depth -= 1 }
        switch token {
        case .mark("$"):
            try advance()
            return .variable(try name())
        case .mark("["):
            try advance()
            var items: [GraphQLValue] = []
            while try !take("]") { items.append(try value()) }
            return .list(items)
        case .mark("{"):
            try advance()
            var members: [GraphQLDocument.Argument] = []
            while try !take("}") { members.append(try argument()) }
            return .object(members)
        case .integer, .float, .string, .name: return try scalar()
        case .mark, .end: throw unexpected("a value")
        }
    }

    private mutating func scalar() throws(GraphQLSyntaxError) -> GraphQLValue {
        let taken = token
        try advance()
        switch taken {
        case .integer(let digits): return .integer(digits)
        case .float(let digits): return .float(digits)
        case .string(let text): return .string(text)
        case .name("true"): return .bool(true)
        case .name("false"): return .bool(false)
        case .name("null"): return .null
        case .name(let word): return .enumeration(word)
        case .mark, .end: throw unexpected("a value")
        }
    }

    // MARK: Tokens

    private mutating func advance() throws(GraphQLSyntaxError) { token = try lexer.next() }

    private mutating func take(_ mark: String) throws(GraphQLSyntaxError) -> Bool {
        guard token == .mark(mark) else { return false }
        try advance()
        return true
    }

    private mutating func take(word: String) throws(GraphQLSyntaxError) -> Bool {
        guard token == .name(word) else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ mark: String) throws(GraphQLSyntaxError) {
        guard try take(mark) else { throw unexpected("`\(mark)`") }
    }

    private mutating func name() throws(GraphQLSyntaxError) -> String {
        guard case .name(let word) = token else { throw unexpected("a name") }
        try advance()
        return word
    }

    private mutating func enter() throws(GraphQLSyntaxError) {
        depth += 1
        guard depth <= Self.maxDepth else { throw lexer.error("it is nested more than \(Self.maxDepth) levels deep") }
    }

    private func unexpected(_ wanted: String) -> GraphQLSyntaxError {
        switch token {
        case .end: lexer.error("it ends where \(wanted) should stand")
        case .name(let text), .integer(let text), .float(let text), .mark(let text):
            lexer.error("`\(text)` stands where \(wanted) should")
        case .string: lexer.error("a text stands where \(wanted) should")
        }
    }
}
