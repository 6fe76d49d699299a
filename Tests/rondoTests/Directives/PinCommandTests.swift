import Foundation
import Model
import TestSupport
import Testing

/// `rondo pin`, `unpin`, `wait` and `reconcile` with the real executable.
struct PinCommandTests {
    @Test("A pinned source stays where it is, says so everywhere, and `wait` fails at once")
    func pins() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let first = try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
        ])
        let run = try fixture.startController()
        // Until it listens there is nobody to ask.
        #expect(
            await eventually { (try? await fixture.rondo("wait", "--commit", first).exit) == 0 },
            "\(run.output) \(run.errors)")
        let second = try fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 2)])
        let waited = try await fixture.rondo("wait", "--commit", second)
        #expect(waited.exit == 0 && waited.output.contains("as desired: 2 of 2 objects ready at"), "\(waited)")
        #expect(fixture.workers().count == 2)
        // A commit that the one in force contains counts.
        #expect(try await fixture.rondo("wait", "--commit", first).exit == 0)

        let pinned = try await fixture.rondo(
            "pin", String(first.prefix(10)), "--reason", "two are too many", environment: ["USER": "ana"])
        #expect(pinned.exit == 0 && pinned.output.contains("is pinned at \(first.prefix(7)) by ana@"), "\(pinned)")
        #expect(await eventually { fixture.workers().count == 1 })
        let third = try fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 3)])
        let blocked = try await fixture.rondo("wait", "--commit", third)
        #expect(blocked.exit == 2 && blocked.errors.contains("two are too many"), "\(blocked)")
        #expect(fixture.workers().count == 1)
        for command in [["get"], ["get", "sources"], ["describe", "source/default"], ["events"]] {
            let shown = try await fixture.rondo(command)
            #expect(shown.output.contains("two are too many"), "\(command): \(shown)")
        }
        await fixture.stop(run)
        // A new process stays there too and says so at its end.
        let once = try fixture.startController(["--once"])
        #expect(await once.exitCode() == 0, "\(once.output) \(once.errors)")
        #expect(once.output.contains("! source default is pinned at \(first.prefix(7)) by ana"), "\(once.output)")
        #expect(fixture.workers().count == 1)

        let again = try fixture.startController()
        #expect(await eventually { (try? await fixture.rondo("unpin").exit) == 0 }, "\(again.errors)")
        #expect(try await fixture.rondo("wait", "--commit", third).exit == 0)
        #expect(fixture.workers().count == 3)
        let none = try await fixture.rondo("unpin")
        #expect(none.exit == 2 && none.errors.contains("is not pinned"), "\(none)")
        let unknown = try await fixture.rondo("pin", String(repeating: "a", count: 40), "--reason", "x")
        #expect(unknown.exit == 2 && unknown.errors.contains("can't be read"), "\(unknown)")
        await fixture.stop(again)
    }

    @Test("`wait` and `reconcile` exit 1 for what is not as desired and 2 at once for what is Stalled or never comes")
    func outcomes() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let failing = try fixture.commit(["suite.yaml": ExampleManifests.suite(command: "exit 3")])
        let failed = try await fixture.rondo("wait", "--commit", failing)
        #expect(failed.exit == 1 && failed.output.contains("not as desired"), "\(failed)")
        let suite = try await fixture.rondo("reconcile", "suite/smoke", "--wait")
        #expect(suite.exit == 1 && suite.output.contains("TestSuite/smoke: passed 1, failed 1"), "\(suite)")
        let pool = try await fixture.rondo("reconcile", "resource/pool", "--with-source", "--wait")
        #expect(pool.exit == 0 && pool.output.contains("CloudResource/pool: 2/2 running"), "\(pool)")
        let plain = try await fixture.rondo("reconcile", "resource/pool")
        #expect(plain.exit == 0 && plain.output.contains("looks at CloudResource/pool now"), "\(plain)")

        let never = try await fixture.rondo(
            "wait", "--commit", String(repeating: "b", count: 40), "--timeout", "1s")
        #expect(never.exit == 2 && never.errors.contains("the time is over"), "\(never)")
        let none = try await fixture.rondo("reconcile", "resource/none", "--wait")
        #expect(none.exit == 2 && none.errors.contains("there is no CloudResource/none"), "\(none)")

        let stuck = try fixture.commit([
            "gpu.yaml": ExampleManifests.suite("train", extra: "      needs: { gpu: \"\" }")
        ])
        let began = ContinuousClock.now
        let stalled = try await fixture.rondo("wait", "--commit", stuck, "--timeout", "10m")
        #expect(stalled.exit == 2 && stalled.errors.contains("is Stalled (Unschedulable)"), "\(stalled)")
        // Far below the timeout, and above what a slow machine takes.
        #expect(ContinuousClock.now - began < .seconds(300))
        await fixture.stop(run)
    }
}
