/// Tests that should have a current result in each named environment. Field table: TestSuite.
package struct TestSuiteSpec: Hashable, Sendable, Codable {
    /// What can make a suite due.
    package enum Trigger: String, Hashable, Sendable, Codable, CaseIterable {
        case commit, schedule, manual
    }

    /// Names of Environments in the same namespace; one run in each.
    package let environments: [String]
    /// Services that must be healthy before tasks start.
    package let services: [String]
    package let on: [Trigger]
    package let schedule: SuiteSchedule?
    /// A result older than this is no result.
    package let maxAge: TimeSpan?
    /// The bound of a whole run.
    package let timeout: TimeSpan?
    package let tests: [TestDefinition]

    package init(
        environments: [String], services: [String] = [], on: [Trigger] = [.commit, .manual],
        schedule: SuiteSchedule? = nil, maxAge: TimeSpan? = nil, timeout: TimeSpan? = nil, tests: [TestDefinition]
    ) {
        self.environments = environments
        self.services = services
        self.on = on
        self.schedule = schedule
        self.maxAge = maxAge
        self.timeout = timeout
        self.tests = tests
    }

    /// `on`, to which a schedule adds its own.
    package var triggers: [Trigger] { schedule == nil || on.contains(.schedule) ? on : on + [.schedule] }
}
