package import Model

/// What is in use right now, by worker and by environment.
package struct WorkLoad: Sendable {
    package struct Usage: Hashable, Sendable {
        package var tasks = 0
        package var cpu = CPUQuantity.zero
        package var memory = ByteSize.zero
    }

    private var workers: [WorkerID: Usage] = [:]
    private var environments: [ObjectIdentity: Usage] = [:]

    package init() {}

    /// The load of all held tasks.
    package init(_ machines: some Sequence<RunMachine>) {
        for machine in machines {
            for index in machine.held.values {
                guard let attempt = machine.tasks[index].attempts.last else { continue }
                add(
                    machine.tasks[index].settings.resources, worker: attempt.worker,
                    environment: machine.record.suite.key.environmentIdentity)
            }
        }
    }

    package mutating func add(_ resources: TaskResources?, worker: WorkerID, environment: ObjectIdentity) {
        workers[worker, default: Usage()].add(resources)
        environments[environment, default: Usage()].add(resources)
    }

    package func of(_ worker: WorkerID) -> Usage { workers[worker] ?? Usage() }
    package func of(_ environment: ObjectIdentity) -> Usage { environments[environment] ?? Usage() }
}

extension WorkLoad.Usage {
    mutating func add(_ resources: TaskResources?) {
        tasks += 1
        cpu = cpu + (resources?.cpu ?? .zero)
        memory = memory + (resources?.memory ?? .zero)
    }

    /// Whether these resources can be added without passing the bounds; a missing part asks for nothing.
    func leavesRoom(for resources: TaskResources?, cpu cpuBound: CPUQuantity?, memory memoryBound: ByteSize?) -> Bool {
        if let wanted = resources?.cpu, let cpuBound, cpu + wanted > cpuBound { return false }
        if let wanted = resources?.memory, let memoryBound, memory + wanted > memoryBound { return false }
        return true
    }
}
