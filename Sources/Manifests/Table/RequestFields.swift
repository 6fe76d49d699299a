import Model

enum RequestFields {
    static let rest = Schema(
        "One HTTP request.",
        fields: [Field("method", .string(TextRule(.httpMethod)), .defaulted(.string("GET")), "Method.")] + target + [
            Field("query", .map(keys: .any, values: values), .defaulted(.object([:])), "Query parameters."),
            Field("headers", .map(keys: .header, values: values), .defaulted(.object([:])), "Request headers."),
            Field("json", .anyJSON(references: .resolved), .optional, "Body as JSON."),
            Field("body", .template, .optional, "Body as text."),
            Field(
                "form", .map(keys: .any, values: values), .optional, "Body as a form that is percent-encoded.",
                .byWorkers(.bodies)),
            Field(
                "multipart", .map(keys: .any, values: .either(scalar: values, structured: .object(part))), .optional,
                "Body as `multipart/form-data`: a text or a file for each name.", .byWorkers(.bodies)),
            Field("file", file, .optional, "A repository file as the body.", .byWorkers(.bodies)),
            Field("followRedirects", .boolean, .defaulted(.bool(false)), "Go where redirects lead."),
        ] + RequestOptionFields.options,
        rules: targetRules + [.atMostOne(["json", "body", "form", "multipart", "file"])])

    static let graphql = Schema(
        "One GraphQL operation over HTTP.",
        fields: target + [
            Field("headers", .map(keys: .header, values: values), .optional, "Request headers."),
            Field("query", .string(TextRule(.nonEmpty, references: .resolved)), .required, "The document."),
            Field("variables", .map(keys: .any, values: .anyJSON(references: .resolved)), .optional, "Its variables."),
            Field("operationName", .string(TextRule(.title)), .optional, "Which operation of a document with several."),
            Field(
                "introspect", .boolean, .optional,
                "Ask the server for its schema first: what it refuses fails the test with the path of the field."),
            Field("followRedirects", .boolean, .optional, "Go where redirects lead."),
        ] + RequestOptionFields.options,
        rules: targetRules)

    /// Text with references; numbers and booleans are taken as they were written.
    static let values = FieldType.string(TextRule(references: .resolved, takesScalars: true))

    /// The path of a repository file, relative to the manifest's folder.
    static let file = FieldType.string(TextRule(.nonEmpty))

    static let target = [
        Field("url", .url(schemes: ["http", "https"], references: .resolved), .optional, "Where to send it."),
        Field("service", .serviceName, .optional, "A service of the environment to send it to instead."),
        Field("path", .string(TextRule(.urlPath, references: .resolved)), .optional, "Path at the service."),
    ]

    static let targetRules: [FieldRule] = [.exactlyOne(["url", "service"]), .onlyWith("path", with: "service")]

    private static let part = Schema(
        "One part of a multipart body.",
        fields: [
            Field("value", values, .optional, "Its text."),
            Field("file", file, .optional, "A repository file instead."),
            Field("type", .string(TextRule(.title)), .optional, "Its media type."),
            Field("filename", .string(TextRule(.title)), .optional, "What the file is called."),
        ],
        rules: [.exactlyOne(["value", "file"])])
}
