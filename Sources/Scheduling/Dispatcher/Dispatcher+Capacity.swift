package import Model

extension Dispatcher {
    /// The workers that run a task now.
    package func busyWorkers() -> Set<WorkerID> { leases.workers }

    /// What the declared pools can do; nothing is placed before this has been called.
    package func setPools(_ pools: [PoolCapacity]) {
        guard placement.pools != pools else { return }
        placement.pools = pools
        evaluateAll()
    }

    /// The workers that have joined.
    package func setWorkers(_ workers: [WorkerRecord]) {
        let before = placement.workers
        placement.workers = Dictionary(workers.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        let isSame =
            before.count == placement.workers.count
            && placement.workers.allSatisfy { id, worker in before[id].map { $0.canDoTheSame(as: worker) } ?? false }
        if !isSame { evaluateAll() }
    }

    /// How much may run at once, by environment.
    package func setLimits(_ limits: [ObjectIdentity: EnvironmentLimits]) {
        guard placement.limits != limits else { return }
        placement.limits = limits
        evaluateAll()
    }

    private func evaluateAll() {
        for id in order { evaluate(id) }
        advanced()
    }

    /// Finds the tasks of a run that can't ever run, and tells of each task and reason once.
    func evaluate(_ id: RunID) {
        guard let progress = runs[id] else { return }
        var reasons: [String: String] = [:]
        for task in progress.machine.tasks where task.isPending {
            reasons[task.name] = placement.unschedulable(
                task.settings, needs: task.needs, in: progress.environment)
        }
        runs[id]?.unschedulable = reasons
        for (task, reason) in reasons.sorted(by: { $0.key < $1.key }) {
            let told = RunProgress.Told(task: task, reason: reason)
            guard runs[id]?.told.insert(told).inserted == true else { continue }
            tell(.unschedulable, progress.machine.record, "`\(task)`: \(reason)", severity: .warning)
        }
    }
}

extension WorkerRecord {
    /// Equal but for the times.
    fileprivate func canDoTheSame(as other: WorkerRecord) -> Bool {
        tags == other.tags && capabilities == other.capabilities && resources == other.resources
            && slots == other.slots
    }
}
