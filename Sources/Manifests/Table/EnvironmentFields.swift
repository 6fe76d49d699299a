import Model

enum EnvironmentFields {
    static let spec = Schema(
        "Where tests run: services, variables, secrets and quotas.",
        fields: [
            Field(
                "type", .cases(of: EnvironmentSpec.EnvironmentType.self), .required,
                "Sets defaults and refusals; `prod` has no mocks and holds every delete."),
            Field(
                "services", .map(keys: .dnsLabel, values: .object(service)), .defaulted(.object([:])),
                "The services under test by name."),
            Field("maxConcurrentTasks", .count(1...100_000), .optional, "How many tasks may run here at once."),
            Field("resources", .object(quota), .optional, "Quota over running tasks and local instances."),
            Field(
                "variables", .map(keys: .referenceName, values: .string(TextRule(takesScalars: true))),
                .defaulted(.object([:])), "What tests name as `vars.X`."),
            Field(
                "secrets", .map(keys: .referenceName, values: .secretSource), .defaulted(.object([:])),
                "What tests name as `secrets.X`, by where it is kept: `env:NAME`, `file:NAME`, `store:NAME` or `sealed:…`."
            ),
            Field(
                "drift", .cases(of: DriftPolicy.self), .optional,
                "What is done about drift in it: correct, report or ignore; correct where nothing says otherwise."),
        ])

    private static let service = Schema(
        "A service under test: a real address or a mock.",
        fields: [
            Field("url", .url(schemes: ["http", "https"], references: .refused), .optional, "Where it answers."),
            Field("mock", .object(mock), .optional, "Routes that the controller serves on loopback instead."),
        ],
        rules: [.exactlyOne(["url", "mock"])])

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

    private static let quota = Schema(
        "Upper bounds; a missing one does not limit.",
        fields: [
            Field("cpu", .cpu, .optional, "Processors."),
            Field("memory", .size, .optional, "Memory."),
            Field("storage", .size, .optional, "Disk."),
        ])
}
