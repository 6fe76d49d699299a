/// What of an operation a schema refuses.
struct SchemaProblem: Hashable {
    /// `query.cart.lines`, `fragment Lines.sku`, `$currency`.
    let path: String
    let expected: String
    let actual: String
}
