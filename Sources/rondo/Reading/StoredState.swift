import API
import Access
import Caching
import Controller
import Foundation
import Model
import Reports
import Store

/// Reads the state folder itself, when no controller runs on it.
struct StoredState: StateReading {
    let store: Store
    let directory: URL

    func objects(kind: Kind?, namespace: String?) async throws -> ListResource<ObjectResource> {
        let items = try await readableObjects()
            .filter {
                (kind == nil || $0.identity.kind == kind) && (namespace == nil || $0.identity.namespace == namespace)
            }
            .sorted { $0.identity < $1.identity }
            .map { ObjectResource($0.withoutController) }
        return ListResource(kind: kind.map { "\($0.rawValue)List" } ?? "List", items: items)
    }

    /// Those that can be read; says once of each other one that it is missing.
    private func readableObjects() async throws -> [ObservedObject] {
        for entry in try await store.unreadableObjects() {
            UnreadableItems.tell("\(TerminalText.safe(entry.name)) can't be read (\(entry.reason)) and is left out")
        }
        return try await store.objects()
    }

    func object(_ identity: ObjectIdentity) async throws -> ObjectResource {
        guard let object = try await readableObjects().first(where: { $0.identity == identity }) else {
            throw ReadingError.noSuchObject(identity)
        }
        return ObjectResource(object.withoutController)
    }

    func sources() async throws -> ListResource<SourceStatus> {
        ListResource(kind: "SourceList", items: try await store.sources().map(\.status))
    }

    func workers() async throws -> ListResource<WorkerRecord> {
        ListResource(kind: "WorkerList", items: try await store.workers())
    }

    func runs(suite: ObjectIdentity?) async throws -> ListResource<RunResource> {
        let requested = try await store.runRequests().filter { suite == nil || $0.key.suite == suite }
        let finished = try await store.finishedRuns(suite: suite, limit: 200)
        return ListResource(
            kind: "RunList",
            items: requested.map { RunResource($0) } + finished.map { RunResource($0, withTasks: false) })
    }

    func run(_ id: RunID) async throws -> RunResource {
        if let run = try await store.finishedRun(id) { return RunResource(run) }
        guard let request = try await store.runRequests().first(where: { $0.run == id }) else {
            throw ReadingError.noSuchRun(id)
        }
        return RunResource(request)
    }

    func events(object: ObjectIdentity?, after: Int64?, limit: Int) async throws -> ListResource<EventResource> {
        let events = try await store.events(object: object, limit: limit, after: after)
        return ListResource(
            events: events.map { EventResource(sequence: $0.sequence, event: $0.event) }, after: after, limit: limit)
    }

    func drift(since: Date, scope: DriftScope) async throws -> DriftListResource {
        let records = try await store.openDrift() + store.resolvedDrift(since: since)
        return DriftListResource(records, among: try await readableObjects().map(\.declared), in: scope)
    }

    /// Without a controller nothing follows, whatever state the run is in.
    func logs(_ query: LogQuery) async throws -> LogPage {
        let log = try await store.logs(
            run: query.run, task: query.task, attempt: query.attempt, after: query.after, limit: query.limit)
        if let run = try await store.finishedRun(query.run) {
            if let task = query.task, !run.tasks.contains(where: { $0.name == task }) {
                throw ReadingError.noSuchTest(task, query.run)
            }
        } else if log.entries.isEmpty, try await !store.isUnderWay(query.run) {
            throw ReadingError.noSuchRun(query.run)
        }
        return LogPage(
            items: log.entries, next: log.entries.last?.position ?? query.after, ended: !log.hasMore)
    }

    func artifact(_ artifact: AttemptArtifact, of run: RunID, from offset: Int) async throws -> Data {
        let part = try await artifacts.read(artifact.sha256, of: run, at: offset, upTo: ArtifactPart.partBytes)
        guard let part else { throw ReadingError.artifactGone(artifact.path) }
        return part
    }

    func artifactPlaces(of run: RunID) async throws -> [ArtifactPlace] { try await artifacts.places(of: run) }

    /// With what this machine itself can sign in with: nobody here says what the operator allows.
    private var artifacts: ArtifactReader {
        ArtifactReader(
            store: store, disk: DiskArtifacts(stateFolder: directory),
            buckets: ArtifactBuckets(
                Parts.buckets(
                    Parts.awsAccounts(
                        SecretReader(
                            allow: OperatorConfiguration.Allow(),
                            safe: Parts.safe(directory, store))))))
    }

    func cases(_ query: CaseQuery) async throws -> ListResource<StoredCase> {
        let found = try await store.cases(
            run: query.run, task: query.task, attempt: query.attempt, outcomes: query.outcomes, after: query.after,
            limit: query.limit)
        if found.entries.isEmpty, try await !store.isUnderWay(query.run) {
            let run = try await store.finishedRun(query.run)
            guard let run, run.tasks.contains(where: { $0.name == query.task }) else {
                throw ReadingError.noSuchTest(query.task, query.run)
            }
        }
        return ListResource(cases: found.entries, hasMore: found.hasMore)
    }

    /// With the mocks as they were served: they end with a controller and begin with the next, which no plan is about.
    func observed() async throws -> ObservedState {
        var observation = Observation()
        for object in try await readableObjects() {
            observation.objects[object.identity] = object.withoutController
            observation.served[object.identity] = try await served(by: object)
        }
        for instance in try await store.instances() { observation.instances[instance.id] = instance }
        for record in try await store.suiteRecords() { observation.suites[record.key] = record }
        observation.losses = try await store.losses()
        observation.requests = try await store.runRequests()
        for record in try await store.prunes(since: .distantPast) { observation.prunes[record.subject] = record }
        observation.approvals = try await store.approvals()
        observation.changesInPlace = Parts.changesInPlace
        for suspension in try await store.suspensions() { observation.suspensions[suspension.object] = suspension }
        for lifetime in try await store.lifetimes() { observation.lifetimes[lifetime.object] = lifetime }
        observation.plannedStops = try await store.plannedStops()
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
    var lastWritten: Date? {
        ["control.db", "control.db-wal"].compactMap { name in
            let path = directory.appending(path: name).path(percentEncoded: false)
            return try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        }.max()
    }

    func lastGood() async throws -> [DesiredSet] { try await store.sources().compactMap(\.lastGood) }
}
