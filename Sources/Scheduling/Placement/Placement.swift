package import Model

/// Which ready task a worker gets; a pure decision over pools, workers and limits.
package struct Placement: Sendable {
    /// nil until they are known for the first time: until then nothing can be said about what could ever run.
    package var pools: [PoolCapacity]?
    /// Workers that have joined.
    package var workers: [WorkerID: WorkerRecord]
    /// By environment; a missing one does not limit.
    package var limits: [ObjectIdentity: EnvironmentLimits]

    package init(
        pools: [PoolCapacity]? = nil, workers: [WorkerRecord] = [], limits: [ObjectIdentity: EnvironmentLimits] = [:]
    ) {
        self.pools = pools
        self.workers = Dictionary(workers.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        self.limits = limits
    }

    /// A ready task that a worker may have.
    package struct Choice: Hashable, Sendable {
        package let run: RunID
        /// Position in the run's tasks.
        package let index: Int
    }

    /// The environment whose runs a worker serves: its pool's.
    package func environment(of worker: WorkerRecord) -> ObjectIdentity? {
        pools?.first { $0.object == worker.tags.object }?.environment
    }

    /// The task that a worker gets: the highest priority, then the oldest run, then the declared order.
    ///
    /// - Parameters:
    ///   - runs: oldest first.
    ///   - avoidingLost: passes over tasks that this very worker lost before.
    package func choose(
        for worker: WorkerRecord, among runs: some Sequence<RunMachine>, load: WorkLoad, now: MonotonicInstant,
        avoidingLost: Bool = false
    ) -> Choice? {
        guard let environment = environment(of: worker), load.of(worker.id).tasks < worker.slots else { return nil }
        let limits = limits[environment]
        if let most = limits?.maxConcurrentTasks, load.of(environment).tasks >= most { return nil }
        var best: (choice: Choice, priority: Int)?
        for run in runs where run.record.suite.key.environmentIdentity == environment {
            for index in run.ready {
                let task = run.tasks[index]
                if let best, task.settings.priority <= best.priority { break }
                guard case .ready(let notBefore) = task.state, notBefore <= now else { continue }
                if avoidingLost, task.lostBy.contains(worker.id) { continue }
                guard fits(task, worker, load.of(worker.id)),
                    load.of(environment).leavesRoom(
                        for: task.settings.resources, cpu: limits?.quota?.cpu, memory: limits?.quota?.memory)
                else { continue }
                best = (Choice(run: run.record.id, index: index), task.settings.priority)
                break
            }
        }
        return best?.choice
    }

    /// Whether the worker can do it at all and has room for it now.
    private func fits(_ task: RunTask, _ worker: WorkerRecord, _ usage: WorkLoad.Usage) -> Bool {
        Capabilities.missing(task.needs, in: worker.capabilities).isEmpty
            && usage.leavesRoom(
                for: task.settings.resources, cpu: worker.resources.cpu, memory: worker.resources.memory)
    }
}
