package import Model

extension Dispatcher {
    /// Takes up the runs that were active when the controller stopped; to be called once, before anything else.
    ///
    /// Attempts without a result keep their lease, for its full duration from now, so that a restart repeats nothing.
    package func restore() async throws {
        for record in try await store.activeRuns() where runs[record.id] == nil {
            let attempts = try await store.attempts(of: record.id)
            let now = time.now()
            let machine = RunMachine(record, attempts: attempts, now: now)
            for (token, index) in machine.held {
                guard let attempt = machine.tasks[index].attempts.last else { continue }
                leases.grant(token, run: record.id, worker: attempt.worker, now: now)
            }
            insert(RunProgress(machine: machine, wall: wall.now(), now: now))
        }
        advanced()
    }

    /// Writes the run down and begins to place its tasks.
    package func startRun(_ record: RunRecord) async throws {
        try await store.startRun(record)
        let now = time.now()
        let count = record.suite.tests.count
        tell(
            .runStarted, record,
            "\(count) \(count == 1 ? "test" : "tests") in \(record.suite.key.environment)")
        insert(RunProgress(machine: RunMachine(record, now: now), wall: wall.now(), now: now))
        advanced()
    }

    /// Ends a run early: what is held is told to stop by the next heartbeat, the rest is cancelled at once.
    ///
    /// - Parameter byPerson: the verdict counts; a run that a newer commit cancels counts as never made.
    package func cancelRun(_ id: RunID, byPerson: Bool, reason: String) {
        runs[id]?.machine.end(byPerson ? .person(reason) : .superseded(reason), now: time.now())
        advanced()
    }

    /// Oldest first.
    package func activeRuns() -> [ActiveRun] { order.compactMap { runs[$0]?.active } }

    /// The tasks of an active run that have ended so far; nil when there is no such run.
    package func taskRecords(of run: RunID) -> [TaskRecord]? { runs[run]?.machine.records }

    private func insert(_ progress: RunProgress) {
        runs[progress.id] = progress
        order.append(progress.id)
        order.sort { left, right in
            guard let one = runs[left]?.machine.record, let two = runs[right]?.machine.record else { return false }
            return (one.startedAt, one.id) < (two.startedAt, two.id)
        }
        evaluate(progress.id)
    }
}
