import Foundation
import Model
import TestSupport
import Testing

/// The commands that print what is made of the field table.
struct GenerationCommandTests {
    private func run(_ arguments: String...) async throws -> (exit: Int32?, output: String, errors: String) {
        let directory = try TemporaryDirectory()
        let process = try RondoProcess(arguments, outputIn: directory.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }

    @Test func explains() async throws {
        let test = try await run("explain", "Suites.tests")
        #expect(test.exit == 0 && test.output.contains("FIELD:    spec.tests <[]Object>\n"), "\(test)")
        #expect(try await run("explain", "suite", "--recursive").output.contains("retry  <Object>"))
        #expect(try await run("explain").output.contains("CachePolicy"))
        #expect(try await run("explain", "env", "-o", "markdown").output.contains("# Environment: every field"))
        let unknown = try await run("explain", "suite.tets")
        #expect(unknown.exit == 2 && unknown.errors.contains("did you mean `tests`?"), "\(unknown)")
        #expect(try await run("explain", "suite", "-o", "html").exit == 64)
    }

    @Test func printsSchemas() async throws {
        for arguments in [["schema"], ["schema", "suite"], ["schema", "--config"]] {
            let directory = try TemporaryDirectory()
            let process = try RondoProcess(arguments, outputIn: directory.url)
            #expect(await process.exitCode() == 0)
            let schema = try JSONDecoder().decode(JSONValue.self, from: Data(process.output.utf8))
            #expect(schema["$schema"]?.string?.contains("draft-07") == true)
        }
        let unknown = try await run("schema", "suit")
        #expect(unknown.exit == 64 && unknown.errors.contains("did you mean `suite`?"), "\(unknown)")
        #expect(try await run("schema", "suite", "--config").exit == 64)
    }

    @Test func printsAndWritesDefinitions() async throws {
        let all = try await run("crd")
        #expect(all.exit == 0 && all.output.components(separatedBy: "\n---\n").count == 5)
        let directory = try TemporaryDirectory()
        let written = try RondoProcess(["crd", "--output", directory.path("crds")], outputIn: directory.url)
        #expect(await written.exitCode() == 0 && written.output.isEmpty)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path("crds")).sorted()
        #expect(names.count == 5 && names[0] == "rondo.dev_alertrules.yaml")
        let one = try await run("crd", "rule")
        #expect(try String(contentsOfFile: directory.path("crds/\(names[0])"), encoding: .utf8) == one.output)
        #expect(try await run("crd", "thing").exit == 64)
    }

    @Test("rondo.yaml is explained and has a schema, like a kind")
    func knowsTheRepositoryFile() async throws {
        let explained = try await run("explain", "rondo.yaml.prune")
        #expect(explained.exit == 0 && explained.output.contains("FIELD:    prune <Object>"), "\(explained)")
        #expect(try await run("explain", "rondo.yaml").output.contains("requireSignedCommits"))
        #expect(try await run("explain").output.contains("rondo.yaml"))
        let schema = try await run("schema", "rondo.yaml")
        #expect(schema.exit == 0 && schema.output.contains("\"requireSignedCommits\""), "\(schema)")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func printsCompletions(shell: String) async throws {
        let script = try await run("completion", shell)
        #expect(script.exit == 0 && script.output.contains("rondo") && script.output.contains("validate"))
    }

    @Test func validatesAsSARIF() async throws {
        let directory = try TemporaryDirectory()
        let empty = try RondoProcess(["validate", directory.path(""), "-o", "sarif"], outputIn: directory.url)
        #expect(await empty.exitCode() == 1)
        #expect(empty.output.contains("No manifest found."), "\(empty.output)")
        try directory.write("apiVersion: rondo.dev/v1\nkind: Environment\n", to: "a.yaml")
        let broken = try RondoProcess(["validate", directory.path(""), "-o", "sarif"], outputIn: directory.url)
        #expect(await broken.exitCode() == 1 && broken.output.contains("\"ruleId\" : \"invalid-manifest\""))
        #expect(try await run("validate", directory.path("nowhere"), "-o", "sarif").exit == 2)
        #expect(try await run("validate", "-o", "yaml").exit == 64)
    }
}
