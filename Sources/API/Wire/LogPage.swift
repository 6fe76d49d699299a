package import Model

/// The next part of a run's log: `GET /api/v1/runs/ID/logs`.
package struct LogPage: Codable, Sendable, Hashable {
    /// By position.
    package let items: [LogEntry]
    /// What the next page is to come after.
    package let next: Int64
    /// The run, or the test asked for, has ended, and nothing follows.
    package let ended: Bool

    package init(items: [LogEntry], next: Int64, ended: Bool) {
        self.items = items
        self.next = next
        self.ended = ended
    }
}

/// Which part of which log is asked for.
package struct LogQuery: Sendable, Hashable {
    /// The most entries of a page.
    package static let maxLimit = 1_000
    package static let longestWait = TimeSpan.seconds(30)

    package let run: RunID
    /// nil for all tests of the run.
    package let task: String?
    /// nil for all attempts.
    package let attempt: Int?
    /// The position of the last entry that is known already; 0 starts at the beginning.
    package var after: Int64
    package let limit: Int
    /// How long to wait for something when there is nothing yet.
    package let wait: TimeSpan

    /// - Parameters:
    ///   - limit: brought within 1 and `maxLimit`.
    ///   - wait: brought within `longestWait`.
    package init(
        run: RunID, task: String? = nil, attempt: Int? = nil, after: Int64 = 0, limit: Int = LogQuery.maxLimit,
        wait: TimeSpan = .milliseconds(0)
    ) {
        self.run = run
        self.task = task
        self.attempt = attempt
        self.after = after
        self.limit = min(max(1, limit), Self.maxLimit)
        self.wait = min(wait, Self.longestWait)
    }
}
