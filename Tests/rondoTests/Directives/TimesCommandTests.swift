import Foundation
import Model
import TestSupport
import Testing

/// `ttl` with `rondo renew`, and schedules, with the real executable.
struct TimesCommandTests {
    @Test("An expired environment is shown, its VMs are gone, and `renew` brings them back")
    func renews() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let environment = ExampleManifests.environment.replacing("type: dev", with: "type: dev\n  ttl: 2s")
        try fixture.commit(["env.yaml": environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let run = try fixture.startController()
        #expect(
            await eventually { (try? await fixture.events().contains { $0.reason == .expired }) == true },
            "\(run.errors)")
        #expect(await eventually { fixture.workers().isEmpty })
        let waited = try await fixture.rondo("reconcile", "--wait", "env/dev")
        #expect(waited.exit == 1 && waited.output.contains("expired since"), "\(waited)")
        for command in [["get", "environments"], ["describe", "env/dev"], ["get", "resources"]] {
            let shown = try await fixture.rondo(command)
            #expect(shown.output.contains("rondo renew Environment/dev"), "\(command): \(shown)")
        }
        let renewed = try await fixture.rondo("renew", "env/dev", "--for", "1h")
        #expect(renewed.exit == 0 && renewed.output.contains("Environment/dev expires at "), "\(renewed)")
        #expect(await eventually { fixture.workers().count == 1 })
        let refused = try await fixture.rondo("renew", "resource/pool")
        #expect(refused.exit == 2 && refused.errors.contains("rondo renew Environment/dev"), "\(refused)")
        #expect(try await fixture.rondo("reconcile", "--wait").exit == 0)
        await fixture.stop(run)
    }

    @Test("A local VM outside of its hours stands still, and works again when they begin")
    func standsStill() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        func pool(_ hours: (String, String)) -> String {
            ExampleManifests.pool(replicas: 1).replacing(
                "replicas: 1", with: "replicas: 1, schedule: { start: \"\(hours.0)\", stop: \"\(hours.1)\" }")
        }
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": pool(("00:00", "00:00")),
            "suite.yaml": ExampleManifests.suite(),
        ])
        // Less than it will stand still.
        let run = try fixture.startController(["--self-end", "3s"])
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        #expect(try await fixture.joined(), "\(run.output) \(run.errors)")
        let worker = try #require(fixture.workers().first)

        try fixture.commit(["pool.yaml": pool(Self.hoursElsewhere)], "Elsewhere")
        #expect(
            await eventually {
                guard (try? await fixture.instances().map(\.state)) == [.stopped] else { return false }
                return (try? await fixture.objects().allSatisfy(\.status.isReady)) == true
            }, "\(run.output)")
        let shown = try await fixture.rondo("get", "resources")
        #expect(shown.output.contains("stopped by its schedule until"), "\(shown)")
        #expect(try await fixture.rondo("drift").exit == 0)
        #expect(try await fixture.rondo("reconcile", "--wait").exit == 0)
        // Longer than a worker that hears nothing would live.
        try await Task.sleep(for: .seconds(4))
        try fixture.commit(["pool.yaml": pool(("00:00", "00:00"))], "Always")
        #expect(await eventually { (try? await fixture.instances().map(\.state)) == [.running] })
        let asked = try await fixture.rondo("test", "run", "smoke")
        #expect(asked.exit == 0, "\(asked)")
        #expect(fixture.workers() == [worker])
        await fixture.stop(run)
    }

    /// Two hours of a day that are not now.
    private static var hoursElsewhere: (String, String) {
        let hour = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: Date()).hour ?? 0
        func text(_ hour: Int) -> String { String(format: "%02d:00", hour % 24) }
        return (text(hour + 10), text(hour + 12))
    }
}
