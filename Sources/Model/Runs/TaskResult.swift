package import Foundation

/// What one attempt of a task came to, as a worker reports it.
package struct TaskResult: Hashable, Sendable, Codable {
    package let outcome: Outcome
    package let startedAt: Date
    package let duration: TimeSpan
    /// One sentence when it did not pass.
    package let message: String?
    package let failures: [AssertionFailure]
    package let exchange: HTTPExchange?
    package let output: CommandOutput?
    /// Values handed to dependent tests.
    package let captures: [String: JSONValue]
    /// Names among `captures` that must be masked wherever they are shown.
    package let redacted: [String]
    /// Of an integration test, in the order in which they ended.
    package let steps: [StepResult]?
    /// Of a security test: what is at or above its threshold and what is below.
    package let findings: [SecurityFinding]?
    /// Of the reports that a command wrote.
    package let cases: AttemptCases?
    package let coverage: LineCoverage?
    package let artifacts: [AttemptArtifact]?

    package init(
        outcome: Outcome, startedAt: Date, duration: TimeSpan, message: String? = nil,
        failures: [AssertionFailure] = [], exchange: HTTPExchange? = nil, output: CommandOutput? = nil,
        captures: [String: JSONValue] = [:], redacted: [String] = [], steps: [StepResult]? = nil,
        findings: [SecurityFinding]? = nil, cases: AttemptCases? = nil, coverage: LineCoverage? = nil,
        artifacts: [AttemptArtifact]? = nil
    ) {
        self.outcome = outcome
        self.startedAt = startedAt
        self.duration = duration
        self.message = message
        self.failures = failures
        self.exchange = exchange
        self.output = output
        self.captures = captures
        self.redacted = redacted
        self.steps = steps
        self.findings = findings
        self.cases = cases
        self.coverage = coverage
        self.artifacts = artifacts
    }
}

extension TaskResult {
    /// The same but for its start.
    package func started(at time: Date) -> TaskResult {
        TaskResult(
            outcome: outcome, startedAt: time, duration: duration, message: message, failures: failures,
            exchange: exchange, output: output, captures: captures, redacted: redacted, steps: steps,
            findings: findings, cases: cases, coverage: coverage, artifacts: artifacts)
    }
}

/// One expectation that did not hold.
package struct AssertionFailure: Hashable, Sendable, Codable {
    /// What was looked at: `status`, `json $.id`.
    package let query: String
    package let expected: String
    package let actual: String
    /// Line by line, of structures and longer texts: `-` is expected, `+` is there instead.
    package let diff: String?

    package init(query: String, expected: String, actual: String, diff: String? = nil) {
        self.query = query
        self.expected = expected
        self.actual = actual
        self.diff = diff
    }
}

/// The request of a `rest` attempt and what came back, secrets masked.
package struct HTTPExchange: Hashable, Sendable, Codable {
    package let method: String
    package let url: String
    /// nil when no response came.
    package let status: Int?
    /// Since the request began, as all of these: when the name was known, the connection stood, TLS was agreed; nil for
    /// what a reused or unencrypted connection has none of.
    package let dns: TimeSpan?
    package let connect: TimeSpan?
    package let tls: TimeSpan?
    package let firstByte: TimeSpan?
    package let total: TimeSpan?
    /// A command line that repeats the request.
    package let curl: String
    /// The `traceparent` that was sent (W3C Trace Context).
    package let trace: String?
    /// How often the request was sent until what is expected held; nil when it does not poll.
    package let polls: Int?

    package init(
        method: String, url: String, status: Int?, dns: TimeSpan? = nil, connect: TimeSpan? = nil,
        tls: TimeSpan? = nil, firstByte: TimeSpan?, total: TimeSpan?, curl: String, trace: String? = nil,
        polls: Int? = nil
    ) {
        self.method = method
        self.url = url
        self.status = status
        self.dns = dns
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
        self.curl = curl
        self.trace = trace
        self.polls = polls
    }
}

/// What a `command` attempt printed (the last part of it, secrets masked) and how it ended.
package struct CommandOutput: Hashable, Sendable, Codable {
    /// nil when a signal ended it.
    package let exitCode: Int?
    package let stdout: String
    package let stderr: String
    package let truncated: Bool

    package init(exitCode: Int?, stdout: String, stderr: String, truncated: Bool) {
        self.exitCode = exitCode
        self.stdout = stdout
        self.stderr = stderr
        self.truncated = truncated
    }
}
