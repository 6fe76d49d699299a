import Foundation
import Model
import Synchronization
import TestExecution
import Testing

/// Commands that leave reports in their working directory.
struct CommandReportsTests {
    /// What a test's cases come to.
    private final class Kept: Sendable {
        private let state = Mutex<[[CaseEntry]]>([])

        var lots: [[CaseEntry]] { state.withLock { $0 } }
        var entries: [CaseEntry] { lots.flatMap(\.self) }
        var titles: [String] { entries.map(\.event.title) }

        var sink: CaseSink {
            { lot in
                self.state.withLock { $0.append(lot) }
                return true
            }
        }
    }

    private static let mixed = """
        <testsuites><testsuite name="s"><testcase classname="k" name="good" time="0.5"/>
        <testcase classname="k" name="bad"><failure message="expected 1"/></testcase>
        <testcase classname="k" name="again"><flakyFailure message="once"/></testcase>
        <testcase classname="k" name="later"><skipped/></testcase></testsuite></testsuites>
        """

    private func run(
        _ script: String, _ reports: CommandReports, kept: Kept = Kept(), assert: [String] = [],
        secrets: [String] = [], exitCodes: ExitCodes = ExitCodes(), timeout: TimeSpan = .seconds(60)
    ) async throws -> TaskResult {
        try await Fixture.run(
            Fixture.sh(script, exitCodes: exitCodes, reports: reports), assert: assert, timeout: timeout,
            secrets: secrets, cases: kept.sink)
    }

    private func junit(_ text: String, at path: String = "out.xml") -> String {
        "mkdir -p $(dirname \(path)) && cat > \(path) <<'END'\n\(text)\nEND\n"
    }

    @Test func casesComeFromTheReports() async throws {
        let kept = Kept()
        let result = try await run(
            junit(Self.mixed, at: "a/one.xml") + junit("<testsuite><testcase name='two'/></testsuite>", at: "b/two.xml")
                + "exit 1", CommandReports(junit: ["a/*.xml", "**/two.xml"]), kept: kept)
        #expect(result.outcome == .failed)
        #expect(result.message == "1 of 5 cases failed: k › bad: expected 1")
        #expect(
            result.cases
                == AttemptCases(counts: OutcomeCounts(passed: 3, failed: 1, skipped: 1, flaky: 1)))
        #expect(kept.titles == ["k › good", "k › bad", "k › again", "k › later", "two"])
        #expect(kept.entries.map(\.report) == ["a/one.xml", "a/one.xml", "a/one.xml", "a/one.xml", "b/two.xml"])
        guard case .ended(let again) = kept.entries[2].event else { return }
        #expect(again.attempts.map(\.outcome) == [.failed, .passed])
    }

    /// Breaks when a file that two patterns match is read for each.
    @Test func aFileThatTwoPatternsMatchIsReadOnce() async throws {
        let kept = Kept()
        let good = junit("<testsuite><testcase name='one'/></testsuite>")
        let result = try await run(good, CommandReports(junit: ["out.xml", "*.xml"]), kept: kept)
        #expect(result.outcome == .passed && result.cases?.counts.passed == 1 && kept.titles == ["one"])
    }

    @Test func tapAndJUnitAddUp() async throws {
        let kept = Kept()
        let script =
            junit("<testsuite><testcase name='x'/></testsuite>")
            + "printf '1..2\\nok 1 - t\\nok 2 # SKIP no\\n' > r.tap"
        let result = try await run(script, CommandReports(junit: ["out.xml"], tap: ["r.tap"]), kept: kept)
        #expect(result.outcome == .passed && result.message == nil)
        #expect(result.cases?.counts == OutcomeCounts(passed: 2, skipped: 1))
        #expect(kept.titles == ["x", "t", "(case without a name)"])
    }

    @Test func withoutAFailingCaseABadExitCodeCanNotBeTold() async throws {
        let good = junit("<testsuite><testcase name='x'/></testsuite>")
        let reports = CommandReports(junit: ["out.xml"])
        let result = try await run(good + "exit 3", reports)
        #expect(result.outcome == .errored)
        #expect(
            result.message
                == "exit code 3, but no case in its reports failed (1 passed, 0 skipped): the tool itself may have failed"
        )
        #expect(result.failures.isEmpty, "the exit code is no expectation of its own here")
        let killed = try await run(good + "kill -9 $$", reports)
        #expect(killed.outcome == .errored && killed.message?.hasPrefix("killed by signal 9 (killed), but no") == true)
        #expect(try await run(good + "exit 3", reports, assert: ["exitCode == 3"]).outcome == .passed)
        #expect(try await run(good + "exit 3", reports, exitCodes: ExitCodes(passed: [3])).outcome == .passed)
        #expect(try await run("exit 5", reports, exitCodes: ExitCodes(skipped: [5])).outcome == .skipped)
    }

    @Test func assertionsAreJudgedBesideTheReports() async throws {
        let good = junit("<testsuite><testcase name='x'/></testsuite>") + "echo hello"
        let reports = CommandReports(junit: ["out.xml"])
        let wrong = try await run(good, reports, assert: ["stdout == bye"])
        #expect(wrong.outcome == .failed && wrong.cases?.counts.passed == 1)
        let bad = try await run(junit(Self.mixed) + "echo hello", reports, assert: ["stdout == bye"])
        #expect(bad.message?.hasPrefix("1 of 4 cases failed") == true && bad.failures.count == 1)
    }

    @Test func whatIsMissingOrBrokenIsErroredAndSaysWhere() async throws {
        let missing = try await run("exit 0", CommandReports(junit: ["out/*.xml"]))
        #expect(missing.outcome == .errored)
        #expect(
            missing.message?.hasPrefix(
                "no report: the command left no file that matches `out/*.xml` of `reports.junit`")
                == true, "\(missing)")
        let kept = Kept()
        let broken = try await run(
            junit("<testsuite><testcase name='first'/>\n<testcase name='x'></oops>"),
            CommandReports(junit: ["out.xml"]),
            kept: kept)
        #expect(broken.outcome == .errored)
        #expect(broken.message == "out.xml:2:22: not well-formed XML: mismatched tag", "\(broken)")
        #expect(broken.cases?.counts.passed == 1 && kept.titles == ["first"], "what was told before stands")
        let bailed = try await run(
            "printf '1..2\\nok 1\\nBail out! no disk\\n' > r.tap", CommandReports(tap: ["r.tap"]))
        #expect(bailed.outcome == .errored && bailed.message == "r.tap:3: the tests bailed out: no disk")
        let pattern = try await run("exit 0", CommandReports(junit: ["../*.xml"]))
        #expect(pattern.outcome == .errored && pattern.message?.contains("leaves the working directory") == true)
    }

    /// Breaks when files are opened by their paths instead of from the held folder.
    @Test func linksAreNeverFollowed() async throws {
        let script = junit("<testsuite><testcase name='x'/></testsuite>", at: "real/out.xml")
        let link = try await run(script + "ln -s real/out.xml out.xml", CommandReports(junit: ["out.xml"]))
        #expect(link.outcome == .errored)
        #expect(link.message?.hasPrefix("no report: `out.xml` matches `out.xml`, but it is a link") == true, "\(link)")
        let folder = try await run(script + "ln -s real linked", CommandReports(junit: ["linked/*.xml"]))
        #expect(folder.outcome == .errored)
        let pipe = try await run("mkfifo out.xml", CommandReports(junit: ["out.xml"]))
        #expect(pipe.outcome == .errored)
    }

    @Test func secretsAreMaskedInCases() async throws {
        let kept = Kept()
        let text = """
            <testsuite name="hunter22"><testcase name="login hunter22" file="hunter22.py">
            <failure message="hunter22 refused" type="E">with hunter22</failure></testcase></testsuite>
            """
        let result = try await run(junit(text), CommandReports(junit: ["out.xml"]), kept: kept, secrets: ["hunter22"])
        #expect(result.message == "1 of 1 case failed: *** › login ***: *** refused")
        #expect(!"\(kept.entries)".contains("hunter22") && "\(kept.entries)".contains("with ***"))
    }

    @Test func aCommandThatRunsOutOfTimeKeepsWhatItReported() async throws {
        let kept = Kept()
        let good = junit("<testsuite><testcase name='x'/></testsuite>")
        let result = try await run(
            good + "sleep 60", CommandReports(junit: ["out.xml", "never.xml"]), kept: kept, timeout: .seconds(1))
        #expect(result.outcome == .timedOut && result.cases?.counts.passed == 1 && kept.titles == ["x"])
        #expect(result.message?.hasPrefix("the command did not end within") == true)
    }

    // MARK: Coverage

    @Test func coverageIsANumber() async throws {
        let script = """
            mkdir out; printf 'SF:a\\nDA:1,1\\nDA:2,0\\nend_of_record\\n' > out/a.info
            printf 'SF:a\\nDA:2,1\\nDA:3,0\\nend_of_record\\n' > out/b.info
            """
        let lcov = CommandReports(coverage: CoverageReport(format: .lcov, paths: ["out/*.info"]))
        let result = try await run(script, lcov)
        #expect(result.outcome == .passed && result.cases == nil)
        #expect(result.coverage == LineCoverage(lines: 3, covered: 2))
        let failed = try await run(script + "\nexit 1", lcov)
        #expect(failed.outcome == .failed && failed.coverage?.lines == 3)
        #expect(failed.message == "exitCode: expected 0, got 1")
    }

    @Test func missingCoverageErrsOnlyAPass() async throws {
        let lcov = CommandReports(coverage: CoverageReport(format: .lcov, paths: ["x.info"]))
        let passed = try await run("exit 0", lcov)
        #expect(passed.outcome == .errored)
        #expect(passed.message?.contains("`coverage lcov -o PATH`") == true, "\(passed)")
        let failed = try await run("exit 1", lcov)
        #expect(failed.outcome == .failed && failed.message == "exitCode: expected 0, got 1")
    }

    // MARK: Findings

    private static let sarif = """
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "scan"}}, "results": [
        {"ruleId": "R1", "level": "error", "message": {"text": "a hole near hunter22"}},
        {"ruleId": "R2", "level": "note", "message": {"text": "a note"}}]}]}
        """

    /// Breaks when a severity decides instead of the exit code.
    @Test func findingsAreKeptAndFailNothing() async throws {
        let reports = CommandReports(sarif: ["*.sarif"])
        let passed = try await run(junit(Self.sarif, at: "out.sarif"), reports, secrets: ["hunter22"])
        #expect(passed.outcome == .passed && passed.message == nil)
        #expect(passed.findings?.map(\.check) == ["R1", "R2"] && passed.findings?.first?.tool == "scan")
        #expect(passed.findings?.first?.message == "a hole near ***")
        let failed = try await run(junit(Self.sarif, at: "out.sarif") + "exit 1", reports)
        #expect(failed.outcome == .failed && failed.findings?.count == 2)
        let broken = try await run("echo '{' > out.sarif", reports)
        #expect(broken.outcome == .errored && broken.message?.hasPrefix("out.sarif:") == true, "\(broken)")
        let missing = try await run("exit 0", reports)
        #expect(missing.outcome == .errored && missing.message?.contains("of `reports.sarif`") == true)
    }

    // MARK: Many

    /// Breaks when the thread that reads does not wait for the task that sends.
    @Test func aLongReportIsHandedOnInLots() async throws {
        let script = """
            awk 'BEGIN { print "<testsuite>"; for (i = 1; i <= 5500; i++) print "<testcase name=\\"case " i "\\"/>";
            print "</testsuite>" }' > out.xml
            """
        let kept = Kept()
        let result = try await run(script, CommandReports(junit: ["out.xml"]), kept: kept)
        #expect(result.cases == AttemptCases(counts: OutcomeCounts(passed: 5_500)))
        #expect(kept.lots.map(\.count) == [1_000, 1_000, 1_000, 1_000, 1_000, 500])
        #expect(kept.titles == (1...5_500).map { "case \($0)" })
    }

    /// Breaks when the reading ends with the keeping.
    @Test func whatIsNotKeptIsStillCounted() async throws {
        let script = """
            awk 'BEGIN { print "<testsuite>"; for (i = 1; i <= 3500; i++) print "<testcase name=\\"" i "\\"/>";
            print "<testcase name=\\"last\\"><failure/></testcase></testsuite>" }' > out.xml
            """
        let lots = Mutex(0)
        let result = try await Fixture.run(
            Fixture.sh(script, reports: CommandReports(junit: ["out.xml"])),
            cases: { _ in
                lots.withLock {
                    $0 += 1; return $0 == 1
                }
            })
        #expect(result.outcome == .failed)
        #expect(result.cases?.counts == OutcomeCounts(passed: 3_500, failed: 1))
        #expect(result.cases?.leftOut == 2_501)
        let alone = try await Fixture.run(Fixture.sh(script, reports: CommandReports(junit: ["out.xml"])))
        #expect(alone.cases?.counts.finished == 3_501 && alone.outcome == .failed)
    }

    /// Breaks when `stop` does not wake the thread that waits for room.
    @Test func aCancelledAttemptEndsItsReading() async throws {
        let script = """
            awk 'BEGIN { print "<testsuite>"; for (i = 1; i <= 50000; i++) print "<testcase name=\\"" i "\\"/>";
            print "</testsuite>" }' > out.xml
            """
        let started = Mutex(0)
        let work = Task {
            try await Fixture.run(
                Fixture.sh(script, reports: CommandReports(junit: ["out.xml"])),
                cases: { _ in
                    started.withLock { $0 += 1 }
                    try? await Task.sleep(for: .seconds(600))
                    return true
                })
        }
        while started.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(2)) }
        work.cancel()
        #expect(try await work.value.outcome == .cancelled)
        #expect(started.withLock { $0 } < 4)
    }

    /// Breaks when what the commands among the steps report only decides their step.
    @Test func casesOfStepsAreCasesOfTheirTest() async throws {
        func step(_ name: String, _ cases: String) -> TestStep {
            guard
                case .command(let command) = Fixture.sh(
                    junit("<testsuite>\(cases)</testsuite>", at: "\(name)/out.xml")
                        + "printf 'SF:a\\nDA:1,1\\nDA:2,0\\nend_of_record\\n' > \(name)/cov.info",
                    reports: CommandReports(
                        junit: ["\(name)/*.xml"],
                        coverage: CoverageReport(format: .lcov, paths: ["\(name)/cov.info"])))
            else { return TestStep(action: .steps([])) }
            return TestStep(action: .command(command))
        }
        let kept = Kept()
        let spec = IntegrationSpec(
            steps: [
                step("one", "<testcase name='a'/><testcase name='b'/>"),
                step("two", "<testcase name='c'><skipped/></testcase>"),
            ])
        let result = try await Fixture.run(.integration(spec), cases: kept.sink)
        #expect(result.outcome == .passed, "\(result)")
        #expect(result.cases == AttemptCases(counts: OutcomeCounts(passed: 2, skipped: 1)))
        #expect(result.coverage == LineCoverage(lines: 4, covered: 2))
        #expect(kept.titles == ["a", "b", "c"] && kept.entries.last?.report == "two/out.xml")
    }
}
