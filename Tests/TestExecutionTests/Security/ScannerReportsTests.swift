import Foundation
import Model
import TestExecution
import TestSupport
import Testing

/// Reports of other scanners beside the checks of a security test.
struct ScannerReportsTests {
    private static func report(_ results: String, more: String = "") -> String {
        """
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Scanner"}}, \(more)"results": [\(results)]}]}
        """
    }

    private func run(
        _ sarif: [String], files: [String: String], threshold: SecuritySpec.Severity? = nil, secrets: [String] = []
    ) async throws -> TaskResult {
        let scratch = try TemporaryDirectory()
        for (path, text) in files { try scratch.write(text, to: path) }
        let spec = SecuritySpec(
            url: try SecurityFixture.doors.get().good, checks: [SecurityCheck(.hsts)], sarif: sarif,
            severityThreshold: threshold)
        return await TestRunner(http: Fixture.http).run(
            TestWork(
                definition: TestDefinition(settings: TestSettings(name: "test"), body: .security(spec)),
                secrets: secrets.map { Secret($0) }, scratch: scratch.url))
    }

    /// Breaks when a pattern's files are not all read, or a scanner's name or severity is lost.
    @Test func findingsOfScannersStandBesideThoseOfTheChecks() async throws {
        let files = [
            "scans/a.sarif": Self.report(#"{"ruleId": "A1", "level": "note", "message": {"text": "an s3cr3t word"}}"#),
            "scans/deep/b.sarif": Self.report(#"{"ruleId": "B1", "level": "error", "message": {"text": "bad"}}"#),
            "scans/other.txt": "no report",
        ]
        let result = try await run(["scans/**/*.sarif"], files: files, secrets: ["s3cr3t"])
        #expect(result.outcome == .failed)
        #expect(result.message == "Scanner B1, high: bad (and 1 more at or above `low`)")
        #expect(
            result.findings?.map(\.check) == ["B1", "A1"] && result.findings?.map(\.tool) == ["Scanner", "Scanner"])
        #expect(result.findings?.last?.message == "an *** word")
        let below = try await run(["scans/a.sarif"], files: files, threshold: .medium)
        #expect(below.outcome == .passed && below.findings?.map(\.severity) == [.low])
    }

    @Test func aReportThatIsNotThereOrBrokenIsAnError() async throws {
        let missing = try await run(["*.sarif"], files: [:])
        #expect(missing.outcome == .errored)
        #expect(
            missing.message == "`sarif` could not be made: no file of the scratch folder matches `*.sarif`",
            "\(missing)")
        let broken = try await run(["a.sarif"], files: ["a.sarif": "{"])
        #expect(
            broken.message
                == "`a.sarif` could not be made: a.sarif:1:2: not well-formed JSON: the report may be cut off")
        let more = #""invocations": [{"executionSuccessful": false, "exitCode": 3}], "#
        let early = try await run(["a.sarif"], files: ["a.sarif": Self.report("{}", more: more)], threshold: .high)
        #expect(early.outcome == .errored && early.findings?.count == 1)
        #expect(
            early.message == "`a.sarif` could not be made: Scanner did not end well: it exited with 3")
        let both = try await run(["a.sarif", "b.sarif"], files: ["a.sarif": Self.report(#"{"level": "error"}"#)])
        #expect(both.outcome == .failed && both.failures.map(\.query) == ["sarif"], "what was found decides")
    }

    /// Breaks when more findings are kept than the bound, or the best of them.
    @Test func theWorstOfVeryManyAreKept() async throws {
        let many = Array(repeating: #"{"level": "note"}"#, count: 600) + [#"{"level": "error"}"#]
        let result = try await run(["a.sarif"], files: ["a.sarif": Self.report(many.joined(separator: ","))])
        #expect(result.findings?.count == 500 && result.findings?.first?.severity == .high)
        #expect(result.message?.hasSuffix("(and 600 more at or above `low`)") == true, "\(result.message ?? "")")
    }
}
