import Controller
import Model
import TestSupport
import Testing

/// A deletion that was planned while the source could be read ends with that.
struct StalePruningTests {
    /// Lets nothing end before the gate is open.
    private struct Slow: CloudProvider {
        let cloud: FakeCloudProvider
        let gate: Gate
        let asked: Recorder<InstanceID>
        let name = ProviderName.local
        var changesInPlace: Set<InstanceField> { cloud.changesInPlace }

        func create(_ request: InstanceRequest) async throws -> ObservedInstance { try await cloud.create(request) }
        func list(installation: InstallationID) async throws -> [ObservedInstance] {
            try await cloud.list(installation: installation)
        }
        func start(_ id: InstanceID) async throws { await cloud.start(id) }
        func stop(_ id: InstanceID) async throws { await cloud.stop(id) }
        func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
            try await cloud.update(id, update)
        }
        func release(_ id: InstanceID) async throws { await cloud.release(id) }
        func terminate(_ id: InstanceID) async throws {
            asked.record(id)
            await gate.wait()
            await cloud.terminate(id)
        }
    }

    /// Breaks when `isCurrent` in `Controller` leaves out `isKnown`.
    @Test("When the source is lost between two deletions of one plan, the second is not made")
    func stops() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 3)])
        #expect(try await fixture.converge() == .asDesired)
        let slow = Slow(cloud: fixture.cloud, gate: Gate(), asked: Recorder())
        let controller = fixture.controller(once: false, provider: slow).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        fixture.commit(["pool.yaml": nil])
        #expect(await eventually { slow.asked.all.count == 1 })
        fixture.breakSource("no network")
        #expect(
            await eventually {
                await controller.sourceStatuses.first?.conditions.contains { $0.type == .ready && $0.status == .no }
                    == true
            })
        await slow.gate.open()
        #expect(await eventually { await fixture.cloud.instances.count == 2 })
        #expect(await eventually { await controller.currentPlan.held.count == 3 })
        #expect(await fixture.cloud.instances.count == 2 && slow.asked.all.count == 1)
        fixture.breakSource(nil)
        #expect(await eventually { await fixture.cloud.instances.isEmpty })
        await controller.stop()
        _ = try await running.value
    }
}
