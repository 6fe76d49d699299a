import Model
import Testing

@testable import Manifests

struct StepRulesTests {
    private func errors(_ steps: String, fragments: String = "") -> [String] {
        TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": TreeFixture.suite(
                """
                    - name: a
                      integration:
                        steps:
                \(steps)
                """
            ).replacing("  tests:", with: "\(fragments)  tests:"),
        ]).set.diagnostics.filter { $0.severity == .error }.map(\.message)
    }

    /// Breaks when only the steps of the group itself are looked at, and not what is within them.
    @Test func whatTwoStepsOfAGroupCaptureIsAnError() {
        let clash = "`id` is captured by two steps of one `parallel`, so its value would be either: rename one"
        let step = "{ command: { run: [a] }, capture: { id: stdout } }"
        #expect(errors("          - { parallel: [\(step), \(step)] }") == [clash])
        #expect(
            errors("          - { parallel: [\(step), { if: a == a, then: [{ parallel: [\(step)] }] }] }") == [clash])
        #expect(
            errors(
                "          - { parallel: [\(step), { use: make }] }",
                fragments: "  fragments: { make: { steps: [\(step)] } }\n") == [clash])
        #expect(errors("          - \(step)\n          - { parallel: [\(step)] }\n          - \(step)") == [])
    }

    @Test func aFileOfALoopIsAListOrATable() {
        func loop(_ file: String) -> String {
            "          - { forEach: { file: \(file), steps: [{ command: { run: [a] } }] } }"
        }
        #expect(errors(loop("rows.CSV")) == [] && errors(loop("rows.json")) == [])
        #expect(errors(loop("rows.xlsx")) == ["`rows.xlsx` is neither .csv nor .json, so its form is not known"])
    }

    /// Breaks when only the steps of tests are looked at, and not those of fragments.
    @Test func historyIsOfWholeTests() {
        let step = "{ request: { service: shop }, expect: { duration: usual } }"
        let told = "`usual` is for whole tests: give the step a bound, for example `< 300ms`"
        #expect(errors("          - \(step)") == [told])
        #expect(
            errors("          - { use: make }", fragments: "  fragments: { make: { steps: [\(step)] } }\n") == [told])
    }

    @Test func theSuitesOwnStepsAreTestsOfTheirNames() throws {
        let loaded = TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": TreeFixture.suite("    - { name: a, command: { run: [b] } }").replacing(
                "  tests:",
                with: """
                      setup: [{ request: { service: shop }, capture: { id: json $.id } }]
                      teardown: [{ request: { url: "${{ services.shop.url }}/${{ captures.id }}" } }]
                      tests:
                    """),
        ])
        #expect(loaded.set.diagnostics.map(\.message) == [])
        let suite = try #require(loaded.set.suites.first)
        #expect(suite.tests.map(\.name) == ["setup", "a"])
        #expect(suite.shares["teardown"]?.services == ["shop"])
        let last = try #require(suite.teardownTest)
        #expect(last.name == "teardown" && last.settings.dependsOn == [TestDependency("setup", when: .finished)])
        let taken = TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": TreeFixture.suite("    - { name: teardown, command: { run: [b] } }").replacing(
                "  tests:", with: "  teardown: [{ command: { run: [a] } }]\n  tests:"),
        ])
        #expect(
            taken.set.diagnostics.map(\.message) == [
                "the suite's own `teardown` is a test of this name: give this one another"
            ])
    }
}
