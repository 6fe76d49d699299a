package import Model

/// Runs that have ended, to be told to other tools and people: every test with every attempt.
package struct RunResults: Sendable {
    let runs: [FinishedRun]
    private let workers: [WorkerID: String]

    /// - Parameter workers: what people call the workers.
    package init(_ runs: [FinishedRun], workers: [WorkerID: String] = [:]) {
        self.runs = runs
        self.workers = workers
    }

    /// What people call a worker; nil where there is no name, as in a run without a controller.
    func worker(of attempt: AttemptRecord) -> String? {
        let name = workers[attempt.worker] ?? attempt.worker.rawValue
        return name.isEmpty ? nil : name
    }

    var counts: OutcomeCounts { runs.reduce(OutcomeCounts()) { $0 + $1.verdict.counts } }
}

extension FinishedRun {
    /// `checkout in dev`
    var title: String { "\(key.suite.name) in \(key.environment)" }

    /// Why the run itself did not go well although none of its tests says so: it was ended before they could.
    var ownProblem: String? {
        guard verdict.outcome == .timedOut || verdict.outcome == .cancelled else { return nil }
        return tasks.first { $0.outcome == .cancelled }?.message ?? "the run \(verdict.outcome.words)"
    }
}

extension TaskRecord {
    /// One sentence for what did not pass.
    func sentence(of result: TaskResult?) -> String? {
        if let failure = result?.failures.first {
            let more = (result?.failures.count ?? 1) - 1
            return "\(failure.query): expected \(failure.expected), got \(failure.actual)"
                + (more > 0 ? " (and \(more) more)" : "")
        }
        if let step = result?.steps?.first(where: { $0.outcome != .passed && $0.outcome != .skipped }) {
            let failure = step.failures.first.map { "\($0.query): expected \($0.expected), got \($0.actual)" }
            return "\(step.place) \(step.title): \(failure ?? step.message ?? step.outcome.words)"
        }
        return result?.message ?? message
    }
}
