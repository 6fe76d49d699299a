import API
import Foundation
import Model
import Scheduling
import Store
import TestSupport
import Testing

/// What the API answers of drift, events and runs, through its own client.
struct ReadRoutesTests {
    private static let suite = ObjectIdentity(kind: .testSuite, name: "smoke")
    private static let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    private static let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e"))
    private static let key = SuiteKey(suite: suite, environment: "dev")
    /// Dates keep their milliseconds, not more.
    private static let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded())

    private static func suite(
        on triggers: [TestSuiteSpec.Trigger] = [.commit, .manual], suspend: Bool = false
    ) -> DeclaredObject {
        DeclaredObject(
            identity: suite, suspend: suspend,
            spec: .testSuite(TestSuiteSpec(environments: ["dev", "live"], on: triggers, tests: [])))
    }

    /// A store that knows one suite, in two environments.
    private static func prepare(_ store: Store, _ declared: DeclaredObject = suite()) async throws {
        let resource = DeclaredObject(
            identity: pool, spec: .cloudResource(CloudResourceSpec(environment: "dev")))
        for object in [declared, resource] {
            try await store.saveObject(
                ObservedObject(
                    declared: object, source: "default", specHash: Digest(rawValue: "h"), revision: revision,
                    createdAt: now))
        }
        let suites = ["dev", "live"].map { name in
            ResolvedSuite(key: SuiteKey(suite: suite, environment: name), tests: [])
        }
        let set = DesiredSet(source: "default", revision: revision, objects: [declared, resource], suites: suites)
        try await store.saveSource(
            StoredSource(
                name: "default", url: "memory",
                status: SourceStatus(name: "default", url: "memory", revision: revision, conditions: []),
                lastGood: set))
    }

    private static func record(_ field: String, resolvedAt: Date? = nil) -> DriftRecord {
        DriftRecord(
            finding: DriftFinding(
                object: pool, environment: "dev", field: field, kind: .missing, desired: "running", actual: nil,
                policy: .correct),
            firstSeen: now, lastSeen: now,
            resolution: resolvedAt.map { DriftRecord.Resolution(at: $0, by: .controller) })
    }

    @Test("The ledger lists what is open and what ended lately, in scope, with a summary")
    func drift() async throws {
        let server = try await ServerFixture { store in
            try await Self.prepare(store)
            try await store.saveOpenDrift([Self.record("instance[0]")])
            try await store.recordResolvedDrift([
                Self.record("instance[1]", resolvedAt: Self.now.addingTimeInterval(-7_200)),
                Self.record("instance[2]", resolvedAt: Self.now.addingTimeInterval(-60)),
            ])
        }
        let hour = try await server.client.drift(since: Self.now.addingTimeInterval(-3_600))
        #expect(hour.items.map(\.finding.field) == ["instance[0]", "instance[2]"])
        #expect(hour.summary.open == 1 && hour.summary.resolved == 1)
        #expect(hour.summary.objects == 2 && hour.summary.inSync == 1 && hour.summary.coverage == 50)
        let day: DriftListResource = try await server.client.get(APIRequest("api", "v1", "drift"))
        #expect(day.items.count == 3)
        let other = try await server.client.drift(since: Self.now, scope: DriftScope(environment: "live"))
        #expect(other.items.isEmpty && other.summary.objects == 1)
        let elsewhere = try await server.client.drift(since: Self.now, scope: DriftScope(namespace: "shop"))
        #expect(elsewhere.items.isEmpty && elsewhere.summary.objects == 0)
        await #expect(throws: APIError.self) {
            let _: DriftListResource = try await server.client.get(
                APIRequest("api", "v1", "drift", query: [("since", "yesterday")]))
        }
        await server.stop()
    }

    @Test("Events come as the last ones, or in pages after a number")
    func events() async throws {
        let server = try await ServerFixture { store in
            try await Self.prepare(store)
            try await store.record(
                (1...5).map { number in
                    Event(
                        time: Self.now, object: number == 3 ? Self.pool : nil, reason: .applied,
                        message: "event \(number)")
                })
        }
        let client = server.client
        #expect(try await client.events().items.count == 5)
        let last = try await client.events(limit: 2)
        #expect(last.items.map(\.event.message) == ["event 4", "event 5"] && last.next == nil)
        let page = try await client.events(after: 0, limit: 2)
        #expect(page.items.map(\.event.message) == ["event 1", "event 2"] && page.next == "2")
        #expect(try await client.events(after: 5).items.isEmpty)
        #expect(try await client.events(object: Self.pool, after: 0).items.map(\.sequence) == [3])
        for query in [("after", "x"), ("limit", "-1"), ("object", "nope")] {
            await #expect(throws: APIError.self) {
                let _: JSONValue = try await client.get(APIRequest("api", "v1", "events", query: [query]))
            }
        }
        await server.stop()
    }

    @Test("A run is asked for, waits as a run that has not started, and is one run when it has")
    func requests() async throws {
        let server = try await ServerFixture { try await Self.prepare($0) }
        let client = server.client
        let asked = try await client.requestRuns(RunsRequest(suite: Self.suite, useCache: false))
        #expect(asked.kind == "RunRequestList" && asked.items.map(\.key.environment) == ["dev", "live"])
        #expect(asked.items.allSatisfy { !$0.usesCache })
        #expect(try await client.runs().items.map(\.id) == asked.items.map(\.run))
        let request = try #require(asked.items.first)
        let waiting = try await client.run(request.run)
        #expect(waiting.requested?.run == request.run && waiting.cause == .requested && waiting.verdict == nil)

        // It starts: from now on it is known as active, whatever the request says.
        try await server.dispatcher.startRun(
            RunRecord(
                id: request.run,
                suite: ResolvedSuite(
                    key: Self.key,
                    tests: [
                        TestDefinition(
                            settings: TestSettings(name: "t"),
                            body: .command(CommandSpec(run: ["true"])))
                    ]), digest: Digest(rawValue: "d"), revision: Self.revision, startedAt: Self.now,
                cause: .requested))
        let active = try await client.run(request.run)
        #expect(active.active?.total == 1 && active.requested == nil && active.cause == .requested)
        #expect(try await client.runs().items.filter { $0.id == request.run }.map(\.requested) == [nil])
        let others = ObjectIdentity(kind: .testSuite, name: "other")
        #expect(try await client.runs(suite: others).items.isEmpty)
        await server.stop()
    }

    @Test("One environment may be named, and what can't be run says why")
    func refusals() async throws {
        let server = try await ServerFixture { try await Self.prepare($0) }
        let one = try await server.client.requestRuns(RunsRequest(suite: Self.suite, environments: ["live"]))
        #expect(one.items.map(\.key.environment) == ["live"] && one.items.allSatisfy(\.usesCache))
        await #expect(throws: APIError.notFound(message: "there is no TestSuite/none; `rondo get suites` lists them")) {
            _ = try await server.client.requestRuns(
                RunsRequest(suite: ObjectIdentity(kind: .testSuite, name: "none")))
        }
        await #expect {
            _ = try await server.client.requestRuns(RunsRequest(suite: Self.suite, environments: ["prod"]))
        } throws: { error in
            guard case APIError.notFound(let message) = error else { return false }
            return message.contains("dev, live")
        }
        await #expect(throws: APIError.self) {
            let _: JSONValue = try await server.client.post(APIRequest("api", "v1", "runs"), ["suite": "smoke"])
        }
        await #expect(throws: APIError.self) {
            let _: JSONValue = try await server.client.post(APIRequest("api", "v1", "events"), ["a": "b"])
        }
        await server.stop()

        let manual = try await ServerFixture { try await Self.prepare($0, Self.suite(on: [.commit])) }
        await #expect {
            _ = try await manual.client.requestRuns(RunsRequest(suite: Self.suite))
        } throws: { error in
            guard case APIError.badRequest(let message) = error else { return false }
            return message.contains("manual")
        }
        await manual.stop()
    }
}
