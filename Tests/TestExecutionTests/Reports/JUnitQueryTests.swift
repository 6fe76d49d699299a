import Model
import Testing

/// `junit PATH` as the subject of assertions.
struct JUnitQueryTests {
    private static let script = """
        cat > report.xml <<'END'
        <testsuites><testsuite name="s"><testcase classname="k" name="good" time="0.5"/>
        <testcase classname="k" name="bad" time="1"><failure message="expected 1"/></testcase>
        <testcase name="boom"><error/></testcase><testcase name="later"><skipped message="not now"/></testcase>
        </testsuite></testsuites>
        END
        printf '<testsuite>' > cut.xml
        """

    private func run(_ assertion: String) async throws -> TaskResult {
        try await Fixture.run(Fixture.sh(Self.script), assert: [assertion])
    }

    @Test(arguments: [
        "junit report.xml json $.tests == 4", "junit report.xml json $.passed == 1",
        "junit report.xml json $.failed == 1", "junit report.xml json $.errored == 1",
        "junit report.xml json $.skipped == 1", "junit report.xml json $.flaky == 0",
        "junit report.xml json $.suiteFailures == 0", "junit report.xml json $.seconds == 1.5",
        "junit report.xml json $.cases count == 4",
        "junit report.xml json \"$.cases[?@.name == 'bad'].message\" includes \"expected 1\"",
        "junit report.xml json \"$.cases[?@.outcome == 'skipped'].message\" includes \"not now\"",
        "junit report.xml isObject", "junit none.xml not exists",
    ])
    func holds(_ assertion: String) async throws {
        let result = try await run(assertion)
        #expect(result.outcome == .passed, "\(result)")
    }

    @Test func whatIsNotThereOrBrokenFailsAndSaysWhy() async throws {
        let missing = try await run("junit none.xml json $.failed == 0")
        #expect(missing.outcome == .failed)
        #expect(missing.failures.first?.actual.contains("there is no file `none.xml`") == true, "\(missing)")
        let cut = try await run("junit cut.xml json $.failed == 0")
        #expect(cut.failures.first?.actual.contains("cut.xml:1:12: not well-formed XML") == true, "\(cut)")
        let wrong = try await run("junit report.xml json $.failed == 0")
        #expect(wrong.failures.first?.query == "junit report.xml json $.failed", "\(wrong)")
        #expect(wrong.failures.first?.actual == "1", "\(wrong)")
    }
}
