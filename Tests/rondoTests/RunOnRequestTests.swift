import Foundation
import Model
import TestSupport
import Testing

/// `rondo test run`: what it prints, what it exits with, what goes on without it.
struct RunOnRequestTests {
    @Test("A suite runs because somebody asked for it, and each test is told as it ends")
    func passes() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let nobody = try await fixture.rondo("test", "run", "smoke")
        #expect(nobody.exit == 2 && nobody.errors.contains("no controller runs on"), "\(nobody)")
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")

        let asked = try await fixture.rondo("test", "run", "smoke")
        #expect(asked.exit == 0, "\(asked)")
        for part in ["✔ smoke / health in dev", "✔ smoke / shell in dev", "✔ smoke in dev   passed", "passed 2"] {
            #expect(asked.output.contains(part), "\(part) in \(asked)")
        }
        let json = try await fixture.rondo("test", "run", "suite/smoke", "--no-cache", "-o", "json")
        let list = try JSONDecoder().decode(JSONValue.self, from: Data(json.output.utf8))
        #expect(json.exit == 0 && list["kind"] == .string("RunList"))
        #expect(try await fixture.runs().count == 3)
        let id = try #require(try await fixture.runs().first?.verdict.run.rawValue)
        #expect(try await fixture.rondo("why", id).output.contains("somebody asked for it"))

        let detached = try await fixture.rondo("test", "run", "TestSuite/smoke", "-e", "dev", "--detach")
        #expect(detached.exit == 0 && detached.output.contains("rondo describe run/r-"), "\(detached)")
        #expect(await fixture.settles(runs: ["smoke": 4]), "\(run.output) \(run.errors)")
        for (arguments, exit) in [
            (["none"], 2), (["smoke", "-e", "prod"], 2), (["env/dev"], 64), (["smoke", "-o", "yaml"], 64),
        ] {
            let refused = try await fixture.rondo(["test", "run"] + arguments)
            #expect(refused.exit == Int32(exit), "\(arguments): \(refused)")
        }
        await fixture.stop(run)
    }

    @Test("Failed tests are shown and exit 1; what no worker can run exits 2")
    func fails() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(
            Shop.files.merging([
                "suite.yaml": ExampleManifests.suite(command: "echo boom >&2; exit 3"),
                "gpu.yaml": ExampleManifests.suite("train", extra: "      needs: { gpu: \"\" }"),
            ]) { $1 })
        let run = try fixture.startController()
        #expect(await eventually { (try? await fixture.runs().count) == 1 }, "\(run.output) \(run.errors)")
        let failed = try await fixture.rondo("test", "run", "smoke")
        #expect(failed.exit == 1, "\(failed)")
        for part in ["✘ smoke / shell", "boom", "exited with 3", "✘ smoke in dev   failed", "failed 1"] {
            #expect(failed.output.contains(part), "\(part) in \(failed)")
        }
        let stuck = try await fixture.rondo("test", "run", "train")
        #expect(stuck.exit == 2 && stuck.output.contains("missing gpu"), "\(stuck)")
        await fixture.stop(run)
    }

    @Test("ctrl-c stops following and not the run, which is followed over a restart too")
    func following() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let gate = fixture.directory.path("gate")
        try fixture.commit(
            Shop.files.merging([
                "suite.yaml": ExampleManifests.suite(command: "while [ ! -e \(gate) ]; do sleep 0.1; done")
            ]) { $1 })
        try Data().write(to: URL(filePath: gate))
        let first = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(first.output) \(first.errors)")
        try FileManager.default.removeItem(atPath: gate)
        func follow() throws -> RondoProcess {
            try RondoProcess(["test", "run", "smoke", "--state", fixture.state], outputIn: fixture.directory.url)
        }
        let left = try follow()
        #expect(await eventually { left.output.contains("smoke / health") }, "\(left.output) \(left.errors)")
        left.signal(SIGINT)
        #expect(await left.exitCode() == 2)
        #expect(left.errors.contains("the run goes on"), "\(left.errors)")

        let patient = try follow()
        #expect(await eventually { patient.output.contains("is under way") }, "\(patient.output) \(patient.errors)")
        await fixture.stop(first)
        let second = try fixture.startController()
        try Data().write(to: URL(filePath: gate))
        #expect(await patient.exitCode() == 0, "\(patient.output) \(patient.errors)")
        #expect(patient.output.contains("✔ smoke in dev   passed"), "\(patient.output)")
        await fixture.stop(second)
    }
}
