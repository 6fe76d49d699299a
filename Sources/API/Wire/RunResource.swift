package import Model

/// A run with all its tasks and their attempts.
package struct RunResource: Codable, Sendable, Hashable {
    package let id: RunID
    package let suite: ObjectIdentity
    package let environment: String
    /// nil while it runs.
    package let verdict: Verdict?
    /// While it runs: what has finished so far.
    package let active: ActiveRun?
    package let tasks: [TaskRecord]

    package init(_ run: FinishedRun) {
        id = run.verdict.run
        suite = run.key.suite
        environment = run.key.environment
        verdict = run.verdict
        active = nil
        tasks = run.tasks
    }

    package init(_ run: ActiveRun) {
        id = run.id
        suite = run.key.suite
        environment = run.key.environment
        verdict = nil
        active = run
        tasks = []
    }
}
