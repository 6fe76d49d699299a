package import Model

/// The kinds as the Kubernetes API knows them (apiextensions.k8s.io/v1), made of the field table.
package enum CustomResourceDefinition {
    package static let group = String(FieldTable.apiVersion.prefix { $0 != "/" })

    /// `testsuites.rondo.dev`
    package static func name(of kind: Kind) -> String { "\(kind.plural).\(group)" }

    package static func of(_ kind: Kind) -> JSONValue {
        .object([
            "apiVersion": .string("apiextensions.k8s.io/v1"),
            "kind": .string("CustomResourceDefinition"),
            "metadata": .object(["name": .string(name(of: kind))]),
            "spec": .object([
                "group": .string(group),
                "names": names(of: kind),
                "scope": .string("Namespaced"),
                "versions": .array([
                    .object([
                        "name": .string(String(FieldTable.apiVersion.drop { $0 != "/" }.dropFirst())),
                        "served": .bool(true),
                        "storage": .bool(true),
                        "subresources": .object(["status": .object([:])]),
                        "additionalPrinterColumns": .array(columns),
                        "schema": .object(["openAPIV3Schema": schema(of: kind)]),
                    ])
                ]),
            ]),
        ])
    }

    private static func names(of kind: Kind) -> JSONValue {
        .object([
            "kind": .string(kind.rawValue),
            "listKind": .string("\(kind.rawValue)List"),
            "plural": .string(kind.plural),
            "singular": .string(kind.rawValue.lowercased()),
            "shortNames": .array(kind.shortNames.map { .string($0) }),
            "categories": .array([.string("rondo")]),
        ])
    }

    private static let columns: [JSONValue] = [
        column("Ready", #".status.conditions[?(@.type=="Ready")].status"#),
        column("Status", #".status.conditions[?(@.type=="Ready")].message"#),
        column("Revision", ".status.lastAppliedRevision", isWide: true),
        column("Age", ".metadata.creationTimestamp", type: "date"),
    ]

    /// - Parameter isWide: Shown with `-o wide` alone.
    private static func column(_ name: String, _ path: String, type: String = "string", isWide: Bool = false)
        -> JSONValue
    {
        .object([
            "name": .string(name), "type": .string(type), "jsonPath": .string(path),
            "priority": .integer(isWide ? 1 : 0),
        ])
    }

    private static let writer = SchemaWriter(dialect: .structural)

    private static func schema(of kind: Kind) -> JSONValue {
        let document = FieldTable.document(of: kind)
        var properties: [String: JSONValue] = [
            "apiVersion": .object(["type": .string("string")]),
            "kind": .object(["type": .string("string")]),
            "metadata": metadata,
            "status": .object(writer.object(FieldTable.status(of: kind))),
        ]
        if let field = document.field("spec"), let spec = field.type.shape.fields {
            var node = writer.object(spec, conditions: kind.conditions)
            node["description"] = .string(field.documentation)
            properties["spec"] = .object(node)
        }
        return .object([
            "type": .string("object"), "description": .string(document.documentation),
            "required": .array([.string("spec")]), "properties": .object(properties),
        ])
    }

    /// The server checks the rest of it by itself, and lets a definition narrow nothing but the name.
    private static let metadata = JSONValue.object([
        "type": .string("object"),
        "properties": .object([
            "name": .object([
                "type": .string("string"), "maxLength": .integer(63), "pattern": .string(Expressions.dnsLabel),
            ])
        ]),
    ])
}
