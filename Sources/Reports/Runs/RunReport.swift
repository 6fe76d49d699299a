package import Model

/// Results of runs as people read them: one line of counts, and a block for each test that did not pass.
package enum RunReport {
    /// `passed 15  failed 0  errored 0  cached 3  flaky 1 (cart totals)`; timed out counts as failed, cancelled as
    /// skipped, and those that are cached or flaky are also among the passed.
    ///
    /// - Parameters:
    ///   - flaky: Names of the flaky tests, where they are known.
    package static func counts(_ counts: OutcomeCounts, flaky: [String] = [], style: Style = .plain) -> String {
        let failed = counts.failed + counts.timedOut
        let skipped = counts.skipped + counts.cancelled
        var parts = [
            style.paint("passed \(counts.passed)", counts.passed > 0 ? .good : .plain),
            style.paint("failed \(failed)", failed > 0 ? .bad : .plain),
            style.paint("errored \(counts.errored)", counts.errored > 0 ? .bad : .plain),
        ]
        if skipped > 0 { parts.append("skipped \(skipped)") }
        if counts.cached > 0 { parts.append("cached \(counts.cached)") }
        if counts.flaky > 0 {
            let names = flaky.isEmpty ? "" : " (\(TerminalText.safe(flaky.joined(separator: ", "), limit: 200)))"
            parts.append(style.paint("flaky \(counts.flaky)", .caution) + names)
        }
        return parts.joined(separator: "  ")
    }

    /// The counts of a run that ended, with the names of its flaky tests.
    package static func summary(_ run: FinishedRun, style: Style = .plain) -> String {
        counts(run.verdict.counts, flaky: run.tasks.filter(\.flaky).map(\.name), style: style)
    }

    /// `✔ checkout in dev   passed in 9.2 s   passed 9  failed 0  errored 0   r-…`; of a run that can't go on, why.
    ///
    /// Without a newline.
    package static func ending(_ run: RunDetail, style: Style = .plain) -> String {
        let name = "\(run.key.suite.name) in \(TerminalText.safe(run.key.environment, limit: 100))"
        let id = style.paint(TerminalText.safe(run.id.rawValue, limit: 100), .faint)
        switch run.stage {
        case .requested: return "\(style.paint("✘", .bad)) \(name)   could not start, and still waits   \(id)"
        case .active(let active):
            let stuck = active.unschedulable.sorted { $0.key < $1.key }.map { "`\($0.key)` \($0.value)" }
            let why = stuck.isEmpty ? "" : ": " + TerminalText.safe(stuck.joined(separator: ", "), limit: 500)
            let counts = counts(active.counts, style: style)
            return "\(style.paint("✘", .bad)) \(name)   can't go on\(why)   \(counts)   \(id)"
        case .ended(let verdict):
            let isGood = verdict.outcome == .passed || verdict.outcome == .skipped
            let mark = isGood ? style.paint("✔", .good) : style.paint("✘", .bad)
            let flaky = run.tasks.filter(\.flaky).map(\.name)
            let counts = counts(verdict.counts, flaky: flaky, style: style)
            return "\(mark) \(name)   \(verdict.outcome.words) in \(Spans.took(verdict.took))   \(counts)   \(id)"
        }
    }

    /// A block for each test that failed, errored or ran out of time, in the order of the run.
    ///
    /// - Parameters:
    ///   - workerName: The name that people know a worker by, nil when it is not known any more.
    package static func failures(
        _ run: FinishedRun, workerName: (WorkerID) -> String? = { _ in nil }, style: Style = .plain
    ) -> String {
        let blocks = run.tasks.filter(\.needsAttention).map { task in
            FailureBlock(task, suite: run.key.suite.name, workerName: workerName, style: style).text
        }
        return blocks.joined(separator: "\n")
    }

    /// The block of one test: request or command, expectations that did not hold, how to repeat it.
    package static func failure(
        _ task: TaskRecord, suite: String, workerName: (WorkerID) -> String? = { _ in nil }, style: Style = .plain
    ) -> String {
        FailureBlock(task, suite: suite, workerName: workerName, style: style).text
    }
}

extension TaskRecord {
    /// Whether it failed, errored or ran out of time.
    var needsAttention: Bool {
        switch outcome {
        case .failed, .errored, .timedOut: true
        case .passed, .skipped, .cancelled: false
        }
    }
}
