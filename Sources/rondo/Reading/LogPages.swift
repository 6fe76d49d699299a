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

    /// What comes next; empty when nothing came for a while, or nobody could be asked.
    mutating func following() async throws -> [LogEntry] {
        do {
            let start = ContinuousClock.now
            let entries = try await page(wait: Self.wait)
            // A controller that is ending does not wait; asking it at once again would help nobody.
            if entries.isEmpty, !hasEnded, start.duration(to: .now) < .milliseconds(500) {
                try await Task.sleep(for: .milliseconds(250))
            }
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
