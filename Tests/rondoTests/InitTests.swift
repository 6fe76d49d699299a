import Foundation
import Model
import TestSupport
import Testing

/// From nothing to a passing suite.
struct InitTests {
    private func run(_ arguments: String..., in directory: TemporaryDirectory) async throws -> (
        exit: Int32?, output: String, errors: String
    ) {
        let process = try RondoProcess(arguments, outputIn: directory.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }

    @Test("What init writes is committed, valid, and runs to a passing suite")
    func startsWorking() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let folder = fixture.directory.path("shop")
        let written = try await run("init", folder, in: fixture.directory)
        #expect(written.exit == 0, "\(written)")
        #expect(
            written.output.contains("wrote 8 files") && written.output.contains("committed as"), "\(written.output)")
        let valid = try await run("validate", folder, in: fixture.directory)
        #expect(valid.exit == 0 && valid.output.contains("No errors in 5 files."), "\(valid)")
        let schema = try await run("schema", in: fixture.directory)
        #expect(try String(contentsOfFile: folder + "/.rondo/schema.json", encoding: .utf8) == schema.output)

        let controller = try fixture.startController(source: folder, ["--once"])
        #expect(await controller.exitCode() == 0, "\(controller.output) \(controller.errors)")
        #expect(controller.output.contains("passed 3  failed 0"), "\(controller.output)")

        let again = try await run("init", folder, in: fixture.directory)
        #expect(again.exit == 2 && again.errors.contains("nothing was written"), "\(again)")
    }

    @Test("In a repository of somebody else's, files are written and nothing is committed")
    func leavesOtherRepositoriesAlone() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["README.md": "Ours.\n"])
        let written = try await run("init", fixture.repository.path, in: fixture.directory)
        #expect(written.exit == 0 && written.output.contains("in a git repository already"), "\(written)")
        #expect(written.output.contains("git add . && git commit"))
    }

    @Test("One file that is there already keeps all from being written")
    func overwritesNothing() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("mine\n", to: "suites/smoke.yaml")
        let refused = try await run("init", directory.path(""), in: directory)
        #expect(refused.exit == 2 && refused.errors.contains("suites/smoke.yaml is in"), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: directory.path("environments")))
        #expect(try String(contentsOfFile: directory.path("suites/smoke.yaml"), encoding: .utf8) == "mine\n")
    }
}
