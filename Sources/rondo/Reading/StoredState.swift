import API
import Controller
import Foundation
import Model
import Store

/// Reads the state folder itself, when no controller runs on it.
struct StoredState: StateReading {
    let store: Store

    func objects(kind: Kind?, namespace: String?) async throws -> ListResource<ObjectResource> {
        let items = try await store.objects()
            .filter {
                (kind == nil || $0.identity.kind == kind) && (namespace == nil || $0.identity.namespace == namespace)
            }
            .sorted { $0.identity < $1.identity }
            .map { ObjectResource($0.withoutController) }
        return ListResource(kind: kind.map { "\($0.rawValue)List" } ?? "List", items: items)
    }

    func sources() async throws -> ListResource<SourceStatus> {
        ListResource(kind: "SourceList", items: try await store.sources().map(\.status))
    }

    func workers() async throws -> ListResource<WorkerRecord> {
        ListResource(kind: "WorkerList", items: try await store.workers())
    }

    func runs(suite: ObjectIdentity?) async throws -> ListResource<RunResource> {
        let items = try await store.finishedRuns(suite: suite, limit: 1_000).map { RunResource($0) }
        return ListResource(kind: "RunList", items: items)
    }

    func run(_ id: RunID) async throws -> RunResource {
        guard let run = try await store.finishedRun(id) else { throw ReadingError.noSuchRun(id) }
        return RunResource(run)
    }

    func observed() async throws -> ObservedState {
        var observation = Observation()
        for object in try await store.objects() { observation.objects[object.identity] = object }
        for instance in try await store.instances() { observation.instances[instance.id] = instance }
        for record in try await store.suiteRecords() { observation.suites[record.key] = record }
        return observation.state(at: Date())
    }

    func lastGood() async throws -> DesiredSet? {
        try await store.sources().first?.lastGood
    }
}
