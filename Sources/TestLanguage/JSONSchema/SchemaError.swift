package import Model

/// A schema that can't be used: what is wrong, and where in it.
package struct SchemaError: Error, Hashable, CustomStringConvertible {
    /// A JSON Pointer, empty for the whole schema.
    package let place: String
    package let reason: String

    package var description: String { place.isEmpty ? reason : "\(reason) (at `\(place)`)" }
}

/// A part of a value that a schema refuses.
package struct SchemaViolation: Hashable, Sendable {
    /// Of the part.
    package let path: JSONPath
    /// What the schema demands.
    package let expected: String
    package let actual: JSONValue
    /// The keyword's place in the schema.
    package let place: String
}
