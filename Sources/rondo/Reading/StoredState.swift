import API
import Controller
import Foundation
import Model
import Store

/// Reads the state folder itself, when no controller runs on it.
struct StoredState: StateReading {
    let store: Store
    let directory: URL

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
        let items = try await store.finishedRuns(suite: suite, limit: 200).map { RunResource($0, withTasks: false) }
        return ListResource(kind: "RunList", items: items)
    }

    func run(_ id: RunID) async throws -> RunResource {
        guard let run = try await store.finishedRun(id) else { throw ReadingError.noSuchRun(id) }
        return RunResource(run)
    }

    /// With the mocks as they were served: they end with a controller and begin with the next, which no plan is about.
    func observed() async throws -> ObservedState {
        var observation = Observation()
        for object in try await store.objects() {
            observation.objects[object.identity] = object.withoutController
            observation.served[object.identity] = try await served(by: object)
        }
        for instance in try await store.instances() { observation.instances[instance.id] = instance }
        for record in try await store.suiteRecords() { observation.suites[record.key] = record }
        return observation.state(at: lastWritten ?? Date())
    }

    private func served(by object: ObservedObject) async throws -> [String: ServedMock]? {
        guard case .environment(let spec) = object.declared.spec else { return nil }
        let ports = try await store.mockPorts(object.identity)
        return spec.services.reduce(into: [:]) { served, service in
            guard case .mock(let mock) = service.value, let port = ports[service.key] else { return }
            served[service.key] = ServedMock(port: port, spec: mock)
        }
    }

    /// When a controller last wrote something down.
    private var lastWritten: Date? {
        ["control.db", "control.db-wal"].compactMap { name in
            let path = directory.appending(path: name).path(percentEncoded: false)
            return try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        }.max()
    }

    func lastGood() async throws -> DesiredSet? {
        try await store.sources().first?.lastGood
    }
}
