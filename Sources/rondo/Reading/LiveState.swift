import API
import Model
import Store

/// Asks the controller that answers.
struct LiveState: StateReading {
    let client: APIClient

    func objects(kind: Kind?, namespace: String?) async throws -> ListResource<ObjectResource> {
        try await client.objects(kind: kind, namespace: namespace)
    }

    func sources() async throws -> ListResource<SourceStatus> { try await client.sources() }
    func workers() async throws -> ListResource<WorkerRecord> { try await client.workers() }

    func runs(suite: ObjectIdentity?) async throws -> ListResource<RunResource> {
        try await client.runs(suite: suite)
    }

    func run(_ id: RunID) async throws -> RunResource { try await client.run(id) }
    func observed() async throws -> ObservedState { try await client.observed() }

    func lastGood() async throws -> DesiredSet? { try await client.desired() }
}
