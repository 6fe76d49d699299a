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

    package init(
        outcome: Outcome, startedAt: Date, duration: TimeSpan, message: String? = nil,
        failures: [AssertionFailure] = [], exchange: HTTPExchange? = nil, output: CommandOutput? = nil,
        captures: [String: JSONValue] = [:], redacted: [String] = []
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
    package let firstByte: TimeSpan?
    package let total: TimeSpan?
    /// A command line that repeats the request.
    package let curl: String
    /// The `traceparent` that was sent (W3C Trace Context).
    package let trace: String?

    package init(
        method: String, url: String, status: Int?, firstByte: TimeSpan?, total: TimeSpan?, curl: String,
        trace: String? = nil
    ) {
        self.method = method
        self.url = url
        self.status = status
        self.firstByte = firstByte
        self.total = total
        self.curl = curl
        self.trace = trace
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
