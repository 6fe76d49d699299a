import Foundation
package import Model
package import Scheduling
package import Store

/// The workers that have joined and when each was last heard.
package actor WorkerRegistry {
    private let store: Store
    private let dispatcher: Dispatcher
    private let clock: any WallClock
    private let report: @Sendable (Event) -> Void
    private var workers: [WorkerID: WorkerRecord] = [:]
    /// Workers of released instances, which may not come back.
    private var released: Set<WorkerID> = []

    package init(
        store: Store, dispatcher: Dispatcher, clock: any WallClock, report: @escaping @Sendable (Event) -> Void
    ) {
        self.store = store
        self.dispatcher = dispatcher
        self.clock = clock
        self.report = report
    }

    /// Takes up the workers that a previous controller knew.
    package func restore() async throws {
        for worker in try await store.workers() { workers[worker.id] = worker }
        await publish()
    }

    /// The one name of the worker of an instance.
    package static func id(of tags: InstanceTags) -> WorkerID {
        WorkerID(rawValue: "\(tags.object.namespace).\(tags.object.name)-\(tags.ordinal).\(tags.incarnation)")
    }

    /// Records a worker that has proved who it is; joining again updates it.
    package func join(
        tags: InstanceTags, capabilities: [String: String], resources: InstanceResources, slots: Int, version: String
    ) async throws {
        let now = clock.now()
        let id = Self.id(of: tags)
        guard !released.contains(id) else { throw ReleasedWorker(id: id) }
        let isNew = workers[id] == nil
        let worker = WorkerRecord(
            id: id, tags: tags, capabilities: capabilities, resources: resources, slots: slots, version: version,
            joinedAt: workers[id]?.joinedAt ?? now, lastSeen: now)
        try await store.saveWorker(worker)
        workers[id] = worker
        await publish()
        if isNew {
            report(
                Event(
                    time: now, object: tags.object, reason: .workerJoined,
                    message: "worker \(worker.name) joined"))
        }
    }

    /// Notes that a worker was heard; false for one that never joined, which must join again.
    package func touch(_ id: WorkerID) -> Bool {
        guard workers[id] != nil else { return false }
        workers[id]?.lastSeen = clock.now()
        return true
    }

    package func worker(_ id: WorkerID) -> WorkerRecord? { workers[id] }

    package func all() -> [WorkerRecord] { workers.values.sorted { $0.id < $1.id } }

    /// Forgets the worker of an instance that is gone; its leases are lost at once.
    package func remove(instanceWith tags: InstanceTags) async throws {
        let id = Self.id(of: tags)
        guard workers.removeValue(forKey: id) != nil else { return }
        try await store.deleteWorker(id)
        await dispatcher.workerGone(id)
        await publish()
    }

    /// As `remove`, for an instance that lives on: its worker is not taken back.
    package func release(instanceWith tags: InstanceTags) async throws {
        released.insert(Self.id(of: tags))
        try await remove(instanceWith: tags)
    }

    /// Forgets workers whose instance is gone without our having noticed; new ones get a minute to be listed.
    package func removeGhosts(besides living: Set<WorkerID>) async throws {
        let old = clock.now().addingTimeInterval(-60)
        for worker in workers.values where !living.contains(worker.id) && worker.joinedAt < old {
            try await remove(instanceWith: worker.tags)
        }
    }

    /// Writes down when each worker was last heard.
    package func flush() async throws {
        try await store.touchWorkers(workers.mapValues(\.lastSeen))
    }

    private func publish() async { await dispatcher.setWorkers(all()) }
}

/// The worker of a released instance asks to be taken back.
struct ReleasedWorker: Error, CustomStringConvertible {
    let id: WorkerID

    var description: String { "worker \(id) was released with its instance" }
}
