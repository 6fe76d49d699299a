import API
import Foundation
import Model

/// Asks the controller that answers.
struct LiveState: StateReading {
    let client: APIClient

    func objects(kind: Kind?, namespace: String?) async throws -> ListResource<ObjectResource> {
        try await told(client.objects(kind: kind, namespace: namespace))
    }

    func object(_ identity: ObjectIdentity) async throws -> ObjectResource {
        do {
            return try await client.object(identity)
        } catch .notFound {
            throw ReadingError.noSuchObject(identity)
        }
    }

    func sources() async throws -> ListResource<SourceStatus> { try await told(client.sources()) }
    func workers() async throws -> ListResource<WorkerRecord> { try await told(client.workers()) }

    func runs(suite: ObjectIdentity?) async throws -> ListResource<RunResource> {
        try await told(client.runs(suite: suite))
    }

    func run(_ id: RunID) async throws -> RunResource {
        do {
            return try await client.run(id)
        } catch .notFound {
            throw ReadingError.noSuchRun(id)
        }
    }

    func events(object: ObjectIdentity?, after: Int64?, limit: Int) async throws -> ListResource<EventResource> {
        try await told(client.events(object: object, after: after, limit: limit))
    }

    func drift(since: Date, scope: DriftScope) async throws -> DriftListResource {
        try await client.drift(since: since, scope: scope)
    }

    func logs(_ query: LogQuery) async throws -> LogPage { try await client.logs(query) }
    func artifact(_ artifact: AttemptArtifact, of run: RunID, from offset: Int) async throws -> Data {
        do {
            return try await client.artifact(artifact.sha256, of: run, from: offset)
        } catch .notFound {
            throw ReadingError.artifactGone(artifact.path)
        }
    }

    func artifactPlaces(of run: RunID) async throws -> [ArtifactPlace] {
        do {
            return told(try await client.artifactPlaces(of: run)).items
        } catch .notFound {
            // A run that has not begun has left nothing anywhere.
            return []
        }
    }

    func cases(_ query: CaseQuery) async throws -> ListResource<StoredCase> {
        do {
            return try told(await client.cases(query))
        } catch .notFound {
            throw ReadingError.noSuchTest(query.task, query.run)
        }
    }

    func observed() async throws -> ObservedState { try await client.observed() }

    /// A plan without one of its sources would be a wrong one.
    func lastGood() async throws -> [DesiredSet] {
        let list = try await client.desired()
        if let problem = list.unreadable.first { throw ReadingError.incompleteList(problem) }
        return list.items
    }

    /// Says once of each element that can't be read that it is missing.
    private func told<Item>(_ list: ListResource<Item>) -> ListResource<Item> {
        for problem in list.unreadable { UnreadableItems.tell(problem) }
        return list
    }
    func look() async throws -> ObservedState {
        try await client.look()
        return try await client.observed()
    }

    func leaks() async throws -> ListResource<Leak> { try await client.leaks() }

    func instanceReports(of object: ObjectIdentity) async throws -> [InstanceReport] {
        try await client.instanceReports(of: object).items
    }
}
