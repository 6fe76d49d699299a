import Foundation
import Model
import Reports

/// A run with one of everything that results can hold.
enum ResultSamples {
    static let begun = Samples.ago(300)

    static func attempt(
        _ task: String, _ number: Int = 1, after milliseconds: Int64 = 0, took: Int64 = 41, _ outcome: Outcome,
        message: String? = nil, failures: [AssertionFailure] = [], exchange: HTTPExchange? = nil,
        output: CommandOutput? = nil, steps: [StepResult]? = nil, findings: [SecurityFinding]? = nil,
        cases: AttemptCases? = nil, coverage: LineCoverage? = nil, artifacts: [AttemptArtifact]? = nil
    ) -> AttemptRecord {
        let start = begun.addingTimeInterval(Double(milliseconds) / 1_000)
        return AttemptRecord(
            run: RunID(rawValue: "r-2"), task: task, number: number, lease: LeaseToken(rawValue: ""),
            worker: WorkerID(rawValue: "default.pool-0.1"), leasedAt: start,
            result: TaskResult(
                outcome: outcome, startedAt: start, duration: .milliseconds(took), message: message,
                failures: failures, exchange: exchange, output: output, steps: steps, findings: findings,
                cases: cases, coverage: coverage, artifacts: artifacts))
    }

    static let order = HTTPExchange(
        method: "POST", url: "https://shop.test/orders?a=1&b=<2>", status: 500, dns: .milliseconds(2),
        connect: .milliseconds(5), tls: .milliseconds(17), firstByte: .milliseconds(40), total: .milliseconds(41),
        curl: #"curl -X POST 'https://shop.test/orders?a=1&b=<2>' -H 'authorization: ***' -d '{"sku":"A1"}'"#,
        trace: "00-7c1e0000000000000000000000000000-0000000000000001-01")

    static let wrong = [
        AssertionFailure(query: "status", expected: "201", actual: "500"),
        AssertionFailure(
            query: "body", expected: #"{"state": "new", …}"#, actual: #"{"state": "<none>", …}"#,
            diff: "  {\n-   \"state\": \"new\"\n+   \"state\": \"<none>\"\n  }"),
    ]

    static let steps = [
        StepResult(
            place: "steps[0]", title: "POST /orders", outcome: .passed, duration: .milliseconds(41),
            exchange: HTTPExchange(
                method: "POST", url: "http://127.0.0.1:41873/orders", status: 201, firstByte: .milliseconds(40),
                total: .milliseconds(41), curl: "curl http://127.0.0.1:41873/orders")),
        StepResult(
            place: "steps[1]", title: "pay", outcome: .failed, duration: .milliseconds(20), failures: wrong,
            exchange: order),
        StepResult(
            place: "finally[0]", title: "rm -r data", outcome: .passed, duration: .milliseconds(3),
            output: CommandOutput(exitCode: 0, stdout: "", stderr: "", truncated: false)),
    ]

    static let findings = [
        SecurityFinding(check: "cors", severity: .low, message: "any origin is let in", place: "https://shop.test/"),
        SecurityFinding(
            check: "hsts", severity: .high, message: "the header Strict-Transport-Security is missing",
            place: "https://shop.test/", owasp: "API8:2023",
            advice: "Send `Strict-Transport-Security: max-age=63072000`."),
        SecurityFinding(
            check: "10035", tool: "zap", severity: .critical, message: "script & <b>markup</b> in a reply",
            place: "src/a.js:12"),
    ]

    static let tasks: [TaskRecord] = [
        TaskRecord(
            name: "health", outcome: .passed,
            attempts: [
                attempt(
                    "health", took: 12, .passed,
                    exchange: HTTPExchange(
                        method: "GET", url: "http://127.0.0.1:41873/health", status: 200, connect: .milliseconds(1),
                        firstByte: .milliseconds(10), total: .milliseconds(12),
                        curl: "curl http://127.0.0.1:41873/health"))
            ]),
        TaskRecord(
            name: "cart totals", outcome: .passed,
            cached: CachedFrom(run: RunID(rawValue: "r-1"), recordedAt: Samples.ago(3_600))),
        TaskRecord(
            name: "stock recovers", outcome: .passed, flaky: true,
            attempts: [
                attempt(
                    "stock recovers", 1, after: 15, took: 8, .failed,
                    failures: [AssertionFailure(query: "status", expected: "200", actual: "503")]),
                attempt("stock recovers", 2, after: 30, took: 60, .errored, message: "the worker was lost"),
                attempt("stock recovers", 3, after: 300, took: 9, .passed),
            ]),
        TaskRecord(
            name: "place order", outcome: .failed,
            attempts: [
                attempt("place order", 1, after: 20, .failed, failures: wrong, exchange: order),
                attempt("place order", 2, after: 400, .failed, failures: wrong, exchange: order),
            ]),
        TaskRecord(
            name: "order and pay", outcome: .failed,
            attempts: [
                attempt(
                    "order and pay", after: 100, took: 64, .failed, message: "steps[1] `pay` failed", steps: steps)
            ]),
        TaskRecord(
            name: "locked well", outcome: .failed,
            attempts: [
                attempt(
                    "locked well", after: 120, took: 150, .failed, message: "2 findings at or above low",
                    findings: findings)
            ]),
        TaskRecord(
            name: "unit tests", outcome: .failed,
            attempts: [
                attempt(
                    "unit tests", after: 60, took: 5_200, .failed, message: "2 of 120 cases failed",
                    output: CommandOutput(
                        exitCode: 1, stdout: "120 tests\n2 failed\n", stderr: "\u{1B}[31mboom\u{1B}[0m\n",
                        truncated: false),
                    cases: AttemptCases(counts: OutcomeCounts(passed: 117, failed: 2, skipped: 1)),
                    coverage: LineCoverage(lines: 1_204, covered: 1_002),
                    artifacts: [
                        AttemptArtifact(path: "out/report.xml", size: 48_100, sha256: "0a1b2c3d4e5f60718293")
                    ])
            ]),
        TaskRecord(
            name: "slow", outcome: .timedOut,
            attempts: [
                attempt(
                    "slow", after: 70, took: 1_000, .timedOut, message: "no end after 1s",
                    output: CommandOutput(exitCode: nil, stdout: "", stderr: "x", truncated: true))
            ]),
        TaskRecord(
            name: "unreachable", outcome: .errored,
            attempts: [
                attempt("unreachable", 1, .errored, message: "could not be prepared: `shop` has no address yet")
            ]),
        TaskRecord(name: "ship", outcome: .skipped, message: "`place order` did not pass"),
    ]

    static func run(_ tasks: [TaskRecord] = tasks, outcome: Outcome = .failed) -> FinishedRun {
        var counts = OutcomeCounts()
        for task in tasks { counts.add(task.outcome, flaky: task.flaky, cached: task.cached != nil) }
        return FinishedRun(
            key: Samples.key,
            verdict: Verdict(
                run: RunID(rawValue: "r-2"), digest: Digest(rawValue: "d"), revision: Samples.newest, outcome: outcome,
                counts: counts, startedAt: begun, endedAt: begun.addingTimeInterval(5.3)),
            tasks: tasks)
    }

    static func results(_ runs: FinishedRun...) -> RunResults { RunResults(runs, workers: Samples.workers) }
}
