package import Model

/// A run, with its tasks and their attempts where one run is asked for.
package struct RunResource: Codable, Sendable, Hashable {
    package let id: RunID
    package let suite: ObjectIdentity
    package let environment: String
    /// nil while it runs.
    package let verdict: Verdict?
    /// While it runs: what has finished so far.
    package let active: ActiveRun?
    package let tasks: [TaskRecord]

    /// - Parameter withTasks: Listings leave the tasks out, which may hold much output.
    package init(_ run: FinishedRun, withTasks: Bool = true) {
        id = run.verdict.run
        suite = run.key.suite
        environment = run.key.environment
        verdict = run.verdict
        active = nil
        tasks = withTasks ? run.tasks : []
    }

    /// - Parameter tasks: Those that have ended so far.
    package init(_ run: ActiveRun, tasks: [TaskRecord] = []) {
        id = run.id
        suite = run.key.suite
        environment = run.key.environment
        verdict = nil
        active = run
        self.tasks = tasks
    }
}
