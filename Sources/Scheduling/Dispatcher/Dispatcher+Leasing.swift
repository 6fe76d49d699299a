package import Model

extension Dispatcher {
    /// A worker asks for a task and waits until there is one for it.
    ///
    /// - Returns: nil when the wait is over.
    /// - Throws: `CancellationError` when the caller was cancelled, and whatever kept the lease from being written down;
    ///   in both cases the task goes back to the others.
    package func lease(worker: WorkerRecord, wait: Duration) async throws -> GrantedTask? {
        let deadline = time.now().advanced(by: wait)
        while let reservation = await reservation(for: worker, until: deadline) {
            if let granted = try await grant(reservation) { return granted }
            if deadline <= time.now() { break }
        }
        try Task.checkCancellation()
        return nil
    }

    private func reservation(for worker: WorkerRecord, until deadline: MonotonicInstant) async -> Reservation? {
        lastPoll += 1
        let id = lastPoll
        var timer: Task<Void, any Error>?
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                polls.append(WaitingPoll(id: id, worker: worker, continuation: continuation))
                endSurplusPolls(of: worker)
                match()
                guard polls.contains(where: { $0.id == id }) else { return }
                if deadline <= time.now() || Task.isCancelled {
                    endPoll(id)
                } else {
                    timer = Task {
                        try await time.sleep(deadline)
                        endPoll(id)
                    }
                }
            }
        } onCancel: {
            Task { await self.endPoll(id) }
        }
    }

    private func endPoll(_ id: Int) {
        guard let index = polls.firstIndex(where: { $0.id == id }) else { return }
        polls.remove(at: index).continuation.resume(returning: nil)
    }

    /// A worker asks once a slot, so older polls beyond that are of connections that broke without our being told.
    private func endSurplusPolls(of worker: WorkerRecord) {
        let ids = polls.filter { $0.worker.id == worker.id }.map(\.id)
        for id in ids.dropLast(max(1, worker.slots)) { endPoll(id) }
    }

    /// Ends the polls of a worker that is gone.
    func endPolls(of worker: WorkerID) {
        for poll in polls where poll.worker.id == worker { endPoll(poll.id) }
    }

    /// Holds ready tasks for the waiting polls that may have them.
    func match() {
        guard !polls.isEmpty else { return }
        let now = time.now()
        var load = WorkLoad(order.lazy.compactMap { self.runs[$0]?.machine })
        // A worker that lost a task gets it again only when no other one waits that could have it.
        for avoidingLost in [true, false] {
            for poll in polls {
                let choice = placement.choose(
                    for: poll.worker, among: order.lazy.compactMap { self.runs[$0]?.machine }, load: load, now: now,
                    avoidingLost: avoidingLost)
                guard let choice, let reservation = reserve(choice, for: poll.worker.id) else { continue }
                if let progress = runs[choice.run] {
                    load.add(
                        progress.machine.tasks[choice.index].settings.resources, worker: poll.worker.id,
                        environment: progress.environment)
                }
                polls.removeAll { $0.id == poll.id }
                poll.continuation.resume(returning: reservation)
            }
        }
    }

    private func reserve(_ choice: Placement.Choice, for worker: WorkerID) -> Reservation? {
        guard let task = runs[choice.run]?.machine.tasks[choice.index] else { return nil }
        let attempt = AttemptRecord(
            run: choice.run, task: task.name, number: task.attempts.count + 1, lease: .random(), worker: worker,
            leasedAt: wall.now())
        guard runs[choice.run]?.machine.leaseGranted(attempt, to: choice.index) == true else { return nil }
        return Reservation(attempt: attempt, index: choice.index)
    }

    /// Turns a reservation into a lease. Nil when there is nothing to give: the run is ending, or its preparation failed.
    private func grant(_ reservation: Reservation) async throws -> GrantedTask? {
        let attempt = reservation.attempt
        guard let progress = runs[attempt.run] else { return nil }
        let record = progress.machine.record
        let task = progress.machine.tasks[reservation.index]
        let handed = progress.machine.captures(for: reservation.index)
        let preparation: Result<PreparedTask, any Error>
        do {
            try Task.checkCancellation()
            preparation = .success(
                try await prepare(PreparationRequest(run: record, definition: task.definition)))
        } catch {
            preparation = .failure(error)
        }
        do {
            try Task.checkCancellation()
            guard runs[attempt.run]?.machine.mustStop(reservation.index) == false else {
                withdraw(attempt)
                return nil
            }
            try await store.grantLease(attempt)
        } catch {
            withdraw(attempt)
            throw error
        }
        leases.grant(attempt.lease, run: attempt.run, worker: attempt.worker, now: time.now())
        setAlarm()

        switch preparation {
        case .success(let prepared):
            guard !Task.isCancelled else {
                await lose(attempt.lease, "worker \(name(of: attempt.worker)) hung up before it got the task")
                throw CancellationError()
            }
            return GrantedTask(
                lease: attempt.lease, run: attempt.run, key: record.suite.key, attempt: attempt.number,
                definition: prepared.definition, captures: handed.values, secrets: prepared.secrets + handed.secrets,
                files: prepared.files)
        case .failure(let error):
            let result = TaskResult(
                outcome: .errored, startedAt: attempt.leasedAt, duration: .milliseconds(0),
                message: "could not be prepared: \(error)")
            _ = try await settle(attempt.lease, result, isLoss: false)
            return nil
        }
    }

    private func withdraw(_ attempt: AttemptRecord) {
        runs[attempt.run]?.machine.leaseWithdrawn(attempt.lease, now: time.now())
        advanced()
    }
}
