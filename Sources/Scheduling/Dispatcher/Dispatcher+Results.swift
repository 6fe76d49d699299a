import Foundation
package import Model

extension Dispatcher {
    /// A worker reports the result of an attempt.
    ///
    /// - Returns: whether this is the attempt's result: false for a lease that was lost or is another worker's; true
    ///   again when the same worker repeats what was recorded.
    package func complete(worker: WorkerID, lease: LeaseToken, result: TaskResult) async throws -> Bool {
        while let pending = settling[lease] { _ = try? await pending.value }
        guard let held = leases[lease] else { return isRecorded(lease, worker, result) }
        guard held.worker == worker else { return false }
        return try await settle(lease, result, isLoss: false)
    }

    /// A worker lives and names the leases it holds; they are prolonged.
    ///
    /// A lease that two heartbeats in a row do not name is lost: its worker does not run it.
    /// - Returns: leases whose attempts must stop: of ending runs, and those that this worker does not hold any more.
    package func heartbeat(worker: WorkerID, leases named: [LeaseToken]) async -> [LeaseToken] {
        let now = time.now()
        var cancel: [LeaseToken] = []
        for token in named {
            guard let held = leases[token], held.worker == worker else {
                cancel.append(token)
                continue
            }
            let machine = runs[held.run]?.machine
            let stopping = machine?.held[token].map { machine?.mustStop($0) ?? false } ?? (machine?.ending != nil)
            if stopping { cancel.append(token) }
            leases.renew(token, stopping: stopping, now: now)
        }
        for token in leases.omitted(by: worker, naming: Set(named)) {
            await lose(token, "worker \(name(of: worker)) does not run it any more")
        }
        return cancel
    }

    /// A worker does not exist any more: everything it holds is lost at once.
    package func workerGone(_ worker: WorkerID) async {
        endPolls(of: worker)
        for token in leases.held(by: worker) { await lose(token, "worker \(name(of: worker)) is gone") }
    }

    /// Records that a lease was lost. When the store can't take it now, the lease expires and is lost then.
    func lose(_ lease: LeaseToken, _ message: String) async {
        guard settling[lease] == nil, let held = leases[lease], let progress = runs[held.run],
            let index = progress.machine.held[lease], let attempt = progress.machine.tasks[index].attempts.last
        else { return }
        let ending = progress.machine.mustStop(index) ? progress.machine.ending : nil
        let elapsed = max(0, wall.now().timeIntervalSince(attempt.leasedAt))
        let result = TaskResult(
            outcome: ending == nil ? .errored : .cancelled, startedAt: attempt.leasedAt,
            duration: .milliseconds(Int64(elapsed * 1_000)),
            message: ending.map { "\($0.message); \(message)" } ?? message)
        _ = try? await settle(lease, result, isLoss: true)
    }

    /// Gives a held attempt its one result, in the store and then in its run.
    ///
    /// The write goes on when the caller is cancelled: a result that arrived must not depend on who still listens.
    func settle(_ lease: LeaseToken, _ result: TaskResult, isLoss: Bool) async throws -> Bool {
        let writing = Task {
            defer { settling[lease] = nil }
            return try await write(lease, result, isLoss: isLoss)
        }
        settling[lease] = writing
        return try await writing.value
    }

    private func write(_ lease: LeaseToken, _ result: TaskResult, isLoss: Bool) async throws -> Bool {
        let isFirst =
            isLoss
            ? try await store.loseLease(lease, result: result)
            : try await store.completeAttempt(lease: lease, result: result)
        guard let held = leases[lease] else { return false }
        if isFirst {
            apply(lease, held, result, isLoss: isLoss)
            return true
        }
        // An earlier write succeeded though its answer was lost: what it recorded is what counts.
        let attempts = try await store.attempts(of: held.run)
        let recorded = attempts.first { $0.lease == lease }?.result
        let unknown = TaskResult(
            outcome: .errored, startedAt: wall.now(), duration: .milliseconds(0),
            message: "its attempt is not in the store any more")
        let isThis = recorded.map { $0.tellsTheSame(as: result) } ?? false
        apply(lease, held, recorded ?? unknown, isLoss: isLoss && (isThis || recorded == nil))
        return isThis
    }

    private func apply(_ lease: LeaseToken, _ held: LeaseTable.Lease, _ result: TaskResult, isLoss: Bool) {
        leases.remove(lease)
        guard let machine = runs[held.run]?.machine, let index = machine.held[lease] else { return }
        let record = machine.record
        let task = machine.tasks[index]
        let now = time.now()
        let consequence =
            isLoss
            ? runs[held.run]?.machine.leaseLost(lease, result, now: now)
            : runs[held.run]?.machine.attemptEnded(lease, result, now: now)
        if isLoss {
            tell(
                .leaseLost, record, "`\(task.name)` attempt \(task.attempts.count): \(result.message ?? "lost")",
                severity: .warning)
        } else {
            recent.note(lease, held.worker, result)
        }
        tellResult(result, of: task, in: record, lease: lease, worker: held.worker)
        if case .retried(let pause) = consequence {
            let why = result.message.map { ": \($0)" } ?? ""
            let span = TimeSpan(milliseconds: Int64(pause / .milliseconds(1)))
            tell(
                .taskRetried, record,
                "`\(task.name)` attempt \(task.attempts.count) \(result.outcome.rawValue)\(why); again in \(span)")
            evaluate(held.run)
        }
        advanced()
    }

    /// Whether this worker's attempt has this result already.
    private func isRecorded(_ lease: LeaseToken, _ worker: WorkerID, _ result: TaskResult) -> Bool {
        if recent.holds(lease, worker, result) { return true }
        // After a restart only the machines know.
        return runs.values.contains { progress in
            progress.machine.tasks.contains { task in
                task.attempts.contains {
                    $0.lease == lease && $0.worker == worker && ($0.result?.tellsTheSame(as: result) ?? false)
                }
            }
        }
    }
}

extension TaskResult {
    /// Equal but for its start, of which the store keeps only the milliseconds.
    fileprivate func tellsTheSame(as other: TaskResult) -> Bool {
        self == other.started(at: startedAt)
    }
}
