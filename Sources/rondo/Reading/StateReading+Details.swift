import API
import Controller
import Foundation
import Model
import Reports

/// What describing and explaining need of a state, whichever it is.
extension StateReading {
    /// What people call the workers.
    func workerNames() async throws -> [WorkerID: String] {
        Dictionary(try await workers().items.map { ($0.id, $0.name) }) { first, _ in first }
    }

    /// A run with its tasks, as reports take it.
    func detail(of id: RunID) async throws -> RunDetail {
        guard let detail = try await run(id).detail else { throw ReadingError.noSuchRun(id) }
        return detail
    }

    /// Open drift of an object, or in it when it is an Environment.
    func openDrift(of identity: ObjectIdentity) async throws -> [DriftRecord] {
        try await drift(since: Date(), scope: .everything).items.filter { record in
            guard record.isOpen, let object = record.finding.object else { return false }
            let isInIt =
                identity.kind == .environment && object.namespace == identity.namespace
                && record.finding.environment == identity.name
            return object == identity || isInIt
        }
    }

    /// What each living instance's worker does now, as its object's status says.
    func workerStates() async throws -> [WorkerID: WorkerState] {
        let observed = try await observed()
        let instances = Dictionary(observed.instances.map { ($0.id, $0.tags) }) { first, _ in first }
        var states: [WorkerID: WorkerState] = [:]
        for status in observed.objects.flatMap({ $0.status.instances ?? [] }) {
            guard let worker = status.worker, let tags = instances[status.id] else { continue }
            // Not by tags: those of the instance may be newer than what its worker joined with.
            states[WorkerRegistry.id(of: tags)] = worker
        }
        return states
    }
}
