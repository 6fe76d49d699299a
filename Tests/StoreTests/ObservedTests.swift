import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

struct ObservedTests {
    private let fixture: Fixture
    private var store: Store { fixture.store }

    init() async throws { fixture = try await Fixture() }

    @Test func sourcesComeBackWhole() async throws {
        let suite = ResolvedSuite(key: Fixture.key, tests: [])
        var source = StoredSource(
            name: "default", url: "/srv/git", ref: "main", path: "deploy",
            status: SourceStatus(
                name: "default", url: "/srv/git", revision: Fixture.revision,
                conditions: [
                    Condition(type: .fetched, status: .yes, reason: .succeeded, lastTransitionTime: Fixture.time)
                ]),
            lastGood: DesiredSet(
                source: "default", revision: Fixture.revision, objects: [Fixture.declared()], suites: [suite]),
            convergedRevision: Fixture.revision)
        try await store.saveSource(source)
        let stored = try #require(try await store.source(named: "default"))
        #expect(stored.lastGood == source.lastGood)
        #expect(stored.convergedRevision == source.convergedRevision)
        #expect(stored.ref == "main")
        #expect(stored.path == "deploy")
        let time = stored.status.conditions.first?.lastTransitionTime.storedMilliseconds
        #expect(time == 1_763_723_583_123)

        source.lastGood = nil
        source.convergedRevision = nil
        try await store.saveSource(source)
        try await store.saveSource(StoredSource(name: "a", url: "u", status: source.status))
        let all = try await store.sources()
        #expect(all.map(\.name) == ["a", "default"])
        #expect(all.map(\.lastGood) == [nil, nil])
        #expect(all.first?.ref == nil)
        #expect(try await store.source(named: "none") == nil)
    }

    @Test func objectsAreListedInTheOrderOfKinds() async throws {
        let alert = ObservedObject(
            declared: DeclaredObject(
                identity: ObjectIdentity(kind: .testSuite, name: "a"),
                spec: .testSuite(TestSuiteSpec(environments: [], tests: []))
            ), source: "default", specHash: Fixture.digest, revision: Fixture.revision)
        for object in [alert, Fixture.object("b"), Fixture.object("a")] { try await store.saveObject(object) }
        #expect(try await store.objects() == [Fixture.object("a"), Fixture.object("b"), alert])
        try await store.deleteObject(alert.identity)
        #expect(try await store.objects().count == 2)
    }

    @Test func onlyStatusesThatDifferAreWritten() async throws {
        try await store.saveObject(Fixture.object("a"))
        try await store.saveObject(Fixture.object("b"))
        let ready = ObjectStatus(
            conditions: [Condition(type: .ready, status: .yes, reason: .succeeded, lastTransitionTime: Fixture.time)],
            summary: "ready")
        let statuses = ["a": ready, "b": ObjectStatus(), "gone": ready].reduce(into: [ObjectIdentity: ObjectStatus]()) {
            $0[Fixture.declared($1.key).identity] = $1.value
        }
        #expect(try await changes { try await store.saveStatuses(statuses) } == 1)
        #expect(try await changes { try await store.saveStatuses(statuses) } == 0)
        #expect(try await changes { try await store.saveStatuses([:]) } == 0)
        #expect(try await store.objects().map(\.status.summary) == ["ready", ""])
        #expect(try await store.objects().map(\.generation) == [3, 3])
    }

    @Test func instancesAreWhatTheObserverSaw() async throws {
        try await store.saveInstance(Fixture.instance("x", ordinal: 1))
        try await store.saveInstance(Fixture.instance("y", ordinal: 0))
        #expect(try await store.instances().map(\.id.rawValue) == ["y", "x"])
        let picture = [Fixture.instance("z", ordinal: 2), Fixture.instance("x", ordinal: 1)]
        #expect(try await changes { try await store.replaceInstances(picture) } > 0)
        #expect(try await store.instances().map(\.id.rawValue) == ["x", "z"])
        #expect(try await changes { try await store.replaceInstances(picture) } == 0)
        try await store.deleteInstance(InstanceID(rawValue: "x"))
        #expect(try await store.instances().map(\.tags) == [Fixture.tags(2)])
    }

    /// Breaks when the column is not written or not read, or a place stands in what people are shown of an instance.
    @Test func whereAnInstanceIsStaysKnownAndIsNotShown() async throws {
        let place = CloudPlace(
            environment: ObjectIdentity(kind: .environment, name: "dev"),
            account: CloudAccount(
                credentials: .key(accessKey: "${{ secrets.key }}", secretKey: "${{ secrets.secret }}", region: nil),
                endpoint: "http://old"),
            secrets: ["key": .environmentVariable("KEY")], region: "eu-west-1")
        let instance = Fixture.instance("x", ordinal: 1).at(place)
        try await store.saveInstance(instance)
        try await store.saveInstance(Fixture.instance("y", ordinal: 2))
        #expect(try await store.instances().map(\.place) == [place, nil])
        let shown = String(decoding: try JSONEncoder().encode(instance), as: UTF8.self)
        #expect(!shown.contains("secrets") && !shown.contains("http://old"), "\(shown)")
    }

    @Test func mockPortsAreKeptByEnvironment() async throws {
        let dev = ObjectIdentity(kind: .environment, name: "dev")
        let other = ObjectIdentity(kind: .environment, name: "other")
        try await store.saveMockPorts(dev, ["api": 4_000, "db": 4_001])
        try await store.saveMockPorts(other, ["api": 5_000])
        #expect(try await changes { try await store.saveMockPorts(dev, ["api": 4_000]) } == 3)
        #expect(try await changes { try await store.saveMockPorts(dev, ["api": 4_000]) } == 0)
        #expect(try await store.mockPorts(dev) == ["api": 4_000])
        try await store.deleteMockPorts(dev)
        #expect(try await store.mockPorts(dev) == [:])
        #expect(try await store.mockPorts(other) == ["api": 5_000])
    }

    @Test func workersAreTouchedForwardOnly() async throws {
        let worker = WorkerRecord(
            id: WorkerID(rawValue: "w1"), tags: Fixture.tags(0), capabilities: ["os": "linux"],
            resources: InstanceResources(), slots: 2, version: "1", joinedAt: Fixture.time, lastSeen: Fixture.time)
        try await store.saveWorker(worker)
        let later = Fixture.time.addingTimeInterval(0.001)
        try await store.touchWorkers([worker.id: later, WorkerID(rawValue: "none"): later])
        try await store.touchWorkers([worker.id: Fixture.time])
        try await store.touchWorkers([:])
        let stored = try await store.workers()
        #expect(stored.map(\.lastSeen.storedMilliseconds) == [1_763_723_583_124])
        #expect(stored.map(\.tags) == [worker.tags])
        try await store.deleteWorker(worker.id)
        #expect(try await store.workers().isEmpty)
    }

    @Test func aTokenIsSpentOnceAndItsMarkSweptAfterItsEnd() async throws {
        #expect(try await store.spend(tokenID: "n1", expires: Fixture.time))
        #expect(try await !store.spend(tokenID: "n1", expires: Fixture.time))
        try await store.sweepSpentTokens(before: Fixture.time)
        #expect(try await !store.spend(tokenID: "n1", expires: Fixture.time))
        try await store.sweepSpentTokens(before: Fixture.time.addingTimeInterval(0.001))
        #expect(try await store.spend(tokenID: "n1", expires: Fixture.time))
    }

    @Test func aTokenThatManySpendAtOnceIsSpentOnce() async throws {
        let first = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { try await store.spend(tokenID: "n", expires: Fixture.time) } }
            return try await group.reduce(into: 0) { count, first in count += first ? 1 : 0 }
        }
        #expect(first == 1)
    }

    /// How many rows of `control.db` a piece of work changed.
    private func changes(_ work: () async throws -> Void) async throws -> Int {
        let count = { try await store.control.pool.writeWithoutTransaction { $0.totalChangesCount } }
        let before = try await count()
        try await work()
        return try await count() - before
    }
}
