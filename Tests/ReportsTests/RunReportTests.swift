import Foundation
import Model
import Reports
import Testing

struct RunReportTests {
    private let start = Date(timeIntervalSince1970: 1_795_255_200)

    private func attempt(_ number: Int, _ result: TaskResult?) -> AttemptRecord {
        AttemptRecord(
            run: RunID(rawValue: "r-1"), task: "t", number: number, lease: LeaseToken(rawValue: "l"),
            worker: WorkerID(rawValue: "local-1-2"), leasedAt: start, result: result)
    }

    private func result(
        _ outcome: Outcome, message: String? = nil, failures: [AssertionFailure] = [], exchange: HTTPExchange? = nil,
        output: CommandOutput? = nil
    ) -> TaskResult {
        TaskResult(
            outcome: outcome, startedAt: start, duration: .milliseconds(212), message: message, failures: failures,
            exchange: exchange, output: output)
    }

    private var tasks: [TaskRecord] {
        let exchange = HTTPExchange(
            method: "POST", url: "http://127.0.0.1:41873/orders", status: 500, firstByte: .milliseconds(40),
            total: .milliseconds(41),
            curl: #"curl -X POST http://127.0.0.1:41873/orders -H 'content-type: application/json' -d '{"sku":"A1"}'"#,
            trace: "00-7c1e-01")
        let failures = [
            AssertionFailure(query: "status", expected: "201", actual: "500"),
            AssertionFailure(
                query: "json $.id", expected: "a value", actual: "none (the body is not JSON: \"internal error…\")"),
        ]
        let silent = HTTPExchange(
            method: "GET", url: "http://gone/", status: nil, firstByte: nil, total: nil, curl: "")
        let noise = (1...14).map { "line \($0)" }.joined(separator: "\n") + "\n"
        return [
            TaskRecord(
                name: "place order", outcome: .failed,
                attempts: [
                    attempt(1, result(.failed)), attempt(2, result(.failed, failures: failures, exchange: exchange)),
                ]),
            TaskRecord(
                name: "unreachable", outcome: .errored,
                attempts: [attempt(1, result(.errored, message: "could not resolve `gone`", exchange: silent))]),
            TaskRecord(
                name: "build", outcome: .failed,
                attempts: [
                    attempt(
                        1,
                        result(
                            .failed, message: "exit code 3",
                            output: CommandOutput(
                                exitCode: 3, stdout: noise, stderr: "\u{1B}[31mboom\u{1B}[0m\n", truncated: false)))
                ]),
            TaskRecord(
                name: "slow", outcome: .timedOut,
                attempts: [
                    attempt(
                        1,
                        result(
                            .timedOut, message: "no end after 60s",
                            output: CommandOutput(exitCode: nil, stdout: "", stderr: "x", truncated: true)))
                ]),
            TaskRecord(name: "pay", outcome: .skipped, message: "`place order` did not pass"),
            TaskRecord(name: "lost", outcome: .errored, message: "no worker came", attempts: [attempt(1, nil)]),
            TaskRecord(name: "cart totals", outcome: .passed, flaky: true),
        ]
    }

    private var run: FinishedRun {
        FinishedRun(
            key: SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "checkout"), environment: "dev"),
            verdict: Verdict(
                run: RunID(rawValue: "r-1"), digest: Digest(rawValue: "d"),
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), outcome: .failed,
                counts: OutcomeCounts(passed: 1, failed: 2, errored: 2, timedOut: 1, skipped: 1, flaky: 1)),
            tasks: tasks)
    }

    @Test func failedTestsAreToldWithAllThatIsNeeded() throws {
        try expectGolden(RunReport.failures(run) { _ in "pool-1" }, "failures.txt")
    }

    @Test func aPassedTestCanBeTold() {
        let passed = TaskRecord(name: "ok", outcome: .passed, attempts: [attempt(1, result(.passed))])
        #expect(
            RunReport.failure(passed, suite: "s", style: Style(isColoured: true))
                == "\u{1B}[32m✔\u{1B}[0m s / ok   passed in 212 ms   worker local-1-2\n")
    }

    @Test func countsAreOneLine() {
        #expect(RunReport.summary(run) == "passed 1  failed 3  errored 2  skipped 1  flaky 1 (cart totals)")
        #expect(RunReport.counts(OutcomeCounts(passed: 15)) == "passed 15  failed 0  errored 0")
        #expect(
            RunReport.counts(OutcomeCounts(passed: 9, flaky: 1, cached: 3))
                == "passed 9  failed 0  errored 0  cached 3  flaky 1")
        #expect(RunReport.counts(OutcomeCounts(passed: 2, flaky: 2)) == "passed 2  failed 0  errored 0  flaky 2")
        #expect(
            RunReport.counts(OutcomeCounts(failed: 1), style: Style(isColoured: true))
                == "passed 0  \u{1B}[31mfailed 1\u{1B}[0m  errored 0")
    }

    @Test func manyExpectationsAreBounded() {
        let failures = (0..<60).map { AssertionFailure(query: "q\($0)", expected: "1", actual: "2") }
        let task = TaskRecord(name: "t", outcome: .failed, attempts: [attempt(1, result(.failed, failures: failures))])
        let lines = RunReport.failure(task, suite: "s").split(separator: "\n")
        #expect(lines.count == 52)
        #expect(lines.last == "  … and 10 more")
    }
}
