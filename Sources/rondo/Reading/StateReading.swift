import API
import Model

/// What the listing commands read, from a living controller or from a state folder that none runs on.
protocol StateReading: Sendable {
    func objects(kind: Kind?, namespace: String?) async throws -> ListResource<ObjectResource>
    func sources() async throws -> ListResource<SourceStatus>
    func workers() async throws -> ListResource<WorkerRecord>
    func runs(suite: ObjectIdentity?) async throws -> ListResource<RunResource>
    func run(_ id: RunID) async throws -> RunResource
    func observed() async throws -> ObservedState
    /// The newest good desired set of the source, for `plan` without a folder; nil before the first.
    func lastGood() async throws -> DesiredSet?
}
