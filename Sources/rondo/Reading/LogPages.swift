import API
import Model

/// A run's log, page after page, from whoever can tell it.
struct LogPages: Sendable {
    /// How long the controller may hold a request while nothing is printed.
    private static let wait = TimeSpan.seconds(20)

    let run: RunID
    let task: String?
    let attempt: Int?
    private(set) var state: any StateReading
    /// Finds the controller again, which may have another address by now.
    private let reopen: @Sendable () async throws -> any StateReading
    private var position: Int64 = 0
    private(set) var hasEnded = false
    private var backoff = Backoff(base: .milliseconds(200), cap: .seconds(5))
    private var hasComplained = false

    init(
        run: RunID, task: String?, attempt: Int?, state: any StateReading,
        reopen: @escaping @Sendable () async throws -> any StateReading
    ) {
        self.run = run
        self.task = task
        self.attempt = attempt
        self.state = state
        self.reopen = reopen
    }

    /// What there is already behind the last page; empty when that is all.
    mutating func present() async throws -> [LogEntry] { try await page(wait: .milliseconds(0)) }

    /// As `present`, but empty also when nobody could be asked: `following` tells the rest.
    mutating func presentIfAnswered() async throws -> [LogEntry] {
        try await patiently { pages in try await pages.present() }
    }

    /// What comes next; empty when nothing came for a while, or nobody could be asked.
    mutating func following() async throws -> [LogEntry] {
        try await patiently { pages in
            let start = ContinuousClock.now
            let entries = try await pages.page(wait: Self.wait)
            // A controller that is ending does not wait; asking it at once again would help nobody.
            if entries.isEmpty, !pages.hasEnded, start.duration(to: .now) < .milliseconds(500) {
                try await Task.sleep(for: .milliseconds(250))
            }
            return entries
        }
    }

    /// What somebody answers; empty when a controller that may come back did not.
    private mutating func patiently(
        _ ask: (inout LogPages) async throws -> [LogEntry]
    ) async throws -> [LogEntry] {
        do {
            let entries = try await ask(&self)
            hasComplained = false
            backoff.reset()
            return entries
        } catch let error as APIError where error.isTransient {
            if !hasComplained { TerminalOutput.error("note: \(error); trying again") }
            hasComplained = true
            try await Task.sleep(for: backoff.next())
            // None yet: the next try says so again.
            if let found = try? await reopen() { state = found }
            return []
        }
    }

    private mutating func page(wait: TimeSpan) async throws -> [LogEntry] {
        let page = try await state.logs(
            LogQuery(run: run, task: task, attempt: attempt, after: position, wait: wait))
        position = page.next
        hasEnded = page.ended
        return page.items
    }
}
