import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// What a `ttl` ends, and what renewing does, in a controller that runs.
struct LifetimeTests {
    private static let environment = ExampleManifests.environment.replacing("type: dev", with: "type: dev\n  ttl: 1h")

    /// Broken by: in `Declarations.apply`, leave out `lived`.
    @Test("After its ttl an environment is empty and shown Expired; renewed, it comes back")
    func expires() async throws {
        let clock = ManualClock()
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": Self.environment, "pool.yaml": ExampleManifests.pool(replicas: 2)])
        let running = try await RunningController(fixture, clock: clock)
        #expect(await running.settles())
        #expect(await running.status(of: "dev")?.expires == clock.now().addingTimeInterval(3_600))
        clock.advance(by: 3_600)
        #expect(await eventually { await fixture.cloud.instances.isEmpty })
        #expect(await eventually { await fixture.mocks.served().isEmpty })
        #expect(await running.settles())
        #expect(await running.controller.progress.exit == ExitStatus.notAsDesired.rawValue)
        #expect(await running.status(of: "dev")?.condition(.expired)?.status == .yes)
        #expect(await running.status(of: "pool")?.condition(.expired)?.status == .yes)
        #expect(try await fixture.store.objects().count == 2)
        try await running.stop()

        // A restart renews nothing.
        let second = try await RunningController(fixture, clock: clock)
        #expect(await second.settles())
        #expect(await fixture.cloud.instances.isEmpty)
        await #expect(throws: DirectiveError.noLifetime(.pool, environment: .dev)) {
            _ = try await second.controller.renew(.pool, for: nil, author: nil)
        }
        let until = try await second.controller.renew(.dev, for: .minutes(5), author: "ana")
        #expect(until == clock.now().addingTimeInterval(300))
        #expect(await eventually { await fixture.cloud.instances.count == 2 })
        #expect(await second.settles())
        #expect(await second.status(of: "dev")?.condition(.expired) == nil)
        clock.advance(by: 301)
        #expect(await eventually { await fixture.cloud.instances.isEmpty })

        // So does a commit that changes its spec, and one that takes the ttl away.
        fixture.commit(["env.yaml": Self.environment.replacing("1h", with: "2h")])
        #expect(await eventually { await fixture.cloud.instances.count == 2 })
        fixture.commit(["env.yaml": ExampleManifests.environment])
        #expect(await eventually { await second.controller.observed.lifetimes == [] })
        #expect(try await fixture.store.lifetimes() == [])
        await #expect(throws: DirectiveError.noLifetime(.dev, environment: nil)) {
            _ = try await second.controller.renew(.dev, for: nil, author: nil)
        }
        try await second.stop()
        let reasons = fixture.reasons(of: "dev")
        #expect(reasons.contains(.expired) && reasons.contains(.renewed))
    }

    /// Broken by: in `Controller.renew`, leave out `veto()`.
    @Test("What is renewed while it is being deleted keeps the rest of its instances")
    func renewedWhileItEnds() async throws {
        let clock = ManualClock()
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": Self.environment, "pool.yaml": ExampleManifests.pool(replicas: 3)])
        let running = try await RunningController(fixture, clock: clock)
        #expect(await running.settles())
        let gate = Gate()
        await fixture.cloud.holdEnds(at: gate)
        clock.advance(by: 3_600)
        #expect(await eventually { await gate.arrivals == 1 })
        _ = try await running.controller.renew(.dev, for: nil, author: "ana")
        await gate.open()
        #expect(await running.settles())
        #expect(await fixture.cloud.ended.count == 1)
        #expect(await fixture.cloud.instances.count == 3)
        try await running.stop()
    }
}
