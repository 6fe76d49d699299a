import API
import Foundation
import Model

/// The state before the first controller: nothing exists.
struct EmptyState: StateReading {
    func objects(kind: Kind?, namespace: String?) -> ListResource<ObjectResource> {
        ListResource(kind: "List", items: [])
    }

    func object(_ identity: ObjectIdentity) throws -> ObjectResource { throw ReadingError.noSuchObject(identity) }
    func sources() -> ListResource<SourceStatus> { ListResource(kind: "SourceList", items: []) }
    func workers() -> ListResource<WorkerRecord> { ListResource(kind: "WorkerList", items: []) }
    func runs(suite: ObjectIdentity?) -> ListResource<RunResource> { ListResource(kind: "RunList", items: []) }
    func run(_ id: RunID) throws -> RunResource { throw ReadingError.noSuchRun(id) }

    func events(object: ObjectIdentity?, after: Int64?, limit: Int) -> ListResource<EventResource> {
        ListResource(events: [], after: after, limit: limit)
    }

    func drift(since: Date, scope: DriftScope) -> DriftListResource {
        DriftListResource([], among: [], in: scope)
    }

    func logs(_ query: LogQuery) throws -> LogPage { throw ReadingError.noSuchRun(query.run) }
    func artifact(_ artifact: AttemptArtifact, of run: RunID, from offset: Int) throws -> Data {
        throw ReadingError.noSuchRun(run)
    }

    func artifactPlaces(of run: RunID) -> [ArtifactPlace] { [] }
    func cases(_ query: CaseQuery) throws -> ListResource<StoredCase> { throw ReadingError.noSuchRun(query.run) }
    func observed() -> ObservedState { ObservedState(time: Date()) }
    func look() -> ObservedState { observed() }
    func leaks() -> ListResource<Leak> { ListResource(kind: "LeakList", items: []) }
    func instanceReports(of object: ObjectIdentity) -> [InstanceReport] { [] }
    func lastGood() -> [DesiredSet] { [] }
}
