import Access
import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// Several sources in one controller: each with its own objects, its own health and its own pruning.
struct SeveralSourcesTests {
    private static func environment(_ name: String) -> String {
        ExampleManifests.environment.replacing("name: dev", with: "name: \(name)")
    }

    private static func pool(_ name: String, in environment: String, replicas: Int = 1) -> String {
        ExampleManifests.pool(name, replicas: replicas).replacing(
            "environment: dev", with: "environment: \(environment)")
    }

    /// Two sources, `a` and `b`, each with an environment of its name and a pool in it.
    private static func fixture() async throws -> ControllerFixture {
        let fixture = try await ControllerFixture()
        for name in ["a", "b"] {
            fixture.commit(
                ["env.yaml": environment(name), "pool.yaml": pool("pool-\(name)", in: name)], in: name)
        }
        return fixture
    }

    private func names(_ fixture: ControllerFixture) async throws -> [String] {
        try await fixture.store.objects().map(\.identity.name).sorted()
    }

    @Test func eachSourceHasItsObjectsAndItsConvergedCommit() async throws {
        let fixture = try await Self.fixture()
        #expect(try await fixture.converge(sources: ["a", "b"]) == .asDesired)
        let owners = Dictionary(
            try await fixture.store.objects().map { ($0.identity.name, $0.source) }, uniquingKeysWith: { $1 })
        #expect(owners == ["a": "a", "pool-a": "a", "b": "b", "pool-b": "b"])
        for name in ["a", "b"] {
            #expect(try await fixture.store.source(named: name)?.convergedRevision != nil)
        }
        #expect(fixture.events.all.contains { $0.reason == .newRevision && $0.message.hasPrefix("b: main@") })
    }

    @Test func pruningStaysWithinASourceAndAStaleOneStopsNothingOfAnother() async throws {
        let fixture = try await Self.fixture()
        _ = try await fixture.converge(sources: ["a", "b"])
        fixture.breakSource("connection refused", "a")
        fixture.commit(["pool.yaml": nil, "new.yaml": Self.pool("new", in: "b")], in: "b")
        #expect(try await fixture.converge(sources: ["a", "b"]) == .couldNotCheck)
        #expect(try await names(fixture) == ["a", "b", "new", "pool-a"])
        let health = try await fixture.store.source(named: "a")?.status.conditions.first { $0.type == .fetched }
        #expect(health?.status == .no && health?.message == "connection refused")
        #expect(try await fixture.store.source(named: "b")?.status.conditions.allSatisfy { $0.status == .yes } == true)

        fixture.breakSource(nil, "a")
        #expect(try await fixture.converge(sources: ["a", "b"]) == .asDesired)
    }

    @Test func aSourceThatWasNeverReadHoldsUpNoOther() async throws {
        let fixture = try await Self.fixture()
        fixture.breakSource("no such host", "a")
        #expect(try await fixture.converge(sources: ["a", "b"]) == .couldNotCheck)
        #expect(try await names(fixture) == ["b", "pool-b"])
        #expect(try await fixture.store.source(named: "b")?.convergedRevision != nil)
        #expect(try await fixture.store.source(named: "a")?.convergedRevision == nil)
    }

    @Test func theSameObjectInTwoSourcesIsAnErrorOfTheLaterThatNamesBothPlaces() async throws {
        let fixture = try await Self.fixture()
        _ = try await fixture.converge(sources: ["a", "b"])
        fixture.commit(["stolen.yaml": Self.environment("a")], in: "b")
        #expect(try await fixture.converge(sources: ["a", "b"]) == .notAsDesired)
        let told = fixture.events.all.filter { $0.reason == .invalidManifests }.map(\.message)
        #expect(told.count == 1, "\(told)")
        #expect(
            told.first?.contains("stolen.yaml:") == true && told.first?.contains("source `a` (env.yaml:1:1)") == true,
            "\(told)")
        #expect(try await fixture.store.objects().first { $0.identity.name == "a" }?.source == "a")
        #expect(await fixture.cloud.instances.count == 2)
    }

    @Test func objectsOfASourceThatIsNoLongerConfiguredAreKeptUntilTheyAreTakenDown() async throws {
        let fixture = try await Self.fixture()
        _ = try await fixture.converge(sources: ["a", "b"])
        #expect(try await fixture.converge(sources: ["b"]) == .notAsDesired)
        #expect(await fixture.cloud.instances.count == 2)
        let orphan = try #require(try await fixture.store.objects().first { $0.identity.name == "pool-a" })
        #expect(orphan.status.condition(.ready)?.reason == .orphanedSource)
        #expect(orphan.status.summary == "orphaned source `a`")
        #expect(
            try await fixture.store.source(named: "a")?.status.conditions.map(\.reason) == [.orphanedSource])

        let teardown = Teardown(
            installation: fixture.identity.installation, store: fixture.store, providers: [fixture.cloud], source: "a")
        let report = try await teardown.run { _ in }
        #expect(report.deleted.map(\.tags.object.name) == ["pool-a"])
        #expect(try await names(fixture) == ["b", "pool-b"])
        #expect(try await fixture.store.source(named: "a") == nil)
        #expect(try await fixture.converge(sources: ["b"]) == .asDesired)
    }

    @Test func anOrphanThatIsConfiguredAgainGoesOnAsBefore() async throws {
        let fixture = try await Self.fixture()
        _ = try await fixture.converge(sources: ["a", "b"])
        _ = try await fixture.converge(sources: ["b"])
        #expect(try await fixture.converge(sources: ["a", "b"]) == .asDesired)
        #expect(await fixture.cloud.created.count == 2)
    }

    @Test func aHintIsAnsweredAtOnceAndManyHintsByFewLooks() async throws {
        let fixture = try await Self.fixture()
        let controller = fixture.controller(once: false, sources: ["a", "b"], interval: .seconds(3_600)).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { await controller.revision(of: "a") != nil })
        #expect(await eventually { await controller.revision(of: "b") != nil })
        let before = try #require(await controller.revision(of: "b"))

        fixture.commit(["more.yaml": Self.pool("more", in: "b")], in: "b")
        for _ in 0..<1_000 { #expect(controller.hint(source: "b")) }
        #expect(await eventually { await controller.revision(of: "b") != before })
        #expect(await eventually { await fixture.cloud.instances.count == 3 })
        #expect(!controller.hint(source: "nobody"))
        // The first look, the one that the hints asked for, and at most one for hints that came while it was made.
        #expect(fixture.reads(of: "b") <= 3 && fixture.reads(of: "a") == 1)
        await controller.stop()
        _ = try await running.value
    }
}
