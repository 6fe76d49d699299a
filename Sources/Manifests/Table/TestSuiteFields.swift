import Model

enum TestSuiteFields {
    static let spec = Schema(
        "Tests that should have a current result in each environment.",
        fields: [
            Field(
                "environments",
                .either(
                    scalar: .list(.objectName(.environment), minimum: 1),
                    structured: .object(SuitePolicyFields.selector)), .required,
                "Names of Environments, or a selector of their labels; one run in each."),
            Field(
                "providers", .list(.cases(of: ProviderName.self), minimum: 1), .optional,
                "One run for each, on workers there.", .declaredOnly),
            Field(
                "services", .list(.serviceName, minimum: 0), .defaulted(.array([])),
                "Services that must be healthy before tasks start."),
            Field(
                "on",
                .list(
                    .either(scalar: .enumeration(triggers), structured: .object(SuitePolicyFields.finished)), minimum: 0
                ),
                .defaulted(.array([.string("commit"), .string("manual")])),
                "What can make the suite due; `suiteFinished: NAME` is the end of another suite's run."),
            Field(
                "schedule", .schedule(schedule), .optional,
                "When it runs by the clock: `hourly`, `daily`, `weekly`, or a mapping that says more."),
            Field(
                "maxAge", .duration(positive: true), .optional,
                "A result older than this is no result, so the suite is due whatever `on` says."),
            Field(
                "params", .map(keys: .referenceName, values: .object(ParameterFields.parameter)), .optional,
                "Values that tests name as `params.X`."),
            Field(
                "fragments", .map(keys: .referenceName, values: .object(ParameterFields.fragment)), .optional,
                "Steps by name, which tests take in with `use`."),
            Field(
                "setup", StepFields.steps, .optional, "Steps that run once before the tests, as a test `setup`.",
                .byWorkers(.integration)),
            Field(
                "teardown", StepFields.steps, .optional,
                "Steps that run once after the tests, whatever happened, as a test `teardown`.",
                .byWorkers(.integration)),
            Field(
                "concurrency", .object(SuitePolicyFields.concurrency), .optional,
                "How many runs may be under way at once.", .declaredOnly),
            Field(
                "order", .cases(of: TestOrder.self), .optional,
                "In which order tests start where nothing else decides; declared where nothing is given.",
                .declaredOnly),
            Field(
                "select", .object(SuitePolicyFields.selection), .optional, "Which tests a run leaves out.",
                .declaredOnly),
            Field(
                "failFast",
                .either(
                    scalar: .enumeration([EnumerationValue("never"), EnumerationValue("first")]),
                    structured: .object(SuitePolicyFields.failures)), .optional,
                "After how many failed tests a run stops; never where nothing is given."),
            Field("timeout", .duration(positive: true), .optional, "Bound of a whole run."),
            Field(
                "deadline", .duration(positive: true), .optional, "In which time a run should finish.", .declaredOnly),
            Field(
                "retention", .object(SuitePolicyFields.retention), .optional, "How many runs are remembered.",
                .declaredOnly),
            Field("defaults", .object(defaults), .optional, "Fields of tests that do not have them themselves."),
            Field(
                "tests", .list(.object(TestFields.test), minimum: 0), .defaulted(.array([])),
                "The tests. Where there are none, each of `services` is tested: `NAME answers` sends its `healthCheck`, or "
                    + "wants an answer below 500 from `/`; `NAME is locked down`, where it has a `url`, runs the checks "
                    + "`headers` and `cookies-flags`, and over https `tls-min-version: 1.2`, `tls-cert-expiry: 14d` and `hsts`."
            ),
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

    private static let actedOn: [TestSuiteSpec.Trigger] = [.commit, .schedule, .manual]

    private static let triggers = TestSuiteSpec.Trigger.named.map { trigger in
        EnumerationValue(trigger.rawValue, actedOn.contains(trigger) ? .actedOn : .declaredOnly)
    }
}
