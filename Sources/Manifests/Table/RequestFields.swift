import Model

enum RequestFields {
    static let rest = Schema(
        "One HTTP request.",
        fields: [
            Field("method", .string(TextRule(.httpMethod)), .defaulted(.string("GET")), "Method."),
            Field("url", .url(schemes: ["http", "https"], references: .resolved), .optional, "Where to send it."),
            Field("service", .serviceName, .optional, "A service of the environment to send it to instead."),
            Field(
                "path", .string(TextRule(.urlPath, references: .resolved)), .optional, "Path at the service."),
            Field("query", .map(keys: .any, values: values), .defaulted(.object([:])), "Query parameters."),
            Field("headers", .map(keys: .header, values: values), .defaulted(.object([:])), "Request headers."),
            Field("json", .anyJSON(references: .resolved), .optional, "Body as JSON."),
            Field("body", .template, .optional, "Body as text."),
            Field("followRedirects", .boolean, .defaulted(.bool(false)), "Go where redirects lead."),
        ],
        rules: [.exactlyOne(["url", "service"]), .onlyWith("path", with: "service"), .atMostOne(["json", "body"])])

    static let command = Schema(
        "One program run, without a shell unless one is asked for.",
        fields: [
            Field("run", .list(.template, minimum: 1), .required, "Program and arguments."),
            Field("shell", .boolean, .defaulted(.bool(false)), "Join `run` and hand it to `/bin/sh -c`."),
            Field("stdin", .template, .optional, "What the program reads."),
            Field("exitCodes", .object(exitCodes), .defaulted(.object([:])), "What exit codes mean."),
        ])

    private static let values = FieldType.string(TextRule(references: .resolved, takesScalars: true))

    private static let exitCodes = Schema(
        "What exit codes mean; any other is a failure.",
        fields: [
            Field("passed", .list(.count(0...255), minimum: 0), .defaulted(.array([.integer(0)])), "Passed."),
            Field("skipped", .list(.count(0...255), minimum: 0), .defaulted(.array([])), "Skipped."),
        ])
}
