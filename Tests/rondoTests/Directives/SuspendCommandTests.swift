import Foundation
import Model
import TestSupport
import Testing

/// `rondo suspend` and `resume` with the real executable.
struct SuspendCommandTests {
    @Test("A suspended object is left alone, shown everywhere, and taken up again")
    func suspends() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let done = try await fixture.rondo(
            "suspend", "resource/pool", "suite/smoke", "--reason", "the vendor looks at it", "--for", "2h",
            environment: ["USER": "ana"])
        #expect(done.exit == 0 && done.output.contains("CloudResource/pool is suspended by ana@"), "\(done)")
        kill(try #require(fixture.workers().first), SIGKILL)
        #expect(await eventually { (try? await fixture.events().contains { $0.reason == .instanceLost }) == true })
        let waited = try await fixture.rondo("reconcile", "--with-source", "--wait")
        #expect(waited.exit == 0, "\(waited)")
        #expect(fixture.workers().count == 1)
        for command in [["get", "resources"], ["describe", "resource/pool"], ["plan"], ["events", "resource/pool"]] {
            let shown = try await fixture.rondo(command)
            #expect(shown.output.contains("the vendor looks at it"), "\(command): \(shown)")
        }
        let refused = try await fixture.rondo("test", "run", "smoke")
        #expect(refused.exit == 2 && refused.errors.contains("rondo resume TestSuite/smoke"), "\(refused)")
        let one = try await fixture.rondo("reconcile", "resource/pool")
        #expect(one.exit == 2 && one.errors.contains("is suspended by ana"), "\(one)")
        let json = try await fixture.rondo("get", "resource/pool", "-o", "json")
        #expect(json.output.contains("\"suspension\""), "\(json)")

        #expect(try await fixture.rondo("resume", "resource/pool", "suite/smoke").exit == 0)
        #expect(await eventually { fixture.workers().count == 2 })
        let again = try await fixture.rondo("resume", "resource/pool")
        #expect(again.exit == 2 && again.errors.contains("is not suspended"), "\(again)")
        await fixture.stop(run)
    }

    @Test("Without a controller it is written to the state folder; --once leaves the object alone and exits 0")
    func withoutController() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
        ])
        let nothing = try await fixture.rondo("suspend", "resource/pool", "--reason", "x")
        #expect(nothing.exit == 2 && nothing.errors.contains("there is no state"), "\(nothing)")
        #expect(await (try fixture.startController(["--once"])).exitCode() == 0)
        let done = try await fixture.rondo(
            "suspend", "resource/pool", "--reason", "a freeze", "--until", "2126-11-29T08:00:00Z")
        #expect(done.exit == 0 && done.output.contains("until 2126-11-29T08:00:00Z: a freeze"), "\(done)")
        try fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 3)])
        let once = try fixture.startController(["--once"])
        #expect(await once.exitCode() == 0, "\(once.output) \(once.errors)")
        #expect(fixture.workers().count == 1)
        #expect(try await fixture.rondo("resume", "resource/pool").exit == 0)
        #expect(await (try fixture.startController(["--once"])).exitCode() == 0)
        #expect(fixture.workers().count == 3)
        for (arguments, exit, part) in [
            (["suspend", "resource/none", "--reason", "x"], 2, "there is no CloudResource/none"),
            (["suspend", "resource/pool", "--reason", " "], 64, "The reason is empty"),
            (
                ["suspend", "resource/pool", "--reason", "x", "--for", "1h", "--until", "2126-01-01T00:00:00Z"], 64,
                "not both"
            ),
            (["suspend", "pool", "--reason", "x"], 64, "KIND/NAME"),
            (["suspend", "resource/pool", "--reason", "x", "--until", "2006-01-01T00:00:00Z"], 2, "is over already"),
            (["resume", "resource/none"], 2, "there is no CloudResource/none"),
            (["renew", "env/dev"], 2, "no controller runs on"),
            (["pin", "4f2c91e", "--reason", "x"], 2, "no controller"),
            (["unpin"], 2, "no controller runs on"), (["reconcile"], 2, "no controller runs on"),
            (["wait", "--commit", "4f2c91e"], 2, "no controller runs on"),
        ] as [([String], Int32, String)] {
            let refused = try await fixture.rondo(arguments)
            #expect(refused.exit == exit && refused.errors.contains(part), "\(arguments): \(refused)")
        }
    }
}
