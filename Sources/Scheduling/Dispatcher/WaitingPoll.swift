import Model

/// A worker's request for a task that has not been answered.
struct WaitingPoll {
    let id: Int
    let worker: WorkerRecord
    /// Resumed once: with a task that is held for it, or with nil when its wait is over.
    let continuation: CheckedContinuation<Reservation?, Never>
}

/// A task that is held for a poll, and that no worker knows of yet.
struct Reservation {
    let attempt: AttemptRecord
    /// Position in the run's tasks.
    let index: Int
}
