import Model

enum TestFields {
    /// The keys of which each test has exactly one.
    static let bodies = ["rest", "graphql", "integration", "performance", "security", "command", "container"]

    static let test = Schema(
        "One test: how it is scheduled, what it does and what must hold.",
        fields: settings + body + expectations,
        rules: [.exactlyOne(bodies)])

    private static let body = [
        Field("rest", .object(RequestFields.rest), .optional, "One HTTP request."),
        Field("graphql", .object(RequestFields.graphql), .optional, "One GraphQL operation.", .byWorkers(.graphql)),
        Field(
            "integration", .object(StepFields.integration), .optional, "Steps one after the other.",
            .byWorkers(.integration)),
        Field(
            "performance", .object(PerformanceFields.performance), .optional, "Load, and bounds for the answers.",
            .byWorkers(.performance)),
        Field(
            "security", .object(SecurityFields.security), .optional, "Checks of how well a service is locked.",
            .byWorkers(.security)),
        Field("command", .object(CommandFields.command), .optional, "One program run."),
        Field(
            "container", .object(CommandFields.container), .optional, "One program run in a container.",
            .byWorkers(.container)),
    ]

    private static let settings = [
        Field("name", .string(TextRule(.title)), .required, "Name, unique in the suite."),
        Field("labels", .map(keys: .any, values: words), .defaulted(.object([:])), "Words to select tests by."),
        Field("owner", .string(TextRule(.title)), .optional, "Who is asked when it fails."),
        Field("priority", .count(0...100), .defaulted(.integer(50)), "Higher runs sooner."),
        Field(
            "dependsOn",
            .list(
                .either(scalar: .string(TextRule(.title)), structured: .object(TestPolicyFields.dependency)), minimum: 0
            ),
            .defaulted(.array([])), "Tests of this suite that must have passed before, or with `when` ended."),
        Field(
            "needs", .map(keys: .any, values: words), .defaulted(.object([:])),
            "Capabilities of the worker: a value, `>=version`, or empty for presence."),
        Field("resources", .object(resources), .optional, "What one attempt takes of a worker and of the quota."),
        Field(
            "affinity", .string(TextRule(.title)), .optional, "Tests that share it run on the same worker.",
            .declaredOnly),
        Field("timeout", .duration(positive: true), .defaulted(.string("60s")), "Bound of one attempt."),
        Field(
            "queueTimeout", .duration(positive: true), .defaulted(.string("30m")),
            "How long it may wait for a worker before it is errored."),
        Field("retry", .object(retry), .defaulted(.object([:])), "How many further attempts there are."),
        Field(
            "onWorkerLost", .cases(of: WorkerLoss.self), .optional,
            "Whether it is tried again when its worker is lost; retry where nothing is given."),
        Field(
            "matrix", .map(keys: .referenceName, values: .list(words, minimum: 1)), .optional,
            "Values by name, which are named as `matrix.X`: one test for each way to choose."),
        Field("shards", .object(TestPolicyFields.shards), .optional, "Parts to split it into.", .declaredOnly),
        Field(
            "when", .condition, .optional,
            "Where it does not hold, the test is skipped; it may name `vars`, `params` and `matrix`."),
        Field(
            "quarantine", .object(TestPolicyFields.quarantine), .optional, "It runs, and can't fail the suite.",
            .declaredOnly),
        Field(
            "env", .map(keys: .variable, values: RequestFields.values), .defaulted(.object([:])),
            "What the test names as `env.X`, and the environment of its command."),
        Field(
            "secrets", .list(.string(TextRule(.title)), minimum: 1), .optional,
            "Secrets of the environment that it uses beside those it refers to: an input of it, and masked."),
    ]

    private static let expectations = [
        Field("expect", .object(ExpectationFields.expect), .defaulted(.object([:])), "What must hold, short form."),
        Field(
            "expectedOutcomes", .map(keys: .any, values: .object(ExpectationFields.expect)), .optional,
            "The same as `expect`, by the name of the test, of a service that it asks, or of a step."),
        Field("assert", .list(.assertion, minimum: 0), .defaulted(.array([])), "What must hold, line by line."),
        Field(
            "capture", .map(keys: .referenceName, values: .capture(ExpectationFields.capture)),
            .defaulted(.object([:])), "Values for the tests that depend on it, named as `captures.X`."),
        Field(
            "cache", .object(cache), .optional,
            "A passed result is reused while nothing that it depends on changes."),
        Field(
            "artifacts", .object(TestPolicyFields.artifacts), .optional, "Files that it leaves behind for people."),
        Field(
            "isolation",
            .enumeration([
                EnumerationValue(TestIsolation.process.rawValue),
                EnumerationValue(TestIsolation.container.rawValue, .byWorkers(.isolation)),
            ]), .optional, "What it is kept apart by; process where nothing is given."),
        Field(
            "files", .list(.string(TextRule(.nonEmpty)), minimum: 1), .optional,
            "Globs of repository files to lay into its empty folder, relative to the manifest's folder.",
            .byWorkers(.files)),
    ]

    private static let words = FieldType.string(TextRule(takesScalars: true))

    private static let resources = Schema(
        "What one attempt takes while it runs.",
        fields: [
            Field("cpu", .cpu, .optional, "Processors."),
            Field("memory", .size, .optional, "Memory."),
            Field("disk", .size, .optional, "Disk.", .declaredOnly),
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
}
