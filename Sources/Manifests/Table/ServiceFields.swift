import Model

enum ServiceFields {
    static let service = Schema(
        "A service under test: a real address or a mock.",
        fields: [
            Field("url", .url(schemes: ["http", "https"], references: .refused), .optional, "Where it answers."),
            Field("mock", .object(mock), .optional, "Routes that the controller serves on loopback instead."),
            Field(
                "credentials", .map(keys: .referenceName, values: .secretReference), .optional,
                "What tests need to sign in, each a reference to a secret of this Environment.", .declaredOnly),
            Field(
                "healthCheck", .object(healthCheck), .optional, "A request that says whether it is up.", .declaredOnly),
            Field(
                "version", .object(version), .optional,
                "A request that says which version answers; it stands beside every verdict.", .declaredOnly),
            Field(
                "real", .boolean, .defaulted(.bool(false)),
                "It must be the real thing: in `staging` a mock of it is refused."),
        ],
        rules: [.exactlyOne(["url", "mock"])])

    private static let healthCheck = Schema(
        "A request that says whether a service is up.",
        fields: [
            Field("path", .string(TextRule(.urlPath)), .required, "What is asked for."),
            Field("expect", .statusExpectation, .defaulted(.string("2xx")), "The status that a healthy one answers."),
        ])

    private static let version = Schema(
        "A request that says which version of a service answers.",
        fields: [
            Field("path", .string(TextRule(.urlPath)), .required, "What is asked for."),
            Field("json", .string(TextRule(.title)), .required, "Where it stands in the answer: `$.version`."),
        ])

    private static let mock = Schema(
        "A mocked service.",
        fields: [
            Field(
                "routes", .list(.object(route), minimum: 1), .required,
                "The first whose method and path match answers.")
        ])

    private static let route = response.adding([
        Field("method", .string(TextRule(.httpMethod)), .defaulted(.string("GET")), "Method to match."),
        Field(
            "path", .string(TextRule(.urlPath, references: .literal)), .required,
            "Path to match; a segment `{name}` matches any one segment."),
        Field(
            "sequence", .list(.object(response), minimum: 0), .defaulted(.array([])),
            "Answers to give in turn instead; the last one stays."),
    ])

    private static let response = Schema(
        "What a mock answers.",
        fields: [
            Field("status", .count(100...599), .defaulted(.integer(200)), "Status code."),
            Field(
                "headers", .map(keys: .header, values: .string(TextRule(references: .literal, takesScalars: true))),
                .defaulted(.object([:])), "Response headers."),
            Field("body", .string(TextRule(references: .literal)), .optional, "Body as text."),
            Field("json", .anyJSON(references: .literal), .optional, "Body as JSON."),
            Field("delay", .duration(positive: false), .optional, "Time to wait before answering."),
        ],
        rules: [.atMostOne(["body", "json"])])
}
