import API
import Access
import Foundation
import Model
import TestSupport
import Testing

/// The API of a living controller, through its own client.
struct LiveAPITests {
    @Test func everyRouteAnswersWhatItNames() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let client = try await client(of: fixture)
        let pool = ObjectIdentity(kind: .cloudResource, name: "pool")

        #expect(try await client.objects().items.count == 3)
        #expect(try await client.objects(kind: .testSuite).items.map(\.identity.name) == ["smoke"])
        #expect(try await client.objects(namespace: "other").items.isEmpty)
        let one = try await client.object(pool)
        #expect(one.status.isReady && one.metadata.location == "pool.yaml:1:1" && one.metadata.source == "default")
        #expect(one.metadata.creationTimestamp > Date(timeIntervalSinceNow: -600))
        #expect(try await client.sources().items.map(\.name) == ["default"])
        // One worker can have run everything before the other has joined.
        #expect(try await eventually { try await client.workers().items.count == 2 })
        let runs = try await client.runs(suite: ObjectIdentity(kind: .testSuite, name: "smoke")).items
        #expect(runs.count == 1)
        let first = try #require(runs.first)
        #expect(try await client.run(first.id).tasks.count == 2)
        #expect(
            try await eventually {
                try await client.events(object: pool).items.filter { $0.event.reason == .workerJoined }.count == 2
            })
        let events = try await client.events().items
        #expect(events.contains { $0.event.reason == .newRevision })
        let last = try #require(events.last)
        #expect(try await client.events(object: pool, after: last.sequence).items.isEmpty)
        #expect(try await client.events(object: pool).items.allSatisfy { $0.event.object == pool })
        #expect(try await client.observed().instances.count == 2)
        #expect(try await client.desired().items.map(\.objects.count) == [3])
        let plan: Plan = try await client.get(APIRequest("api", "v1", "plan"))
        #expect(plan.actions.isEmpty && plan.unchanged == 3)

        let missing = ObjectIdentity(kind: .testSuite, name: "none")
        await expectFailure { _ = try await client.object(missing) }
        await expectFailure { _ = try await client.run(RunID(rawValue: "r-none")) }
        for (path, query) in [
            ("objects", ("kind", "Nope")), ("runs", ("suite", "nope")), ("events", ("object", "nope")),
            ("nope", ("a", "b")),
        ] {
            await expectFailure {
                let _: JSONValue = try await client.get(APIRequest("api", "v1", path, query: [query]))
            }
        }
        // A worker's routes want a worker's credential, and a message that is one.
        for path in ["join", "rejoin", "renew", "lease", "heartbeat", "result", "nope"] {
            await expectFailure {
                let _: JSONValue = try await client.post(APIRequest("worker", "v1", path), ["no": "message"])
            }
        }
        await fixture.stop(run)
    }

    @Test func anActiveRunIsListedWhileItRuns() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let gate = fixture.directory.path("gate")
        try fixture.commit(
            Shop.files.merging([
                "suite.yaml": ExampleManifests.suite(command: "while [ ! -e \(gate) ]; do sleep 0.1; done")
            ]) { $1 })
        let run = try fixture.startController()
        #expect(
            await eventually {
                guard let client = try? await self.client(of: fixture), let runs = try? await client.runs().items else {
                    return false
                }
                return runs.contains { $0.active != nil && $0.verdict == nil }
            }, "\(run.output) \(run.errors)")
        let client = try await client(of: fixture)
        let id = try #require(try await client.runs().items.first?.id)
        #expect(try await client.run(id).active?.total == 2)
        #expect(try await fixture.rondo("get", "runs").output.contains("running"))
        try Data().write(to: URL(filePath: gate))
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        await fixture.stop(run)
    }

    private func client(of fixture: RondoFixture) async throws -> APIClient {
        let data = try Data(contentsOf: URL(filePath: fixture.state).appending(path: EndpointFile.name))
        let endpoint = try APICoding.decode(EndpointFile.self, from: data)
        let token = try #require(try await AdminToken.load(stateFolder: URL(filePath: fixture.state)))
        return APIClient(baseURL: endpoint.url, token: token.secret)
    }

    private func expectFailure(
        _ location: Testing.SourceLocation = #_sourceLocation, _ operation: () async throws -> Void
    ) async {
        do {
            try await operation()
            Issue.record("no error was thrown", sourceLocation: location)
        } catch {
            #expect(error is APIError, "\(error)", sourceLocation: location)
        }
    }
}
