package import Model

/// One try of a task of a run.
package struct AttemptIdentity: Hashable, Sendable {
    package let run: RunID
    package let task: String
    /// From 1 within its task.
    package let number: Int

    package init(run: RunID, task: String, number: Int) {
        self.run = run
        self.task = task
        self.number = number
    }
}

/// Whether more may be printed of what somebody reads the log of.
package enum LogProgress: Hashable, Sendable {
    case open
    case ended
    /// The run has no such test.
    case noSuchTask
}

extension Dispatcher {
    /// The attempt whose log this worker may write; nil when the lease is lost or another worker's.
    ///
    /// Its last lines may come after its result, so it may go on until the run ends.
    package func attempt(holding lease: LeaseToken, by worker: WorkerID) -> AttemptIdentity? {
        if let held = leases[lease] {
            guard held.worker == worker, let machine = runs[held.run]?.machine, let index = machine.held[lease],
                let attempt = machine.tasks[index].attempts.last
            else { return nil }
            return AttemptIdentity(run: attempt.run, task: attempt.task, number: attempt.number)
        }
        for progress in runs.values {
            for task in progress.machine.tasks {
                guard let attempt = task.attempts.first(where: { $0.lease == lease }) else { continue }
                // What was recorded for a lost lease is no result of its worker.
                guard let result = attempt.result, recent.holds(lease, worker, result) else { return nil }
                return AttemptIdentity(run: attempt.run, task: attempt.task, number: attempt.number)
            }
        }
        return nil
    }

    /// Whether the log of an active run, of one test or of one attempt has ended; nil when no such run is active.
    ///
    /// - Parameters:
    ///   - task: nil for the whole run, which ends only when it is not active any more.
    ///   - attempt: nil for all attempts of the task.
    package func logProgress(of run: RunID, task: String?, attempt: Int?) -> LogProgress? {
        guard let machine = runs[run]?.machine else { return nil }
        guard let task else { return .open }
        guard let state = machine.tasks.first(where: { $0.name == task }) else { return .noSuchTask }
        if state.outcome != nil { return .ended }
        let result = state.attempts.first { $0.number == attempt }?.result
        return result == nil ? .open : .ended
    }
}
