package import Model

/// One test of a run: where it stands and every attempt so far.
package struct RunTask: Sendable {
    package enum State: Hashable, Sendable {
        /// Some test it depends on has not ended.
        case waiting
        /// May be leased from this moment on; its wait for a worker counts from there.
        case ready(notBefore: MonotonicInstant)
        /// A worker holds it; `readySince` is restored when the lease is withdrawn before the worker got it.
        case leased(LeaseToken, readySince: MonotonicInstant)
        case finished(Outcome)
    }

    package let definition: TestDefinition
    /// Capabilities that a worker must have: those that the test names, and what it takes to run it.
    package let needs: [String: String]
    package var state: State
    /// By number; the last one has no result while the task is leased.
    package var attempts: [AttemptRecord]
    /// Why it ended as it did, where no attempt says it.
    package var message: String?
    /// Workers that held an attempt of it and were lost.
    package var lostBy: Set<WorkerID>
    /// Whose result stands for it; nil when it is run.
    package var cached: CachedFrom?

    package init(definition: TestDefinition, abilities: [TestAbility] = []) {
        self.definition = definition
        needs = abilities.reduce(into: definition.settings.needs) { needs, ability in needs[ability.rawValue] = "" }
        state = .waiting
        attempts = []
        message = nil
        lostBy = []
        cached = nil
    }

    package var name: String { definition.name }
    package var settings: TestSettings { definition.settings }

    package var outcome: Outcome? {
        guard case .finished(let outcome) = state else { return nil }
        return outcome
    }

    /// Neither leased nor ended: it still needs a worker.
    package var isPending: Bool {
        switch state {
        case .waiting, .ready: true
        case .leased, .finished: false
        }
    }

    /// When its wait for a worker becomes too long; nil while it is not waiting for one.
    package var queueDeadline: MonotonicInstant? {
        guard case .ready(let notBefore) = state else { return nil }
        return notBefore.advanced(by: settings.queueTimeout.duration)
    }

    /// Passed after an attempt that did not.
    package var isFlaky: Bool {
        outcome == .passed && attempts.contains { $0.result.map { $0.outcome != .passed } ?? false }
    }

    /// What history keeps of it; nil until it has ended.
    package var record: TaskRecord? {
        outcome.map {
            TaskRecord(
                name: name, outcome: $0, flaky: isFlaky, message: message, attempts: attempts, cached: cached)
        }
    }
}
