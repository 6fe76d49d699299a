/// Tests that should have a current result in each named environment. Field table: TestSuite.
package struct TestSuiteSpec: Hashable, Sendable, Codable {
    /// What can make a suite due.
    package enum Trigger: String, Hashable, Sendable, Codable, CaseIterable {
        case commit, manual
    }

    /// Names of Environments in the same namespace; one run in each.
    package let environments: [String]
    /// Services that must be healthy before tasks start.
    package let services: [String]
    package let on: [Trigger]
    /// The bound of a whole run.
    package let timeout: TimeSpan?
    package let tests: [TestDefinition]

    package init(
        environments: [String], services: [String] = [], on: [Trigger] = [.commit, .manual], timeout: TimeSpan? = nil,
        tests: [TestDefinition]
    ) {
        self.environments = environments
        self.services = services
        self.on = on
        self.timeout = timeout
        self.tests = tests
    }
}
