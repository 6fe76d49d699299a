package import Model

/// What a person needs to see of a test that did not pass, bounded and safe to print.
struct FailureBlock {
    /// Each line with a newline.
    let text: String

    init(_ task: TaskRecord, suite: String, workerName: (WorkerID) -> String?, style: Style) {
        let attempt = task.attempts.last
        let heading = Self.heading(task, suite: suite, attempt: attempt, workerName: workerName, style: style)
        let lines = AttemptLines(attempt?.result, message: task.message, style: style).lines
        text = ([heading] + lines.map { "  " + $0 }).map { $0 + "\n" }.joined()
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
            let worker = safe(workerName(attempt.worker) ?? attempt.worker.rawValue)
            if !worker.isEmpty { parts.append("worker \(worker)") }
        }
        return parts.joined(separator: "   ")
    }

    private static func safe(_ text: String) -> String { TerminalText.safe(text, limit: 300) }
}

extension Outcome {
    /// As it is said in a sentence.
    package var words: String {
        switch self {
        case .passed, .failed, .errored, .skipped, .cancelled: rawValue
        case .timedOut: "timed out"
        }
    }
}
