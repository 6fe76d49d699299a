import Model

enum TestFields {
    /// The keys of which each test has exactly one.
    static let bodies = ["rest", "command"]

    static let test = Schema(
        "One test: how it is scheduled, what it does and what must hold.",
        fields: settings + [
            Field("rest", .object(RequestFields.rest), .optional, "One HTTP request."),
            Field("command", .object(RequestFields.command), .optional, "One program run."),
        ],
        rules: [.exactlyOne(bodies)])

    private static let settings = [
        Field("name", .string(TextRule(.title)), .required, "Name, unique in the suite."),
        Field("labels", .map(keys: .any, values: words), .defaulted(.object([:])), "Words to select tests by."),
        Field("owner", .string(TextRule(.title)), .optional, "Who is asked when it fails."),
        Field("priority", .count(0...100), .defaulted(.integer(50)), "Higher runs sooner."),
        Field(
            "dependsOn", .list(.string(TextRule(.title)), minimum: 0), .defaulted(.array([])),
            "Tests of this suite that must have passed before."),
        Field(
            "needs", .map(keys: .any, values: words), .defaulted(.object([:])),
            "Capabilities of the worker: a value, `>=version`, or empty for presence."),
        Field("resources", .object(resources), .optional, "What one attempt takes of a worker and of the quota."),
        Field("timeout", .duration(positive: true), .defaulted(.string("60s")), "Bound of one attempt."),
        Field(
            "queueTimeout", .duration(positive: true), .defaulted(.string("30m")),
            "How long it may wait for a worker before it is errored."),
        Field("retry", .object(retry), .defaulted(.object([:])), "How many further attempts there are."),
        Field(
            "env", .map(keys: .variable, values: .string(TextRule(references: .resolved, takesScalars: true))),
            .defaulted(.object([:])), "What the test names as `env.X`, and the environment of its command."),
        Field("expect", .object(expect), .defaulted(.object([:])), "What must hold, short form."),
        Field("assert", .list(.assertion, minimum: 0), .defaulted(.array([])), "What must hold, line by line."),
        Field(
            "capture", .map(keys: .referenceName, values: .capture(capture)), .defaulted(.object([:])),
            "Values for the tests that depend on it, named as `captures.X`."),
        Field(
            "cache", .object(cache), .optional,
            "A passed result is reused while nothing that it depends on changes."),
    ]

    private static let words = FieldType.string(TextRule(takesScalars: true))

    private static let resources = Schema(
        "What one attempt takes while it runs.",
        fields: [
            Field("cpu", .cpu, .optional, "Processors."),
            Field("memory", .size, .optional, "Memory."),
        ])

    static let retry = Schema(
        "How many further attempts each sort of ending allows.",
        fields: [
            Field("failed", .count(0...20), .defaulted(.integer(0)), "After `failed` and `timedOut`."),
            Field("errored", .count(0...20), .defaulted(.integer(2)), "After `errored`."),
            Field(
                "backoff", .duration(positive: false), .defaulted(.string("1s")),
                "Pause before the next attempt; it doubles each time."),
        ])

    private static let cache = Schema(
        "What a passed result depends on beside the test itself.",
        fields: [
            Field(
                "inputs", .list(.string(TextRule(.nonEmpty)), minimum: 0), .defaulted(.array([])),
                "Globs of repository files, relative to the manifest's folder: `*`, `**`, `?`, `[a-z]`."),
            Field(
                "ttl", .duration(positive: true), .optional,
                "How long it may be reused; the cache policy's where that is shorter or nothing is given."),
        ])

    private static let expect = Schema(
        "The short form of assertions; every part that is given must hold.",
        fields: [
            Field("status", .statusExpectation, .optional, "`201`, `2xx` or a list of these."),
            Field(
                "headers", .map(keys: .header, values: .string(TextRule(references: .resolved, takesScalars: true))),
                .defaulted(.object([:])), "Exact values of headers."),
            Field("json", .anyJSON(references: .resolved), .optional, "Members that the body must have."),
            Field("body", .template, .optional, "The exact body."),
            Field("duration", .durationExpectation, .optional, "`< 300ms`."),
        ])

    private static let capture = Schema(
        "A value that a test hands on.",
        fields: [
            Field("from", .query, .required, "What it is taken from, for example `json $.id`."),
            Field("redact", .boolean, .defaulted(.bool(false)), "Mask it in logs, reports and errors."),
        ])
}
