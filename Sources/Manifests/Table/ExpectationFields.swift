import Model

enum ExpectationFields {
    static let expect = Schema(
        "The short form of assertions; every part that is given must hold.",
        fields: [
            Field("status", .statusExpectation, .optional, "`201`, `2xx` or a list of these."),
            Field(
                "headers", .map(keys: .header, values: RequestFields.values), .defaulted(.object([:])),
                "Exact values of headers."),
            Field("json", .anyJSON(references: .resolved), .optional, "Members that the body must have."),
            Field("body", .template, .optional, "The exact body."),
            Field(
                "duration", .durationExpectation, .optional,
                "`< 300ms`; of a whole test also `usual`: at most three times the median of its last 50, from the tenth on."
            ),
            Field(
                "schema", RequestFields.file, .optional,
                "A JSON Schema among the repository's files that the body keeps.",
                .byWorkers(.schema)),
        ])

    static let capture = Schema(
        "A value that a test or step hands on.",
        fields: [
            Field("from", .query, .required, "What it is taken from, for example `json $.id`."),
            Field("redact", .boolean, .defaulted(.bool(false)), "Mask it in logs, reports and errors."),
        ])
}
