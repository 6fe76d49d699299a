package import Model

/// A result that was recorded, for those who measure and keep.
package enum RunNews: Sendable {
    /// An attempt has its one result.
    case attemptEnded(AttemptNews)
    /// A run has ended and its verdict is stored.
    case runEnded(FinishedRun)
}

/// One attempt with its result and what it belongs to.
package struct AttemptNews: Sendable {
    package let run: RunRecord
    package let definition: TestDefinition
    package let attempt: AttemptRecord
    package let result: TaskResult
    /// As people see the worker: `pool-0`.
    package let workerName: String
    /// Whether an earlier attempt of the task did not pass.
    package let isRetry: Bool

    package init(
        run: RunRecord, definition: TestDefinition, attempt: AttemptRecord, result: TaskResult, workerName: String,
        isRetry: Bool
    ) {
        self.run = run
        self.definition = definition
        self.attempt = attempt
        self.result = result
        self.workerName = workerName
        self.isRetry = isRetry
    }
}

extension Dispatcher {
    /// - Parameter task: as it was before the result.
    func tellResult(
        _ result: TaskResult, of task: RunTask, in record: RunRecord, lease: LeaseToken, worker: WorkerID
    ) {
        guard let attempt = task.attempts.last(where: { $0.lease == lease }) else { return }
        let isRetry = task.attempts.contains { $0.result.map { $0.outcome != .passed } ?? false }
        news(
            .attemptEnded(
                AttemptNews(
                    run: record, definition: task.definition, attempt: attempt, result: result,
                    workerName: name(of: worker), isRetry: isRetry)))
    }
}
