import Access
import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// The loop with a cloud in memory: what it does about each sort of trouble.
struct ControllerTests {
    private static let files: [String: String?] = [
        "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(),
    ]

    @Test func convergesCreatesOnceAndStaysStill() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(Self.files)
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.instances.count == 2)
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.created.count == 2)
        #expect(try await fixture.store.openIntents().isEmpty)
        #expect(try await fixture.store.source(named: "default")?.convergedRevision != nil)
    }

    /// Breaks when `adopt` of `InstanceObserver` does nothing.
    @Test func aLostAnswerIsSettledWithTheSameToken() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        await fixture.cloud.fail(next: .answerLost)
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.created.count == 1)
        #expect(await fixture.cloud.instances.count == 1)
        #expect(try await fixture.store.openIntents().isEmpty)
    }

    /// What made nothing for certain is over with its token: clouds refuse it to a try that differs.
    @Test func aRefusedCreationIsTriedAgainAsAnotherIncarnation() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        await fixture.cloud.fail(next: .refused("no capacity"))
        #expect(try await fixture.converge() == .asDesired)
        let request = try #require(await fixture.cloud.created.first)
        #expect(request.tags.incarnation == 2)
        #expect(fixture.reasons(of: "pool").contains(.actionFailed))
    }

    /// Breaks when `openIntent` takes the highest incarnation instead of one more.
    @Test func aLostInstanceIsMadeAgainAsAnotherIncarnation() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        _ = try await fixture.converge()
        await fixture.cloud.lose(InstanceID(rawValue: "fake-1"))
        _ = try await fixture.converge()
        let requests = await fixture.cloud.created
        #expect(requests.map(\.tags.incarnation) == [1, 2])
        #expect(requests[0].token != requests[1].token)
        #expect(fixture.reasons(of: "pool").contains(.instanceLost))
    }

    @Test func workThatEndsWhileAPassIsUnderWayIsNotDoneAgain() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment])
        for number in 0..<40 {
            fixture.commit(["pool\(number).yaml": ExampleManifests.pool("pool\(number)", replicas: 1)])
        }
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.created.count == 40)
        let applied = fixture.events.all.filter { $0.reason == .applied }.compactMap(\.object)
        #expect(applied.count == 41 && Set(applied).count == 41)
    }

    @Test func aStaleSourceHealsAndExitsTwo() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(Self.files)
        _ = try await fixture.converge()
        fixture.breakSource("connection refused")
        await fixture.cloud.lose(InstanceID(rawValue: "fake-1"))
        #expect(try await fixture.converge() == .couldNotCheck)
        #expect(await fixture.cloud.instances.count == 2)
        let status = try await fixture.store.source(named: "default")?.status
        #expect(status?.conditions.contains { $0.type == .fetched && $0.message == "connection refused" } == true)
        #expect(status?.revision != nil)
    }

    @Test func anUnknownSourceDoesNothing() async throws {
        let fixture = try await ControllerFixture()
        fixture.breakSource("no such repository")
        #expect(try await fixture.converge() == .couldNotCheck)
        #expect(try await fixture.store.objects().isEmpty)
    }

    @Test func objectsThatLeaveGitAreTornDownInReverseOrder() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(
            Self.files.merging(["other.yaml": ExampleManifests.environment.replacing("dev }", with: "keep }")]) { $1 })
        _ = try await fixture.converge()
        fixture.commit(["env.yaml": nil, "pool.yaml": nil])
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.instances.isEmpty)
        #expect(try await fixture.store.objects().map(\.identity.name) == ["keep"])
        let pruned = fixture.events.all.filter { $0.reason == .pruned }.compactMap(\.object?.name)
        #expect(pruned == ["pool", "dev"])
        #expect(await fixture.mocks.served().count == 1)
    }

    @Test func productionIsNeverPruned() async throws {
        let fixture = try await ControllerFixture()
        let production = """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: dev }
            spec: { type: prod, services: { shop: { url: "http://127.0.0.1:9" } } }
            """
        let keep = ExampleManifests.environment.replacing("dev }", with: "keep }")
        fixture.commit(["env.yaml": production, "pool.yaml": ExampleManifests.pool(), "keep.yaml": keep])
        _ = try await fixture.converge()
        fixture.commit(["env.yaml": nil, "pool.yaml": nil])
        #expect(try await fixture.converge() == .notAsDesired)
        #expect(await fixture.cloud.instances.count == 2)
    }

    @Test func oneFailingObjectDoesNotHoldUpTheOthers() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment])
        // So seldom that both creations come before the provider is left alone.
        let controller = fixture.controller(once: false, observeInterval: .seconds(2)).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { fixture.reasons(of: "dev").contains(.servicesServed) })
        await fixture.cloud.failLists(with: "throttled")
        await fixture.cloud.fail(next: .refused("quota"))
        fixture.commit([
            "a.yaml": ExampleManifests.pool("a", replicas: 1), "b.yaml": ExampleManifests.pool("b", replicas: 1),
        ])
        #expect(await eventually { await fixture.cloud.instances.count == 1 }, "\(fixture.events.all)")
        #expect(
            await eventually { fixture.events.all.contains { $0.object == nil && $0.message.contains("throttled") } })
        // A provider that fails again and again is left alone for a while, for all objects.
        await fixture.cloud.failLists(with: nil)
        #expect(await eventually { await fixture.cloud.instances.count == 2 }, "\(fixture.events.all)")
        await controller.stop()
        _ = try await running.value
    }

    @Test("Nothing is made at a provider whose instances can't be listed: they may exist already")
    func unseenProvider() async throws {
        let first = try await ControllerFixture()
        first.commit(Self.files)
        _ = try await first.converge()
        let second = try await ControllerFixture(cloud: first.cloud)
        second.commit(Self.files)
        await second.cloud.failLists(with: "throttled")
        #expect(try await second.converge() == .couldNotCheck)
        #expect(await first.cloud.created.count == 2)
        let told = second.events.all.filter { $0.reason == .actionFailed }.map(\.message)
        #expect(told.contains { $0.contains("cannot look at the instances: throttled") }, "\(told)")
        #expect(try await second.store.objects().count == 2, "what needs no provider goes on")
    }

    /// Breaks when `take` of `Controller+Looking` passes over instances that were not known.
    @Test func anAdoptedInstanceKeepsItsOrdinalAfterTheStoreWasLost() async throws {
        let first = try await ControllerFixture()
        first.commit(Self.files)
        _ = try await first.converge()
        await first.cloud.lose(InstanceID(rawValue: "fake-1"))
        _ = try await first.converge()
        for name in ["control.db", "control.db-wal", "control.db-shm"] {
            try? FileManager.default.removeItem(at: first.directory.url.appending(path: name))
        }
        let second = try await ControllerFixture(directory: first.directory, cloud: first.cloud)
        second.commit(Self.files)
        #expect(try await second.converge() == .asDesired)
        #expect(await first.cloud.created.count == 3)
        await first.cloud.lose(InstanceID(rawValue: "fake-3"))
        _ = try await second.converge()
        #expect(await first.cloud.created.last?.tags.incarnation == 3, "an adopted incarnation is never used again")
    }

    @Test func anObjectOfAnotherSourceIsAnErrorForTheLater() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(Self.files)
        #expect(try await fixture.converge(source: "first") == .asDesired)
        #expect(try await fixture.converge(source: "second") == .notAsDesired)
        #expect(await fixture.cloud.created.count == 2)
        #expect(await fixture.cloud.instances.count == 2)
    }

    /// Breaks when `isCurrent` says true.
    @Test func workForAnOlderCommitEndsAtItsNextSafePoint() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 12)])
        let gate = Gate()
        await fixture.cloud.holdCreations(at: gate)
        let controller = fixture.controller(once: false).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { await gate.arrivals == 1 })
        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 1)])
        #expect(
            await eventually {
                await controller.revision(of: "default")?.commit == ControllerFixture.commitID(2)
            })
        await gate.open()
        #expect(
            await eventually {
                let instances = await fixture.cloud.instances.count
                let converged = try? await fixture.store.source(named: "default")?.convergedRevision
                return instances == 1 && converged != nil
            })
        #expect(await fixture.cloud.created.count < 12)
        await controller.stop()
        _ = try await running.value
    }

    @Test func aCreationThatFailsForGoodEndsOnceWithTwo() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        for _ in 0..<20 { await fixture.cloud.fail(next: .refused("no capacity")) }
        #expect(try await fixture.converge() == .couldNotCheck)
        #expect(await fixture.cloud.instances.isEmpty)
        #expect(try await fixture.store.openIntents().isEmpty)
    }

    @Test func downLeavesWhatTheManifestProtectsNow() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(Self.files)
        _ = try await fixture.converge()
        let kept = ExampleManifests.pool().replacing(
            "{ name: pool }", with: "{ name: pool, annotations: { rondo.dev/prune: disabled } }")
        fixture.commit(["pool.yaml": kept])
        _ = try await fixture.converge()
        let teardown = Teardown(
            installation: fixture.identity.installation, store: fixture.store, providers: [fixture.cloud])
        let report = try await teardown.run { _ in }
        #expect(report.deleted.isEmpty && report.left.count == 2)
        #expect(report.left.allSatisfy { $0.reason.contains("rondo.dev/prune") })
        #expect(try await fixture.store.objects().map(\.identity.name) == ["pool"])
    }
}
