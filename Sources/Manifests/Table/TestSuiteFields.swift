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
            Field("timeout", .duration(positive: true), .optional, "Bound of a whole run."),
            Field("defaults", .object(defaults), .optional, "Fields of tests that do not have them themselves."),
            Field("tests", .list(.object(TestFields.test), minimum: 1), .required, "The tests."),
        ])

    /// What a test takes from the suite when it doesn't say it itself.
    static let defaults = TestFields.test.partial(
        "Fields of tests that do not have them themselves.", without: ["name"])

    private static let triggers =
        TestSuiteSpec.Trigger.allCases.map { EnumerationValue($0.rawValue) }
        + ["schedule", "environmentReady", "serviceVersion", "suiteFinished", "webhook", "pullRequest"].map {
            EnumerationValue($0, isAvailable: false)
        }
}
