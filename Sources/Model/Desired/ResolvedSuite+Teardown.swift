extension ResolvedSuite {
    /// The tests that a suite's own first and last steps are.
    package static let setupName = "setup"
    package static let teardownName = "teardown"

    /// The suite's own last steps as the test that ends each run: every step runs, whatever became of the others.
    package var teardownTest: TestDefinition? {
        guard let teardown, !teardown.isEmpty else { return nil }
        let hasSetup = tests.contains { $0.name == Self.setupName }
        return TestDefinition(
            settings: TestSettings(
                name: Self.teardownName, priority: 100,
                dependsOn: hasSetup ? [TestDependency(Self.setupName, when: .finished)] : [],
                queueTimeout: .minutes(5)),
            body: .integration(IntegrationSpec(steps: [], finally: teardown)))
    }
}
