import Model

/// What tests say of how they are run, in mappings of their own.
enum TestPolicyFields {
    static let dependency = Schema(
        "A test that must have ended before.",
        fields: [
            Field("test", .string(TextRule(.title)), .required, "Its name."),
            Field(
                "when", .cases(of: TestDependency.Ending.self), .defaulted(.string("passed")),
                "How it must have ended: passed, or finished in whatever way."),
        ])

    static let shards = Schema(
        "Parts to split a test into, which workers run side by side.",
        fields: [
            Field(
                "count", .string(TextRule(.shardCount, takesScalars: true)), .required,
                "How many, or `auto` for as many as serve the suite's deadline."),
            Field("by", .cases(of: TestShards.Balance.self), .defaulted(.string("time")), "What is shared out evenly."),
        ])

    static let quarantine = Schema(
        "Why and how long a test can't fail its suite.",
        fields: [
            Field("until", .string(TextRule(.date)), .optional, "The last day of it."),
            Field("issue", .string(TextRule(.title)), .optional, "Where it is worked on."),
        ])

    static let artifacts = Schema(
        "Files that an attempt leaves behind for people.",
        fields: [
            Field(
                "paths", .list(.string(TextRule(.nonEmpty)), minimum: 1), .required,
                "Globs below the working directory."),
            Field("on", .cases(of: TestArtifacts.Occasion.self), .defaulted(.string("always")), "After which endings."),
        ])
}
