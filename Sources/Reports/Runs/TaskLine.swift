package import Model

/// One test that ended, in one line.
package enum TaskLine {
    /// `✔ checkout / cart totals in dev   passed in 12 ms   attempt 2   pool-0`; without a newline.
    ///
    /// - Parameter workerName: what people call a worker; nil when that is not known any more.
    package static func text(
        _ task: TaskRecord, of key: SuiteKey, workerName: (WorkerID) -> String? = { _ in nil }, style: Style = .plain
    ) -> String {
        let attempt = task.attempts.last
        let duration = attempt?.result.map { " in \(Spans.took($0.duration))" } ?? ""
        let name = "\(key.suite.name) / \(TerminalText.safe(task.name, limit: 200)) in \(key.environment)"
        var parts = ["\(mark(of: task, style)) \(name)", task.outcome.words + duration]
        if let attempt, task.attempts.count > 1 { parts.append("attempt \(attempt.number)") }
        if let cached = task.cached { parts.append("cached from \(cached.run)") }
        if let attempt { parts.append(TerminalText.safe(workerName(attempt.worker) ?? attempt.worker.rawValue)) }
        if attempt == nil, let message = task.message { parts.append(TerminalText.safe(message, limit: 200)) }
        return parts.filter { !$0.isEmpty }.joined(separator: "   ")
    }

    private static func mark(of task: TaskRecord, _ style: Style) -> String {
        switch task.outcome {
        case .passed: style.paint("✔", .good)
        case .failed, .errored, .timedOut: style.paint("✘", .bad)
        case .skipped, .cancelled: style.paint("–", .faint)
        }
    }
}
