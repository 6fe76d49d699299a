import Foundation
import Model
import TestSupport
import Testing

/// `examples/command` with the real executable, and what becomes of the files that tests get and leave.
struct CommandExampleTests {
    /// Breaks when files are not laid out, a mode is lost, or artifacts are not kept or not those of the run.
    @Test func runsWithItsFilesAndKeepsItsArtifacts() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commitExample("command")
        let controller = try fixture.startController(["--once"])
        #expect(await controller.exitCode() == 0, "\(controller.output) \(controller.errors)")
        let run = try #require(try await fixture.runs().first)
        #expect(run.verdict.counts.passed == 3 && run.verdict.counts.skipped == 1, "\(run)")

        let listed = try await fixture.rondo("test", "artifacts", "prices")
        #expect(
            listed.output == """
                TEST                     PATH                SIZE
                the price list adds up   report/prices.csv   16B
                the price list adds up   report/total.txt    5B

                """, "\(listed.output) \(listed.errors)")
        let target = fixture.directory.path("downloaded")
        let fetched = try await fixture.rondo(
            "test", "artifacts", run.verdict.run.rawValue, "the price list adds up", "--download", target)
        #expect(fetched.output == "2 files, 21B in \(target)\n", "\(fetched.errors)")
        #expect(try String(contentsOfFile: "\(target)/report/total.txt", encoding: .utf8) == "6350\n")
        let all = try await fixture.rondo("test", "artifacts", "prices", "--download", target)
        #expect(all.exit == 0, "\(all.errors)")
        #expect(FileManager.default.fileExists(atPath: "\(target)/the price list adds up/report/prices.csv"))
        let nobody = try await fixture.rondo("test", "artifacts", "prices", "an order is as agreed")
        #expect(nobody.output == "Run \(run.verdict.run) has no artifacts.\n")
    }

    /// A live controller hands out the same bytes; what is edited and not committed counts in `dev` only.
    @Test func aLiveControllerHandsOutTheSame() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commitExample("command")
        let controller = try fixture.startController()
        #expect(await fixture.settles(runs: ["prices": 1]), "\(controller.output) \(controller.errors)")
        let target = fixture.directory.path("downloaded")
        let fetched = try await fixture.rondo("test", "artifacts", "prices", "--download", target)
        #expect(fetched.output == "2 files, 21B in \(target)\n", "\(fetched.errors)")
        // A mode alone is a change of what a test depends on.
        let script = "\(fixture.repository.path)/scripts/total.sh"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: script)
        try fixture.repository.commit("Break the script")
        #expect(
            await eventually {
                (try? await fixture.runs())?.first?.verdict.outcome == .errored
            }, "\(controller.output)")
        await fixture.stop(controller)
    }

    /// Breaks when files are read from the newest commit, or the working tree is not what counts.
    @Test func aWorkingTreeIsTestedAsItStands() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commitExample("command")
        try fixture.repository.write("A1,2450\nB2,1\n", to: "data/prices.csv")
        let controller = try fixture.startController(source: fixture.repository.path, ["--once"])
        #expect(await controller.exitCode() == 0, "\(controller.output) \(controller.errors)")
        let plain = fixture.directory.path("plain")
        try FileManager.default.copyItem(atPath: fixture.repository.path, toPath: plain)
        try FileManager.default.removeItem(atPath: "\(plain)/.git")
        let second = try await fixture.rondo("test", "run", plain)
        #expect(second.exit == 1 && second.output.contains("total 2451 EUR"), "\(second)")
    }
}
