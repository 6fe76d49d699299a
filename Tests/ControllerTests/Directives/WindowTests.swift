import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// Sync windows in a controller that runs.
struct WindowTests {
    /// Broken by: in `Facts.closure(of:)`, return nil.
    @Test("A change waits until a window opens, and that is told; what was lost is healed meanwhile")
    func waits() async throws {
        // 2027-01-15 08:00 UTC.
        let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))
        let fixture = try await ControllerFixture()
        let environment = ExampleManifests.environment.replacing(
            "type: dev", with: "type: dev\n  syncWindows: [{ allow: true, cron: \"0 7 * * *\", duration: 2h }]")
        fixture.commit(["env.yaml": environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let running = try await RunningController(fixture, clock: clock)
        #expect(await running.settles())
        #expect(await fixture.cloud.instances.count == 1)
        clock.advance(by: 3_600)
        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 3)])
        #expect(await eventually { fixture.reasons(of: "pool").contains(.syncWindowClosed) })
        #expect(await running.settles())
        #expect(await running.controller.progress.exit == ExitStatus.notAsDesired.rawValue)
        #expect(await fixture.cloud.instances.count == 1)
        #expect(try await fixture.store.source(named: "default")?.convergedRevision?.commit.short == "0001000")

        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 1)])
        #expect(await eventually { await running.controller.progress.exit == 0 })
        await fixture.cloud.lose(InstanceID(rawValue: "fake-1"))
        #expect(await eventually { await fixture.cloud.created.count == 2 })

        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 2)])
        #expect(await eventually { await running.status(of: "pool")?.pausedUntil != nil })
        clock.advance(by: 22 * 3_600)
        #expect(await eventually { await fixture.cloud.instances.count == 2 })
        try await running.stop()
        #expect(fixture.reasons(of: "pool").contains(.syncWindowOpened))
    }
}
