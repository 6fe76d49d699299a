import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// Schedules of resources in a controller that runs.
struct UptimeTests {
    /// Broken by: in `CloudResourceReconciler.stop`, leave out `savePlannedStop` and `.stopped(id, isPlanned: true)`.
    @Test("Instances are stopped outside of their hours and started again, under any drift policy and over a restart")
    func stopsAndStarts() async throws {
        // 2027-01-15 08:00 UTC, a Friday.
        let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))
        let fixture = try await ControllerFixture()
        let pool = ExampleManifests.pool(replicas: 2).replacing(
            "replicas: 2", with: "replicas: 2, drift: report, schedule: { start: \"07:00\", stop: \"20:00\" }")
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": pool])
        let first = try await RunningController(fixture, clock: clock)
        #expect(await first.settles())
        #expect(await fixture.cloud.instances.values.map(\.state) == [.running, .running])
        clock.advance(by: 12 * 3_600)
        #expect(await eventually { await fixture.cloud.instances.values.allSatisfy { $0.state == .stopped } })
        #expect(await first.settles())
        #expect(await first.controller.progress.exit == 0)
        #expect(await first.status(of: "pool")?.condition(.ready)?.reason == .scheduledDown)
        try await first.stop()

        let second = try await RunningController(fixture, clock: clock)
        #expect(await second.settles())
        #expect(await fixture.cloud.created.count == 2)
        clock.advance(by: 11 * 3_600)
        #expect(await eventually { await fixture.cloud.instances.values.allSatisfy { $0.state == .running } })
        #expect(await second.settles())
        #expect(try await fixture.store.plannedStops() == [])
        #expect(try await second.controller.drift(resolvedSince: .distantPast) == [])
        try await second.stop()
        #expect(!fixture.reasons(of: "pool").contains(.driftDetected))
        #expect(!fixture.reasons(of: "pool").contains(.instanceDeleted))
    }
}
