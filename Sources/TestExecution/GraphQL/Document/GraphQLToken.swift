/// The smallest pieces of a document (GraphQL §2.1).
enum GraphQLToken: Hashable {
    case name(String)
    case integer(String)
    case float(String)
    case string(String)
    /// `...` and single characters such as `{`.
    case mark(String)
    case end
}

/// Where a document is not GraphQL.
struct GraphQLSyntaxError: Error, CustomStringConvertible {
    let reason: String
    /// From 1.
    let line: Int
    let column: Int

    var description: String { "line \(line), column \(column): \(reason)" }
}
