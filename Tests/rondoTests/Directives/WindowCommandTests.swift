import Foundation
import Model
import TestSupport
import Testing

/// Sync windows with the real executable.
struct WindowCommandTests {
    @Test("A change outside of a window waits and is shown; `--once` does not wait for it and exits 1")
    func waits() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        // Open for five minutes twelve hours from now, and denied now.
        let hour = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: Date()).hour ?? 0
        func environment(_ windows: String) -> String {
            ExampleManifests.environment.replacing("type: dev", with: "type: dev\n  syncWindows: [\(windows)]")
        }
        let far = "{ allow: true, cron: \"0 \((hour + 12) % 24) * * *\", duration: 5m }"
        let near = "{ allow: true, cron: \"* * * * *\", duration: 1h }"
        try fixture.commit([
            "env.yaml": environment(near), "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": ExampleManifests.suite(),
        ])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        try fixture.commit(["env.yaml": environment(far)])
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 0, "\(second.output) \(second.errors)")

        try fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 2), "suite.yaml": nil])
        let third = try fixture.startController(["--once"])
        #expect(await third.exitCode() == 1, "\(third.output) \(third.errors)")
        #expect(fixture.workers().count == 1)
        #expect(try await fixture.objects().map(\.identity.name) == ["dev", "pool"])
        for command in [["plan"], ["get", "resources"], ["describe", "resource/pool"], ["events", "resource/pool"]] {
            let shown = try await fixture.rondo(command)
            #expect(shown.output.contains("waits for the sync window that opens at"), "\(command): \(shown)")
        }
        let plan = try await fixture.rondo("plan")
        #expect(plan.output.contains("replicas") && plan.output.contains("1 waiting for a sync window"), "\(plan)")
        let json = try await fixture.rondo("plan", "-o", "json")
        #expect(json.output.contains("\"paused\""), "\(json)")
    }
}
