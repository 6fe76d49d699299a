import Model

enum CommandFields {
    static let command = Schema("One program run, without a shell unless one is asked for.", fields: fields)

    static let container = Schema(
        "One program run in a container of its own.",
        fields: [
            Field("image", .string(TextRule(.nonEmpty, references: .resolved)), .required, "The image to run it in.")
        ] + fields)

    private static let fields = [
        Field("run", .list(.template, minimum: 1), .required, "Program and arguments."),
        Field("shell", .boolean, .defaulted(.bool(false)), "Join `run` and hand it to `/bin/sh -c`."),
        Field(
            "workingDir", .string(TextRule(.nonEmpty, references: .resolved)), .optional,
            "Where it runs, below the attempt's empty folder.", .byWorkers(.workingDirectory)),
        Field("stdin", .template, .optional, "What the program reads."),
        Field("exitCodes", .object(exitCodes), .defaulted(.object([:])), "What exit codes mean."),
        Field("reports", .object(reports), .optional, "Files that it writes of what it found.", .byWorkers(.reports)),
    ]

    private static let exitCodes = Schema(
        "What exit codes mean; any other is a failure.",
        fields: [
            Field("passed", .list(.count(0...255), minimum: 0), .defaulted(.array([.integer(0)])), "Passed."),
            Field("skipped", .list(.count(0...255), minimum: 0), .defaulted(.array([])), "Skipped."),
        ])

    private static let globs = FieldType.list(.string(TextRule(.nonEmpty)), minimum: 1)

    private static let reports = Schema(
        "Globs of report files below the working directory.",
        fields: [
            Field("junit", globs, .optional, "JUnit XML: its cases become the test's."),
            Field("tap", globs, .optional, "Test Anything Protocol."),
            Field("sarif", globs, .optional, "SARIF: findings of scanners."),
            Field("coverage", .object(coverage), .optional, "How much of the code was covered."),
        ])

    private static let coverage = Schema(
        "Files that say how much of the code was covered.",
        fields: [
            Field("format", .cases(of: CoverageReport.Format.self), .required, "Their format."),
            Field("paths", globs, .required, "Where they are."),
        ])
}
