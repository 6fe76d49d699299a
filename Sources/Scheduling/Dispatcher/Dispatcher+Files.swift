package import Model

/// An attempt that is under way, and what it was given to do.
package struct HeldAttempt: Sendable {
    package let identity: AttemptIdentity
    /// As it was queued: references of dispatch are not resolved.
    package let settings: TestSettings
    /// What its scratch folder holds of the repository.
    package let files: [ScratchFile]
}

extension Dispatcher {
    /// The attempt that a worker holds by a lease; nil when the lease is lost, has its result, or is another worker's.
    package func held(_ lease: LeaseToken, by worker: WorkerID) -> HeldAttempt? {
        guard let held = leases[lease], held.worker == worker, let machine = runs[held.run]?.machine,
            let index = machine.held[lease], let attempt = machine.tasks[index].attempts.last
        else { return nil }
        let task = machine.tasks[index]
        return HeldAttempt(
            identity: AttemptIdentity(run: attempt.run, task: attempt.task, number: attempt.number),
            settings: task.settings, files: machine.record.suite.scratchFiles[task.name] ?? [])
    }
}
