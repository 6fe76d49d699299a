import Model

enum TestSuiteFields {
    static let spec = Schema(
        "Tests that should have a current result in each environment.",
        fields: [
            Field(
                "environments", .list(.objectName(.environment), minimum: 1), .required,
                "Names of Environments; one run in each."),
            Field(
                "services", .list(.serviceName, minimum: 0), .defaulted(.array([])),
                "Services that must be healthy before tasks start."),
            Field(
                "on", .list(.enumeration(triggers), minimum: 0),
                .defaulted(.array([.string("commit"), .string("manual")])), "What can make the suite due."),
            Field(
                "schedule", .schedule(schedule), .optional,
                "When it runs by the clock: `hourly`, `daily`, `weekly`, or a mapping that says more."),
            Field(
                "maxAge", .duration(positive: true), .optional,
                "A result older than this is no result, so the suite is due whatever `on` says."),
            Field("timeout", .duration(positive: true), .optional, "Bound of a whole run."),
            Field("defaults", .object(defaults), .optional, "Fields of tests that do not have them themselves."),
            Field("tests", .list(.object(TestFields.test), minimum: 1), .required, "The tests."),
        ])

    private static let schedule = Schema(
        "When a suite runs by the clock.",
        fields: [
            Field(
                "frequency", .enumeration(["hourly", "daily", "weekly"].map { EnumerationValue($0) }), .optional,
                "How often."),
            Field("time", .timeOfDay, .optional, "When on the day: 00:00 where daily or weekly does not say it."),
            Field(
                "day", .cases(of: Weekday.self), .optional,
                "On which day of the week: sun where weekly does not say it."
            ),
            Field("cron", .cron, .optional, "Instead of `frequency`: minute, hour, day of month, month, day of week."),
            Field("timeZone", .timeZone, .defaulted(.string("UTC")), "Whose clock counts."),
            Field(
                "jitter", .duration(positive: true), .optional,
                "Each suite's slots come later by a part of this of its own, always the same."),
            Field(
                "missed", .cases(of: SuiteSchedule.Missed.self), .defaulted(.string("runOnce")),
                "What becomes of slots that came while no run could start: skip leaves them out, runOnce makes one run."
            ),
        ],
        rules: [
            .exactlyOne(["frequency", "cron"]), .onlyWith("time", with: "frequency"),
            .onlyWith("day", with: "frequency"),
        ])

    /// What a test takes from the suite when it doesn't say it itself.
    static let defaults = TestFields.test.partial(
        "Fields of tests that do not have them themselves.", without: ["name"])

    private static let triggers =
        TestSuiteSpec.Trigger.allCases.map { EnumerationValue($0.rawValue) }
        + ["environmentReady", "serviceVersion", "suiteFinished", "webhook", "pullRequest"].map {
            EnumerationValue($0, isAvailable: false)
        }
}
