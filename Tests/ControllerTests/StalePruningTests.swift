import Controller
import Model
import TestSupport
import Testing

/// A deletion that was planned while the source could be read ends with that.
struct StalePruningTests {
    /// Breaks when `isCurrent` in `Controller` leaves out `isKnown`.
    @Test("When the source is lost between two deletions of one plan, the second is not made")
    func stops() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 3)])
        #expect(try await fixture.converge() == .asDesired)
        let gate = Gate()
        await fixture.cloud.holdEnds(at: gate)
        let controller = fixture.controller(once: false).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        fixture.commit(["pool.yaml": nil])
        #expect(await eventually { await gate.arrivals == 1 })
        fixture.breakSource("no network")
        #expect(
            await eventually {
                await controller.sourceStatuses.first?.conditions.contains { $0.type == .ready && $0.status == .no }
                    == true
            })
        await gate.open()
        #expect(await eventually { await fixture.cloud.instances.count == 2 })
        #expect(await eventually { await controller.currentPlan.held.count == 3 })
        #expect(await fixture.cloud.instances.count == 2)
        #expect(await fixture.cloud.ended.count == 1)
        fixture.breakSource(nil)
        #expect(await eventually { await fixture.cloud.instances.isEmpty })
        await controller.stop()
        _ = try await running.value
    }
}
