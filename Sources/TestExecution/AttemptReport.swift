import Foundation
import HTTPTransport
import Model

/// What an attempt came to, before its texts are masked.
struct AttemptReport {
    var outcome: Outcome
    var message: String?
    var failures: [AssertionFailure] = []
    var exchange: HTTPExchange?
    var output: CommandOutput?
    /// What dependent tests get.
    var captures = CapturedValues()
    /// What was captured, though something else may not have held.
    var found = CapturedValues()
    var steps: [StepResult]?
    /// Of a security test, or of the scanners that a command ran.
    var findings: [SecurityFinding]?
    /// Of a command's reports.
    var cases: AttemptCases?
    var coverage: LineCoverage?
    var redactor: Redactor

    init(outcome: Outcome, message: String? = nil, redactor: Redactor) {
        self.outcome = outcome
        self.message = message
        self.redactor = redactor
    }

    /// Takes over what the evaluation found: failures make a pass a failure, captures are kept of passed tests only.
    mutating func judge(_ evaluation: Evaluation) {
        failures = evaluation.failures
        redactor = evaluation.redactor
        found = evaluation.captures
        guard outcome == .passed else { return }
        if let message = Self.summary(of: failures) {
            // Searches that were under way end without an answer then.
            outcome = Task.isCancelled ? .cancelled : .failed
            self.message = Task.isCancelled ? "the attempt was cancelled while it was judged" : message
        } else {
            captures = evaluation.captures
        }
    }

    /// The first of them, and how many more there are.
    static func summary(of failures: [AssertionFailure]) -> String? {
        guard let first = failures.first else { return nil }
        let others = failures.count - 1
        return "\(first.query): expected \(first.expected), got \(first.actual)"
            + (others == 0 ? "" : " (and \(others) more)")
    }

    /// Takes over what the reports of a command say.
    mutating func take(_ verdict: ReportVerdict) {
        switch verdict {
        case .passed:
            outcome = .passed
            message = nil
        case .skipped(let words):
            outcome = .skipped
            message = words
        case .failed(let words):
            outcome = .failed
            message = words
        case .errored(let words):
            outcome = .errored
            message = words
        }
    }

    func result(startedAt: Date, duration: TimeSpan) -> TaskResult {
        TaskResult(
            outcome: outcome, startedAt: startedAt, duration: duration, message: message.map(redactor.mask),
            failures: failures.map {
                AssertionFailure(
                    query: redactor.mask($0.query), expected: redactor.mask($0.expected),
                    actual: redactor.mask($0.actual), diff: $0.diff.map(redactor.mask))
            },
            exchange: exchange.map {
                HTTPExchange(
                    method: $0.method, url: redactor.mask(MaskedURL.mask($0.url)), status: $0.status, dns: $0.dns,
                    connect: $0.connect, tls: $0.tls, firstByte: $0.firstByte, total: $0.total,
                    curl: redactor.mask($0.curl), trace: $0.trace, polls: $0.polls)
            },
            output: output.map {
                CommandOutput(
                    exitCode: $0.exitCode, stdout: redactor.mask($0.stdout), stderr: redactor.mask($0.stderr),
                    truncated: $0.truncated)
            },
            captures: captures.values, redacted: captures.redacted, steps: steps,
            findings: findings?.map { $0.masked(by: redactor) }, cases: cases, coverage: coverage)
    }
}

extension SecurityFinding {
    fileprivate func masked(by redactor: Redactor) -> SecurityFinding {
        SecurityFinding(
            check: redactor.mask(check), tool: tool.map(redactor.mask), severity: severity,
            message: redactor.mask(message), place: place.map(redactor.mask), owasp: owasp,
            advice: advice.map(redactor.mask))
    }
}
