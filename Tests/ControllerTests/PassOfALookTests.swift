import Controller
import Foundation
import Model
import Store
import Synchronization
import TestSupport
import Testing

/// A look at the source that ends while a pass is under way.
struct PassOfALookTests {
    /// Keeps whoever asks for the time until it is released.
    private final class HeldClock: WallClock {
        private let held = Mutex(0)
        private let turn = DispatchSemaphore(value: 0)

        var holdsSomebody: Bool { held.withLock { $0 > 0 } }

        func now() -> Date {
            held.withLock { $0 += 1 }
            turn.wait()
            turn.signal()
            return Date()
        }

        func release() { turn.signal() }
    }

    private static let rule = """
        apiVersion: rondo.dev/v1
        kind: AlertRule
        metadata: { name: rule }
        spec: { metric: run.pass_rate, condition: lt, threshold: 1 }

        """

    @Test("It is the next pass's: nothing that was planned before it counts as what it wants")
    func isJudgedByTheNextPass() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "rule.yaml": Self.rule])
        #expect(try await fixture.converge() == .asDesired)
        let first = try #require(try await fixture.store.source(named: "default")?.convergedRevision)
        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 1)])

        // The pass that plans from what was stored waits for the monitor, which waits for its clock.
        let clock = HeldClock()
        let gate = Gate()
        let controller = fixture.controller(monitorClock: clock, readGate: gate).controller
        let running = Task {
            try await controller.restore()
            return try await controller.run()
        }
        #expect(
            await eventually {
                let planned = await controller.currentPlan.revision
                return clock.holdsSomebody && planned == first
            })
        await gate.open()
        #expect(await eventually { await controller.revision(of: "default") != first })
        clock.release()
        #expect(try await running.value == .asDesired)
        #expect(await fixture.cloud.instances.count == 1)
    }
}
