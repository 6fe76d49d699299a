import Model

/// What a person needs to see of a test that did not pass, bounded and safe to print.
struct FailureBlock {
    /// Each line with a newline.
    let text: String

    /// The last lines of each stream of a command that are shown.
    private static let outputLines = 10
    private static let limit = 300

    init(_ task: TaskRecord, suite: String, workerName: (WorkerID) -> String?, style: Style) {
        let attempt = task.attempts.last
        let result = attempt?.result
        var lines = [Self.heading(task, suite: suite, attempt: attempt, workerName: workerName, style: style)]
        if let exchange = result?.exchange { lines.append("  " + Self.request(exchange)) }
        if let output = result?.output { lines.append("  " + Self.ending(output)) }
        let failures = result?.failures ?? []
        lines += Self.expectations(failures)
        if failures.isEmpty, let message = result?.message ?? task.message {
            lines.append("  " + Self.safe(message))
        }
        if let output = result?.output {
            lines += Self.tail("stderr", output.stderr, isCut: output.truncated)
            lines += Self.tail("stdout", output.stdout, isCut: output.truncated)
        }
        if let curl = result?.exchange?.curl, !curl.isEmpty {
            lines.append("  again:  \(TerminalText.safe(curl, limit: 2_000))")
        }
        if let trace = result?.exchange?.trace { lines.append("  trace:  \(Self.safe(trace))") }
        text = lines.map { $0 + "\n" }.joined()
    }

    /// `✘ checkout / place order   failed in 212 ms   attempt 2 of 2   worker pool-1`
    private static func heading(
        _ task: TaskRecord, suite: String, attempt: AttemptRecord?, workerName: (WorkerID) -> String?, style: Style
    ) -> String {
        let mark = task.outcome == .passed ? style.paint("✔", .good) : style.paint("✘", .bad)
        let duration = attempt?.result.map { " in \(Spans.took($0.duration))" } ?? ""
        var parts = ["\(mark) \(safe(suite)) / \(safe(task.name))", task.outcome.words + duration]
        if let attempt {
            if task.attempts.count > 1 { parts.append("attempt \(attempt.number) of \(task.attempts.count)") }
            parts.append("worker \(safe(workerName(attempt.worker) ?? attempt.worker.rawValue))")
        }
        return parts.joined(separator: "   ")
    }

    /// `POST http://127.0.0.1:41873/orders  →  500 in 41 ms (first byte 40 ms)`
    private static func request(_ exchange: HTTPExchange) -> String {
        let total = exchange.total.map { " in \(Spans.took($0))" } ?? ""
        var phases = exchange.connectionPhases.map { "\($0.name) \(Spans.took($0.end))" }
        if let first = exchange.firstByte { phases.append("first byte \(Spans.took(first))") }
        let times = phases.isEmpty ? "" : " (\(phases.joined(separator: ", ")))"
        let answer = exchange.status.map { "\($0)\(total)\(times)" } ?? "no response\(total)"
        let polls = exchange.polls.map { ", \(counted($0, "poll"))" } ?? ""
        return "\(safe(exchange.method)) \(safe(exchange.url))  →  \(answer)\(polls)"
    }

    private static func ending(_ output: CommandOutput) -> String {
        output.exitCode.map { "exited with \($0)" } ?? "ended by a signal"
    }

    private static func expectations(_ failures: [AssertionFailure]) -> [String] {
        let shown = failures.prefix(50)
        let width = shown.map { TerminalText.width(TerminalText.safe($0.query, limit: 60)) }.max() ?? 0
        let lines = shown.flatMap { failure in
            let query = TerminalText.padded(TerminalText.safe(failure.query, limit: 60), to: width)
            return ["  \(query)   expected \(safe(failure.expected)), got \(safe(failure.actual))"]
                + difference(failure.diff)
        }
        return lines + (failures.count > shown.count ? ["  … and \(failures.count - shown.count) more"] : [])
    }

    private static func difference(_ text: String?) -> [String] {
        guard let text else { return [] }
        return TerminalText.lines(text).map { "    │ " + TerminalText.safe($0, limit: limit) }
    }

    private static func tail(_ name: String, _ text: String, isCut: Bool) -> [String] {
        let lines = TerminalText.lines(text)
        guard !lines.isEmpty else { return [] }
        let shown = lines.suffix(outputLines)
        let label =
            shown.count < lines.count || isCut ? "\(name), the last \(counted(shown.count, "line")):" : "\(name):"
        return ["  " + label] + shown.map { "    │ " + TerminalText.safe($0, limit: limit) }
    }

    private static func safe(_ text: String) -> String { TerminalText.safe(text, limit: limit) }
}

extension Outcome {
    /// As it is said in a sentence.
    var words: String {
        switch self {
        case .passed, .failed, .errored, .skipped, .cancelled: rawValue
        case .timedOut: "timed out"
        }
    }
}
