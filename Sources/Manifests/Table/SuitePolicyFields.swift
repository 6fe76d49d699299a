import Model

/// What suites say of their runs, in mappings of their own.
enum SuitePolicyFields {
    static let selector = Schema(
        "Environments by their labels.",
        fields: [
            Field(
                "selector", .map(keys: .any, values: .string(TextRule(takesScalars: true))), .required,
                "Labels that an Environment of the namespace must have.")
        ])

    static let finished = Schema(
        "The end of another suite's run.",
        fields: [Field("suiteFinished", .objectName(.testSuite), .required, "The suite.", .declaredOnly)])

    static let concurrency = Schema(
        "How many runs may be under way at once.",
        fields: [
            Field("group", .string(TextRule(.title)), .optional, "Suites that share it share the places."),
            Field("max", .count(1...1_000), .defaulted(.integer(1)), "How many places."),
            Field(
                "onFull", .cases(of: SuiteConcurrency.Overflow.self), .defaulted(.string("queue")),
                "What becomes of a run that finds no place."),
        ])

    static let selection = Schema(
        "Which tests a run leaves out.",
        fields: [
            Field("budget", .string(TextRule(.budget)), .required, "How much of the whole it takes, or how long."),
            Field(
                "always", .map(keys: .any, values: .string(TextRule(takesScalars: true))), .optional,
                "Labels of tests that are never left out."),
        ])

    static let failures = Schema(
        "After how many failed tests a run stops.",
        fields: [Field("failures", .count(1...100_000), .required, "So many.")])

    static let retention = Schema(
        "How many runs are remembered.",
        fields: [
            Field("runs", .count(1...100_000), .optional, "So many of each environment."),
            Field("days", .count(1...36_500), .optional, "For so many days."),
        ])
}
