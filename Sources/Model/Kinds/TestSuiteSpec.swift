/// Tests that should have a current result in each of their environments. Field table: TestSuite.
package struct TestSuiteSpec: Hashable, Sendable, Codable {
    /// One run in each.
    package var choice: EnvironmentChoice
    /// One run for each, on workers there.
    package let providers: [ProviderName]?
    /// Services that must be healthy before tasks start.
    package let services: [String]
    package let on: [Trigger]
    package let schedule: SuiteSchedule?
    /// A result older than this is no result.
    package let maxAge: TimeSpan?
    package let params: [String: SuiteParameter]?
    /// Lists of steps by name.
    package let fragments: [String: StepFragment]?
    /// Run once before the tests.
    package let setup: [TestStep]?
    /// Run once after them, whatever happened.
    package let teardown: [TestStep]?
    package let concurrency: SuiteConcurrency?
    /// nil is `declared`.
    package let order: TestOrder?
    package let select: TestSelection?
    /// nil is `never`.
    package let failFast: FailFast?
    /// The bound of a whole run.
    package let timeout: TimeSpan?
    /// In which time a run should finish.
    package let deadline: TimeSpan?
    package let retention: RunRetention?
    package let tests: [TestDefinition]

    package init(
        environments: [String], services: [String] = [], on: [Trigger] = [.commit, .manual],
        schedule: SuiteSchedule? = nil, maxAge: TimeSpan? = nil,
        params: [String: SuiteParameter]? = nil, fragments: [String: StepFragment]? = nil, setup: [TestStep]? = nil,
        teardown: [TestStep]? = nil, failFast: FailFast? = nil, timeout: TimeSpan? = nil, tests: [TestDefinition]
    ) {
        choice = .names(environments)
        providers = nil
        self.services = services
        self.on = on
        self.schedule = schedule
        self.maxAge = maxAge
        self.params = params
        self.fragments = fragments
        self.setup = setup
        self.teardown = teardown
        concurrency = nil
        order = nil
        select = nil
        self.failFast = failFast
        self.timeout = timeout
        deadline = nil
        retention = nil
        self.tests = tests
    }

    /// `on`, to which a schedule adds its own.
    package var triggers: [Trigger] { schedule == nil || on.contains(.schedule) ? on : on + [.schedule] }
}

extension TestSuiteSpec {
    private enum CodingKeys: String, CodingKey {
        case choice = "environments"
        case providers, services, on, params, fragments, setup, teardown, concurrency, order, select, failFast, timeout
        case deadline, retention, schedule, maxAge, tests
    }

    /// Names of Environments in the same namespace.
    package var environments: [String] { choice.names }
}
