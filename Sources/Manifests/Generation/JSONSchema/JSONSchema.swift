package import Model

/// JSON Schema for editors and other tools, made of the field table.
package enum JSONSchema {
    /// Of the manifests of one kind.
    package static func of(_ kind: Kind) -> JSONValue {
        var schema = root("A manifest of Rondo: \(kind.rawValue).").merging(document(kind)) { _, own in own }
        let shared = definitions(of: [FieldTable.document(of: kind)])
        if !shared.isEmpty { schema["definitions"] = .object(shared) }
        return .object(schema)
    }

    /// Of a manifest of any kind: its `kind` says which, and errors are those of that kind alone.
    package static func ofAllKinds() -> JSONValue {
        var schema = root("A manifest of Rondo.")
        schema["type"] = .string("object")
        schema["required"] = .array([.string("apiVersion"), .string("kind")])
        schema["properties"] = .object([
            "apiVersion": .object(["enum": .array([.string(FieldTable.apiVersion)])]),
            "kind": .object(["enum": .array(Kind.allCases.map { .string($0.rawValue) })]),
        ])
        schema["allOf"] = .array(
            Kind.allCases.map { kind in
                let condition = JSONValue.object([
                    "required": .array([.string("kind")]),
                    "properties": .object(["kind": .object(["const": .string(kind.rawValue)])]),
                ])
                return .object(["if": condition, "then": .object(["$ref": .string("#/definitions/\(kind.rawValue)")])])
            })
        let documents = Kind.allCases.map { ($0.rawValue, JSONValue.object(document($0))) }
        schema["definitions"] = .object(
            definitions(of: Kind.allCases.map(FieldTable.document)).merging(documents) { $1 })
        return .object(schema)
    }

    /// Of the operator's configuration.
    package static func ofConfiguration() -> JSONValue {
        let schema = ConfigurationFields.configuration
        return .object(
            root("The configuration of Rondo's controller.").merging(writer.object(schema)) { _, own in own })
    }

    /// Of a repository's `rondo.yaml`.
    package static func ofRepository() -> JSONValue {
        let schema = RepositoryFields.configuration
        return .object(
            root("What holds for a whole repository of Rondo: rondo.yaml.")
                .merging(writer.object(schema)) { _, own in own })
    }

    /// The shared mappings that documents refer to.
    private static func definitions(of documents: [Schema]) -> [String: JSONValue] {
        documents.reduce(into: [:]) { definitions, document in
            for (name, shared) in document.sharedShapes {
                definitions[name] = .object(writer.object(shared.schema()))
            }
        }
    }

    private static let writer = SchemaWriter(dialect: .jsonSchema)

    private static func document(_ kind: Kind) -> [String: JSONValue] {
        let document = FieldTable.document(of: kind)
        var schema = writer.object(document)
        schema["description"] = .string(document.documentation)
        guard case .object(var properties)? = schema["properties"], let field = document.field("spec"),
            let spec = field.type.shape.fields
        else { return schema }
        var node = writer.object(spec, conditions: kind.conditions)
        node["description"] = .string(field.documentation)
        properties["spec"] = .object(node)
        schema["properties"] = .object(properties)
        return schema
    }

    private static func root(_ title: String) -> [String: JSONValue] {
        ["$schema": .string("http://json-schema.org/draft-07/schema#"), "title": .string(title)]
    }
}
