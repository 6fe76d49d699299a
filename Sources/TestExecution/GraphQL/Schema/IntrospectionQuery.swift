/// What a server is asked to learn its schema (GraphQL, October 2021, §4.2), with nothing that older servers lack.
enum IntrospectionQuery {
    /// Types of more than nine levels are not told in full by any tool.
    private static let type = (0..<9).reduce("kind name") { inner, _ in "kind name ofType { \(inner) }" }

    static let text = """
        query RondoIntrospection {
          __schema {
            queryType { name } mutationType { name } subscriptionType { name }
            types {
              kind name
              fields(includeDeprecated: true) { name args { ...Input } type { ...Type } }
              inputFields { ...Input }
              enumValues(includeDeprecated: true) { name }
              possibleTypes { name }
            }
            directives { name args { ...Input } }
          }
        }
        fragment Input on __InputValue { name type { ...Type } defaultValue }
        fragment Type on __Type { \(type) }
        """
}
