import Controller
import Foundation
import Model
import Scheduling
import Store
import TestSupport
import Testing

/// Schedules in the loop: it sleeps until a slot, and a restart neither repeats nor loses one.
struct ScheduledSuiteTests {
    private static let suite = """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: nightly }
        spec:
          environments: [dev]
          on: [manual]
          schedule: { frequency: daily, time: "02:00", timeZone: Europe/Berlin }
          tests: [{ name: a, command: { run: ["true"] } }]

        """

    /// Runs a controller until the condition holds, then stops it.
    private func run(
        _ fixture: ControllerFixture, _ clock: ManualClock, interval: Duration = .milliseconds(20),
        _ whileRunning: (Controller, ControllerServices) async throws -> Void
    ) async throws {
        let (controller, services) = fixture.controller(
            once: false, interval: interval, observeInterval: interval, clock: clock)
        try await controller.restore()
        let running = Task { try await controller.run() }
        do {
            try await whileRunning(controller, services)
        } catch {
            await controller.stop()
            throw error
        }
        await controller.stop()
        _ = try await running.value
    }

    @Test("nothing rings, and yet the run starts when its slot comes; a restart does not start it again")
    func aSlotComes() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "suite.yaml": Self.suite])
        let slot = try Date("2026-11-28T01:00:00Z", strategy: .iso8601)
        let clock = ManualClock(slot.addingTimeInterval(-2))
        // The source and the instances are not looked at again while this test runs.
        try await run(fixture, clock, interval: .seconds(3_600)) { controller, services in
            let counts = try await eventually { try await !fixture.store.schedules().isEmpty }
            #expect(counts)
            #expect(await eventually { await controller.objects().contains { $0.status.due?.time == slot } })
            #expect(await services.dispatcher.activeRuns().isEmpty)
            clock.advance(by: 3)
            #expect(await eventually { await services.dispatcher.activeRuns().count == 1 })
        }
        let run = try #require(try await fixture.store.schedules().first)
        #expect(run.since == slot.addingTimeInterval(-2))
        clock.advance(by: 60)
        try await self.run(fixture, clock) { controller, services in
            #expect(await eventually { await controller.currentPlan.revision != nil })
            #expect(await services.dispatcher.activeRuns().count == 1)
        }
        #expect(fixture.reasons(of: "nightly").filter { $0 == .runStarted }.count == 1)
    }

    @Test("a slot that came while no controller ran is made up for once")
    func downtime() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "suite.yaml": Self.suite])
        let clock = ManualClock(try Date("2026-11-27T12:00:00Z", strategy: .iso8601))
        try await run(fixture, clock) { _, _ in
            let counts = try await eventually { try await !fixture.store.schedules().isEmpty }
            #expect(counts)
        }
        clock.advance(by: 3 * 86_400)
        try await run(fixture, clock) { _, services in
            #expect(await eventually { await services.dispatcher.activeRuns().count == 1 })
        }
        #expect(fixture.reasons(of: "nightly").filter { $0 == .runStarted }.count == 1)
    }
}
