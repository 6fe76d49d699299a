package import Model

/// A run, with its tasks and their attempts where one run is asked for.
package struct RunResource: Codable, Sendable, Hashable {
    package let id: RunID
    package let suite: ObjectIdentity
    package let environment: String
    /// Why it was due; nil where that was not recorded.
    package let cause: PlanReason?
    /// While it waits to be started: who is asked for what.
    package let requested: RunRequest?
    /// While it runs: what has finished so far.
    package let active: ActiveRun?
    /// nil before it has ended.
    package let verdict: Verdict?
    package let tasks: [TaskRecord]

    /// - Parameter withTasks: Listings leave the tasks out, which may hold much output.
    package init(_ run: FinishedRun, withTasks: Bool = true) {
        id = run.verdict.run
        suite = run.key.suite
        environment = run.key.environment
        cause = run.verdict.cause
        requested = nil
        active = nil
        verdict = run.verdict
        tasks = withTasks ? run.tasks : []
    }

    /// - Parameters:
    ///   - cause: Why it was due, as it was written down when the run started.
    ///   - tasks: Those that have ended so far.
    package init(_ run: ActiveRun, cause: PlanReason? = nil, tasks: [TaskRecord] = []) {
        id = run.id
        suite = run.key.suite
        environment = run.key.environment
        self.cause = cause
        requested = nil
        active = run
        verdict = nil
        self.tasks = tasks
    }

    /// A run that was asked for and has not started.
    package init(_ request: RunRequest) {
        id = request.run
        suite = request.key.suite
        environment = request.key.environment
        cause = .requested
        requested = request
        active = nil
        verdict = nil
        tasks = []
    }

    package var key: SuiteKey { SuiteKey(suite: suite, environment: environment) }
}
