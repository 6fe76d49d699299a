import Foundation
import Model
import Reports
import Testing

/// What the tests of a run reported, as people and programs read it.
struct RunCaseReportTests {
    private static let failed = ReportEvent.ended(
        ReportedCase(
            name: "totals", className: "shop.CartTest", outcome: .failed,
            failures: [
                ReportedFailure(
                    outcome: .failed, type: "AssertionError", message: "\nexpected 1\u{1B}[31m", text: "cart.py:14",
                    reportLine: 6)
            ]))
    private static let suite = ReportEvent.suiteFailed(
        ReportedSuiteFailure(
            suites: ["db"], failure: ReportedFailure(outcome: .errored, message: "no database", reportLine: 3)))

    private static func stored(_ event: ReportEvent, task: String = "unit", attempt: Int = 2) -> StoredCase {
        StoredCase(position: 1, task: task, attempt: attempt, entry: CaseEntry(report: "out.xml", event: event))
    }

    private func written(_ writer: some CaseWriter) -> String {
        var writer = writer
        var unit = CaseSummary(test: "unit", attempt: 2)
        for event in [Self.failed, Self.suite, .ended(ReportedCase(name: "adds"))] {
            unit.add(event)
            writer.add(event, from: CaseOrigin(Self.stored(event)))
        }
        unit.compare(
            with: AttemptCases(counts: OutcomeCounts(passed: 41, failed: 1), suiteFailures: 1, leftOut: 40))
        var ui = CaseSummary(test: "ui [browser=firefox]", attempt: 1)
        let good = ReportEvent.ended(ReportedCase(name: "opens"))
        ui.add(good)
        writer.add(good, from: CaseOrigin(Self.stored(good, task: "ui [browser=firefox]", attempt: 1)))
        ui.compare(with: AttemptCases(counts: OutcomeCounts(passed: 1)))
        writer.end([unit, ui])
        var bytes: [UInt8] = []
        writer.drain { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("people see what did not pass, then a line for each test")
    func table() throws { try expectGolden(written(CaseText()), "run-cases.txt") }

    @Test("programs get each case with its test and attempt, and the sums of each test")
    func document() throws {
        let text = written(CaseDocument(run: RunID(rawValue: "r-2")))
        try expectGolden(text, "run-cases.json")
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(value["run"] == .string("r-2") && value["summary"]?["passed"] == .integer(42))
        guard case .array(let tests)? = value["tests"] else {
            Issue.record("no tests")
            return
        }
        #expect(tests.map { $0["notKept"] } == [.integer(40), .integer(0)])
    }

    @Test("a run is described with its coverage, the sums of its cases and the first lines of what failed")
    func described() throws {
        let task = TaskRecord(
            name: "unit", outcome: .failed,
            attempts: [
                AttemptRecord(
                    run: RunID(rawValue: "r-2"), task: "unit", number: 2, lease: LeaseToken(rawValue: ""),
                    worker: WorkerID(rawValue: "w"), leasedAt: Samples.now,
                    result: TaskResult(
                        outcome: .failed, startedAt: Samples.now, duration: .seconds(3),
                        message: "1 of 42 cases failed: shop.CartTest › totals: expected 1",
                        cases: AttemptCases(counts: OutcomeCounts(passed: 29, failed: 13), suiteFailures: 1),
                        coverage: LineCoverage(lines: 1_000, covered: 831)))
            ])
        let scan = TaskRecord(
            name: "scan", outcome: .passed,
            attempts: [
                AttemptRecord(
                    run: RunID(rawValue: "r-2"), task: "scan", number: 1, lease: LeaseToken(rawValue: ""),
                    worker: WorkerID(rawValue: "w"), leasedAt: Samples.now,
                    result: TaskResult(
                        outcome: .passed, startedAt: Samples.now, duration: .seconds(1),
                        findings: [
                            SecurityFinding(check: "R1", tool: "scanner", severity: .low, message: "a small hole")
                        ]))
            ])
        let reports = DescribedReports(
            tests: [
                DescribedReports.Test(
                    name: "unit", cases: AttemptCases(counts: OutcomeCounts(passed: 29, failed: 13), suiteFailures: 1),
                    failing: [Self.stored(Self.failed), Self.stored(Self.suite)])
            ], earlier: (RunID(rawValue: "r-1"), LineCoverage(lines: 1_000, covered: 827)))
        try expectGolden(
            DescribeReport.text(Samples.ended(tasks: [task, scan]), reports: reports, now: Samples.now),
            "describe-run-cases.txt")
    }

    @Test(
        arguments: [
            (831, 1_000, 827, "83.1 % (831 of 1000 lines), +0.4 since r-1"),
            (831, 1_000, 840, "83.1 % (831 of 1000 lines), −0.9 since r-1"),
            (831, 1_000, 831, "83.1 % (831 of 1000 lines), as in r-1"), (1, 1, nil, "100.0 % (1 of 1 line)"),
            (99_999, 100_000, nil, "99.9 % (99999 of 100000 lines)"), (1, 100_000, nil, "0.1 % (1 of 100000 lines)"),
            (0, 3, nil, "0.0 % (0 of 3 lines)"), (0, 0, nil, "no line that could run"),
        ] as [(Int, Int, Int?, String)])
    func coverage(covered: Int, lines: Int, before: Int?, words: String) {
        let earlier = before.map { (run: RunID(rawValue: "r-1"), coverage: LineCoverage(lines: lines, covered: $0)) }
        #expect(CoverageText.text(LineCoverage(lines: lines, covered: covered), earlier: earlier) == words)
    }
}
