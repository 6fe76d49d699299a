import API
import Foundation
import Model

/// What the listing commands read, from a living controller or from a state folder that none runs on.
protocol StateReading: Sendable {
    func objects(kind: Kind?, namespace: String?) async throws -> ListResource<ObjectResource>
    func object(_ identity: ObjectIdentity) async throws -> ObjectResource
    func sources() async throws -> ListResource<SourceStatus>
    func workers() async throws -> ListResource<WorkerRecord>
    func runs(suite: ObjectIdentity?) async throws -> ListResource<RunResource>
    func run(_ id: RunID) async throws -> RunResource
    /// The oldest first: the last `limit` ones, or the first `limit` ones after a number.
    func events(object: ObjectIdentity?, after: Int64?, limit: Int) async throws -> ListResource<EventResource>
    /// What is open, and what ended since a time.
    func drift(since: Date, scope: DriftScope) async throws -> DriftListResource
    /// Throws `ReadingError` when there is no such run, or no such test in it.
    func logs(_ query: LogQuery) async throws -> LogPage
    /// Some bytes of what an attempt of a run left behind, from a place in it on.
    func artifact(_ artifact: AttemptArtifact, of run: RunID, from offset: Int) async throws -> Data
    /// Where those are that are in a bucket or on the way to one, with links that are made now.
    func artifactPlaces(of run: RunID) async throws -> [ArtifactPlace]
    /// What the reports of a test told; throws `ReadingError` when there is no such run, or no such test in it.
    func cases(_ query: CaseQuery) async throws -> ListResource<StoredCase>
    func observed() async throws -> ObservedState
    /// The same after a look at the instances.
    func look() async throws -> ObservedState
    /// Unmanaged instances.
    func leaks() async throws -> ListResource<Leak>
    /// What the providers say of an object's instances now; none where no controller runs.
    func instanceReports(of object: ObjectIdentity) async throws -> [InstanceReport]
    /// The newest good desired set of each source, also of those that are no longer configured.
    func lastGood() async throws -> [DesiredSet]
}
