package import Model

/// Results of runs as people read them: one line of counts, and a block for each test that did not pass.
package enum RunReport {
    /// `passed 15  failed 0  errored 0  flaky 1 (cart totals)`; timed out counts as failed, cancelled as skipped.
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
    fileprivate var needsAttention: Bool {
        switch outcome {
        case .failed, .errored, .timedOut: true
        case .passed, .skipped, .cancelled: false
        }
    }
}
