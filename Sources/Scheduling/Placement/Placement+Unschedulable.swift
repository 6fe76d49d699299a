package import Model

extension Placement {
    /// Why no worker that exists or is declared could ever run a task; nil when one could, or when nothing is known yet.
    ///
    /// - Parameter needs: with what it takes to run it; nil where that is what its settings say.
    package func unschedulable(
        _ settings: TestSettings, needs: [String: String]? = nil, in environment: ObjectIdentity
    ) -> String? {
        guard let pools else { return nil }
        if let reason = beyondLimits(settings, environment) { return reason }
        let joined = workers.values.filter { self.environment(of: $0) == environment }
        let offers =
            joined.map { Offer(worker: $0) }
            + pools.filter { $0.environment == environment && $0.replicas > 0 }
            .map { pool in Offer(pool: pool, joined: joined.filter { $0.tags.object == pool.object }) }
        guard !offers.isEmpty else { return "no worker in environment \(environment.name)" }

        let missing = offers.map { $0.missing(needs ?? settings.needs) }
        let capable = zip(offers, missing).filter { $0.1.isEmpty }.map(\.0)
        if capable.isEmpty {
            let nearest = missing.min { ($0.count, $0.joined()) < ($1.count, $1.joined()) } ?? []
            return "missing \(nearest.joined(separator: ", "))"
        }
        return capable.contains { $0.hasRoom(for: settings.resources) }
            ? nil : "\(describe(settings.resources)) is more than any worker in environment \(environment.name) has"
    }

    /// What the environment itself never allows.
    private func beyondLimits(_ settings: TestSettings, _ environment: ObjectIdentity) -> String? {
        guard let limits = limits[environment] else { return nil }
        if let most = limits.maxConcurrentTasks, most < 1 {
            return "environment \(environment.name) allows no tasks (maxConcurrentTasks is \(most))"
        }
        let quota = limits.quota
        return WorkLoad.Usage().leavesRoom(for: settings.resources, cpu: quota?.cpu, memory: quota?.memory)
            ? nil : "\(describe(settings.resources)) is more than the quota of environment \(environment.name)"
    }

    /// `cpu 2, memory 4Gi`
    private func describe(_ resources: TaskResources?) -> String {
        [resources?.cpu.map { "cpu \($0)" }, resources?.memory.map { "memory \($0)" }].compactMap(\.self)
            .joined(separator: ", ")
    }
}

/// What a worker, or a pool whose workers are yet to join, could give to a task.
private struct Offer {
    private let capabilities: [String: String]
    /// Found by every worker itself and not known before one of its pool has joined.
    private let unknown: Set<String>
    private let resources: InstanceResources?

    init(worker: WorkerRecord) {
        capabilities = worker.capabilities
        unknown = []
        resources = worker.resources
    }

    init(pool: PoolCapacity, joined: [WorkerRecord]) {
        let machine = TestAbility.machineBound.map(\.rawValue)
        let found = ["os", "arch"] + machine
        var capabilities = pool.capabilities
        for name in found where capabilities[name] == nil {
            capabilities[name] = joined.lazy.compactMap { $0.capabilities[name] }.first
        }
        self.capabilities = capabilities
        // A worker that has joined without naming what its machine has does not have it.
        unknown = Set(found.filter { capabilities[$0] == nil }).subtracting(joined.isEmpty ? [] : machine)
        resources = pool.resources
    }

    func missing(_ needs: [String: String]) -> [String] {
        Capabilities.missing(needs.filter { !unknown.contains($0.key) }, in: capabilities)
    }

    func hasRoom(for wanted: TaskResources?) -> Bool {
        WorkLoad.Usage().leavesRoom(for: wanted, cpu: resources?.cpu, memory: resources?.memory)
    }
}
