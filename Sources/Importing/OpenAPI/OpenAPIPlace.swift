import Model

/// A part of a document, and the file that its references are relative to.
struct OpenAPIPlace {
    let file: String
    let value: JSONValue

    subscript(key: String) -> OpenAPIPlace? { value[key].map { OpenAPIPlace(file: file, value: $0) } }

    var string: String? { value.string }

    /// Members in the order of their names.
    var members: [(key: String, place: OpenAPIPlace)] {
        value.members.sorted { $0.key < $1.key }.map { ($0.key, OpenAPIPlace(file: file, value: $0.value)) }
    }

    var items: [OpenAPIPlace] { value.items.map { OpenAPIPlace(file: file, value: $0) } }
}
