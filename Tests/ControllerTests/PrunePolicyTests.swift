import Access
import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// Budget, approval, protection, Retain and updates through the whole loop, with a cloud in memory.
struct PrunePolicyTests {
    private func pools(_ numbers: Range<Int>, _ text: (String) -> String? = { ExampleManifests.pool($0, replicas: 0) })
        -> [String: String?]
    {
        Dictionary(uniqueKeysWithValues: numbers.map { ("p\($0).yaml", text("p\($0)")) })
    }

    private func without(_ numbers: Range<Int>) -> [String: String?] { pools(numbers) { _ in nil } }

    private func started(_ count: Int = 12) async throws -> ControllerFixture {
        let fixture = try await ControllerFixture()
        fixture.commit(pools(0..<count).merging(["env.yaml": ExampleManifests.environment]) { $1 })
        #expect(try await fixture.converge() == .asDesired)
        return fixture
    }

    /// Breaks when `PruneLedger.enter` does not write to the store, or `restorePruning` does not read it.
    @Test("what went is remembered over a restart, so that a second small commit is held")
    func ledger() async throws {
        let fixture = try await started()
        fixture.commit(without(0..<3))
        #expect(try await fixture.converge() == .asDesired)
        #expect(try await fixture.store.prunes(since: .distantPast).count == 3)
        fixture.commit(without(3..<6))
        #expect(try await fixture.converge() == .notAsDesired)
        #expect(try await fixture.store.objects().count == 10)
        let held = fixture.events.all.filter { $0.reason == .pruneHeld }
        #expect(
            held.last?.message.contains("6 would go in Environment/dev within 1h, which began with 0") == true,
            "\(held)")
    }

    /// Breaks when `PruneLedger.enter` tells the controller nothing.
    @Test("what went is remembered while the controller runs, too")
    func memory() async throws {
        let fixture = try await started()
        let running = try await RunningController(fixture)
        fixture.commit(without(0..<3))
        #expect(await eventually { await running.controller.objects().count == 10 })
        fixture.commit(without(3..<6))
        #expect(await eventually { await running.controller.currentPlan.held.count == 3 })
        #expect(await running.controller.objects().count == 10)
        try await running.stop()
    }

    @Test("an approval survives a restart, is spent on what it names, and leaves the budget as it was")
    func approval() async throws {
        let fixture = try await started()
        fixture.commit(without(0..<8))
        #expect(try await fixture.converge() == .notAsDesired)
        let running = fixture.controller(once: false).controller
        try await running.restore()
        let loop = Task { try await running.run() }
        #expect(await eventually { await running.currentPlan.approval != nil })
        let hash = try #require(await running.currentPlan.approval)
        await #expect(throws: ApprovalError.unknown("00000000")) { try await running.approve("00000000", by: "ana") }
        await #expect(throws: ApprovalError.notAHash("12")) { try await running.approve("12", by: "ana") }
        let given = try await running.approve(hash.approvalText.uppercased(), by: "ana")
        #expect(given.targets.count == 8 && given.hash == hash)
        #expect(await eventually { (try? await fixture.store.objects().count) == 5 })
        await running.stop()
        _ = try await loop.value
        #expect(try await fixture.store.approvals().map(\.hash) == [hash])
        #expect(try await fixture.store.prunes(since: .distantPast).allSatisfy { $0.approval == hash })
        fixture.commit(without(8..<10))
        #expect(try await fixture.converge() == .asDesired, "what was approved uses up no budget")
    }

    @Test("protection ends with a commit that has converged without it, not before")
    func protection() async throws {
        let fixture = try await started(2)
        let kept = ExampleManifests.pool("p0", replicas: 1).replacing(
            "name: p0 }", with: "name: p0, annotations: { rondo.dev/prune: disabled } }")
        fixture.commit(["p0.yaml": kept])
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.instances.values.map(\.tags.protected) == [true])
        // The commit without it makes something that is held, so that the next one comes before it has converged.
        let gate = Gate()
        await fixture.cloud.holdCreations(at: gate)
        let running = fixture.controller(once: false).controller
        try await running.restore()
        let loop = Task { try await running.run() }
        fixture.commit([
            "p0.yaml": ExampleManifests.pool("p0", replicas: 1),
            "slow.yaml": ExampleManifests.pool("slow", replicas: 9),
        ])
        #expect(
            await eventually {
                (try? await fixture.store.objects().first { $0.identity.name == "p0" }?.declared.annotations) == [:]
            })
        fixture.commit(["p0.yaml": nil])
        #expect(await eventually { await running.currentPlan.held.contains { $0.held == .protected } })
        await running.stop()
        await gate.open()
        _ = try await loop.value
        #expect(try await fixture.store.objects().contains { $0.identity.name == "p0" })

        fixture.commit(["p0.yaml": ExampleManifests.pool("p0", replicas: 1)])
        #expect(try await fixture.converge() == .asDesired)
        fixture.commit(["p0.yaml": nil])
        #expect(try await fixture.converge() == .asDesired)
        #expect(try await !fixture.store.objects().contains { $0.identity.name == "p0" })
    }

    @Test("Retain releases what leaves, what is too much, and what `down` finds")
    func retain() async throws {
        let fixture = try await started(1)
        func kept(_ replicas: Int) -> String {
            ExampleManifests.pool("kept", replicas: replicas).replacing(
                "replicas: \(replicas)", with: "replicas: \(replicas), deletionPolicy: Retain")
        }
        fixture.commit(["kept.yaml": kept(3)])
        #expect(try await fixture.converge() == .asDesired)
        fixture.commit(["kept.yaml": kept(2)])
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.released.count == 1)
        #expect(await fixture.cloud.instances.count == 2)
        fixture.commit(["kept.yaml": nil])
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.released.count == 3)
        #expect(await fixture.cloud.ended.isEmpty)
        fixture.commit(["kept.yaml": kept(1)])
        #expect(try await fixture.converge() == .asDesired)
        let report = try await Teardown(
            installation: fixture.identity.installation, store: fixture.store, providers: [fixture.cloud]
        ).run { _ in }
        #expect(report.released.count == 1 && report.left.isEmpty && report.deleted.isEmpty)
        #expect(await fixture.cloud.released.count == 4)
    }

    @Test("a change goes in place where the provider can, else a new instance comes first")
    func updates() async throws {
        let fixture = try await started(0)
        func pool(_ worker: String, _ more: String = "") -> String {
            ExampleManifests.pool(replicas: 2).replacing("replicas: 2", with: "replicas: 2, worker: \(worker)\(more)")
        }
        fixture.commit(["pool.yaml": pool("{ capabilities: [a] }")])
        #expect(try await fixture.converge() == .asDesired)
        fixture.commit(["pool.yaml": pool("{ capabilities: [b] }")])
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.created.count == 2)
        #expect(await fixture.cloud.updates.count == 2)
        fixture.commit(["pool.yaml": pool("{ capabilities: [b], slots: 2 }")])
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.created.count == 4)
        #expect(await fixture.cloud.updates.count == 2)
        #expect(await fixture.cloud.ended.count == 2)
        #expect(await fixture.cloud.most == 3)
        fixture.commit(["pool.yaml": pool("{ capabilities: [c], slots: 2 }", ", updatePolicy: Replace")])
        #expect(try await fixture.converge() == .asDesired)
        #expect(await fixture.cloud.created.count == 6)
        #expect(await fixture.cloud.instances.count == 2)
        #expect(try await fixture.store.prunes(since: .distantPast).isEmpty, "nothing was lost by it")
    }
}
