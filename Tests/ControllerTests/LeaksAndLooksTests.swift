import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Controller

/// Unmanaged instances, which end only when somebody says so, and looks that somebody asks for.
struct LeaksAndLooksTests {
    private static let pool = ExampleManifests.pool(replicas: 2)

    /// A world whose store was lost after its pool had left git: the instances carry the tag of an object nobody knows.
    private func leaking() async throws -> (fixture: ControllerFixture, controller: Controller) {
        let first = try await ControllerFixture()
        first.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": Self.pool])
        #expect(try await first.converge() == .asDesired)
        try await Self.forgetPool(in: first.store)
        first.commit(["pool.yaml": nil])
        let controller = first.controller(once: false, observeInterval: .seconds(3_600)).controller
        try await controller.restore()
        return (first, controller)
    }

    /// Neither the object is known any more nor what git last said.
    private static func forgetPool(in store: Store) async throws {
        try await store.deleteObject(ObjectIdentity(kind: .cloudResource, name: "pool"))
        try await store.deleteSource("default")
    }

    @Test("A look is made at once when somebody asks, long before its time")
    func looks() async throws {
        let (fixture, controller) = try await leaking()
        let running = Task { try await controller.run() }
        // The source has been read then.
        #expect(await eventually { await controller.sourceStatuses.first?.revision != nil })
        try await controller.look()
        #expect(await controller.leaks().count == 2)
        let victim = try #require(await controller.leaks().first)
        await fixture.cloud.lose(victim.id)
        try await controller.look()
        #expect(await controller.leaks().count == 1)
        await fixture.cloud.failLists(with: "no network")
        await #expect(throws: FakeCloudProvider.FakeFailure.self) { try await controller.look() }
        await controller.stop()
        _ = try await running.value
        await #expect(throws: LookError.self) { try await controller.look() }
    }

    @Test("An unmanaged instance is deleted by its id alone, and nothing else is")
    func deletes() async throws {
        let (fixture, controller) = try await leaking()
        let running = Task { try await controller.run() }
        #expect(await eventually { await controller.sourceStatuses.first?.revision != nil })
        try await controller.look()
        let leaks = await controller.leaks()
        try #require(leaks.map(\.instance.tags.ordinal) == [0, 1])
        await #expect(throws: LeakError.none(InstanceID(rawValue: "i-1"))) {
            try await controller.deleteLeak(InstanceID(rawValue: "i-1"), force: true)
        }
        try await controller.deleteLeak(leaks[0].id, force: false)
        #expect(await fixture.cloud.instances.keys.map { $0 } == [leaks[1].id])
        #expect(try await fixture.store.instances().map(\.id) == [leaks[1].id])
        try await controller.look()
        #expect(await controller.leaks().map(\.id) == [leaks[1].id])
        #expect(try await fixture.store.resolvedDrift(since: .distantPast).first?.resolution?.by == .human)

        // An object that is declared again owns its instances, whatever the ledger says.
        fixture.commit(["pool.yaml": Self.pool])
        #expect(await eventually { await controller.objects().count == 2 })
        await #expect(throws: LeakError.none(leaks[1].id)) {
            try await controller.deleteLeak(leaks[1].id, force: true)
        }
        await controller.stop()
        _ = try await running.value
    }

    /// Breaks when `take` adopts only what `known` lacks: a look that failed half-way left it in memory alone.
    @Test("What a look found and a full disk kept from being written down is written down by the next look")
    func fullDisk() async throws {
        let disk = FillingDisk()
        let fixture = try await ControllerFixture(gate: disk)
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": Self.pool])
        #expect(try await fixture.converge() == .asDesired)
        let controller = fixture.controller(once: false, observeInterval: .seconds(3_600)).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        try await controller.look()
        let request = try #require(await fixture.cloud.created.first)
        let tags = InstanceTags(
            installation: request.tags.installation, object: ObjectIdentity(kind: .cloudResource, name: "gone"),
            ordinal: 0, incarnation: 1, specHash: request.tags.specHash)
        let found = try await fixture.cloud.create(
            InstanceRequest(token: UUID(), tags: tags, spec: request.spec, joinToken: nil))
        disk.fill()
        await #expect(throws: StoreError.self) { try await controller.look() }
        #expect(try await fixture.store.instances().count == 2)
        disk.free()
        #expect(
            await eventually {
                try? await controller.look()
                return ((try? await fixture.store.instances()) ?? []).contains { $0.id == found.id }
            })
        await controller.stop()
        _ = try await running.value
    }

    @Test("One whose object was protected needs force")
    func protected() async throws {
        let fixture = try await ControllerFixture()
        let pool = Self.pool.replacing(
            "{ name: pool }", with: "{ name: pool, annotations: { rondo.dev/prune: disabled } }")
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": pool])
        #expect(try await fixture.converge() == .asDesired)
        try await Self.forgetPool(in: fixture.store)
        fixture.commit(["pool.yaml": nil])
        let controller = fixture.controller(once: false).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { await controller.leaks().count == 2 })
        let id = try #require(await controller.leaks().first?.id)
        await #expect(throws: LeakError.protected(id)) { try await controller.deleteLeak(id, force: false) }
        try await controller.deleteLeak(id, force: true)
        #expect(await fixture.cloud.instances[id] == nil)
        await controller.stop()
        _ = try await running.value
    }
}
