/// An executable document: operations and the fragments that they share (GraphQL, October 2021, §2.2).
struct GraphQLDocument {
    enum Kind: String, CaseIterable {
        case query, mutation, subscription
    }

    struct Operation {
        let kind: Kind
        let name: String?
        let variables: [Variable]
        let directives: [Directive]
        let selections: [Selection]
    }

    struct Variable {
        let name: String
        let type: GraphQLTypeReference
        let defaultValue: GraphQLValue?
    }

    struct Fragment {
        let name: String
        let type: String
        let directives: [Directive]
        let selections: [Selection]
    }

    struct Field {
        let name: String
        let arguments: [Argument]
        let directives: [Directive]
        /// nil where no `{` follows.
        let selections: [Selection]?
    }

    indirect enum Selection {
        case field(Field)
        case spread(String, [Directive])
        /// Without a type it is of the type around it.
        case inline(type: String?, [Directive], [Selection])
    }

    struct Argument {
        let name: String
        let value: GraphQLValue
    }

    struct Directive {
        let name: String
        let arguments: [Argument]
    }

    let operations: [Operation]
    let fragments: [Fragment]
}

/// A value as a document writes it.
indirect enum GraphQLValue {
    case variable(String)
    /// Its digits: they may be too many for any number here.
    case integer(String)
    case float(String)
    case string(String)
    case bool(Bool)
    case null
    case enumeration(String)
    case list([GraphQLValue])
    case object([GraphQLDocument.Argument])
}

/// A type as variables and schemas name it: `[ID!]!`.
indirect enum GraphQLTypeReference: Hashable, CustomStringConvertible {
    case named(String)
    case list(GraphQLTypeReference)
    case nonNull(GraphQLTypeReference)

    var description: String {
        switch self {
        case .named(let name): name
        case .list(let item): "[\(item)]"
        case .nonNull(let type): "\(type)!"
        }
    }

    var isNonNull: Bool { if case .nonNull = self { true } else { false } }

    var nullable: GraphQLTypeReference { if case .nonNull(let type) = self { type } else { self } }

    /// The type at its core.
    var name: String {
        switch self {
        case .named(let name): name
        case .list(let inner), .nonNull(let inner): inner.name
        }
    }
}
