/// A place at which a document uses a variable.
struct VariableUse {
    let name: String
    let path: String
    /// What the place takes; nil where that is not known.
    let type: GraphQLTypeReference?
    /// Whether the place has a value when the variable has none.
    let hasDefault: Bool
}
