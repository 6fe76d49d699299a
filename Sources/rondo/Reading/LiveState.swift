import API
import Foundation
import Model

/// Asks the controller that answers.
struct LiveState: StateReading {
    let client: APIClient

    func objects(kind: Kind?, namespace: String?) async throws -> ListResource<ObjectResource> {
        try await client.objects(kind: kind, namespace: namespace)
    }

    func object(_ identity: ObjectIdentity) async throws -> ObjectResource {
        do {
            return try await client.object(identity)
        } catch .notFound {
            throw ReadingError.noSuchObject(identity)
        }
    }

    func sources() async throws -> ListResource<SourceStatus> { try await client.sources() }
    func workers() async throws -> ListResource<WorkerRecord> { try await client.workers() }

    func runs(suite: ObjectIdentity?) async throws -> ListResource<RunResource> {
        try await client.runs(suite: suite)
    }

    func run(_ id: RunID) async throws -> RunResource {
        do {
            return try await client.run(id)
        } catch .notFound {
            throw ReadingError.noSuchRun(id)
        }
    }

    func events(object: ObjectIdentity?, after: Int64?, limit: Int) async throws -> ListResource<EventResource> {
        try await client.events(object: object, after: after, limit: limit)
    }

    func drift(since: Date, scope: DriftScope) async throws -> DriftListResource {
        try await client.drift(since: since, scope: scope)
    }

    func logs(_ query: LogQuery) async throws -> LogPage { try await client.logs(query) }
    func observed() async throws -> ObservedState { try await client.observed() }

    func look() async throws -> ObservedState {
        try await client.look()
        return try await client.observed()
    }

    func leaks() async throws -> ListResource<Leak> { try await client.leaks() }

    func lastGood() async throws -> [DesiredSet] { try await client.desired().items }
}
