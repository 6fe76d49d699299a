import Foundation
import Model
import TestSupport
import Testing

/// Sealed and stored secrets from the command that makes them to the test that uses them, with real processes.
struct SealedSecretTests {
    private static let sealed = "hunter2-\(UUID().uuidString)"
    private static let stored = "s3cret-\(UUID().uuidString)"

    private func environment(_ namespace: String, _ secrets: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev, namespace: \(namespace) }
        spec:
          type: dev
          secrets: \(secrets)
        ---
        apiVersion: rondo.dev/v1
        kind: CloudResource
        metadata: { name: pool, namespace: \(namespace) }
        spec: { environment: dev, provider: local, type: process }

        """
    }

    /// A test that shows what it can of each secret, and passes when every one has its length.
    private func suite(_ namespace: String, _ lengths: [String: Int]) -> String {
        let names = lengths.keys.sorted()
        let env = names.map { "\($0.uppercased()): \"${{ secrets.\($0) }}\"" }.joined(separator: ", ")
        let checks = lengths.sorted { $0.key < $1.key }.map { "test ${#\($0.key.uppercased())} -eq \($0.value)" }
        return """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: smoke, namespace: \(namespace) }
            spec:
              environments: [dev]
              tests:
                - name: uses
                  retry: { errored: 0 }
                  env: { \(env) }
                  command: { run: [sh, -c, 'env; \(checks.joined(separator: " && "))'] }

            """
    }

    /// A state folder that a controller ran on once, with nothing in it.
    private func prepared() async throws -> RondoFixture {
        let fixture = try RondoFixture()
        try fixture.commit(["env.yaml": environment("shop", "{}")])
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        return fixture
    }

    private func seal(_ fixture: RondoFixture, _ arguments: [String], _ value: String) async throws -> String {
        let process = try RondoProcess(
            ["seal"] + arguments + ["--state", fixture.state], input: value + "\n",
            outputIn: fixture.directory.url)
        #expect(await process.exitCode() == 0, "\(process.errors)")
        return process.output.trimmingCharacters(in: .newlines)
    }

    private func filesHolding(_ text: String, below folder: String) throws -> [String] {
        try FileManager.default.livingPaths(below: folder).filter { path in
            (FileManager.default.contents(atPath: "\(folder)/\(path)") ?? Data()).range(of: Data(text.utf8)) != nil
        }
    }

    @Test("Sealed and stored values reach the test that names them, and nothing else ever shows them")
    func usedAndNeverShown() async throws {
        let fixture = try await prepared()
        defer { fixture.end() }
        // Sealed without a controller, to a key that was committed; then the key is changed.
        let key = try await fixture.rondo("seal", "--print-key")
        try fixture.commit(["rondo.key": "# whoever tests the shop\n" + key.output])
        let file = URL(filePath: fixture.repository.path).appending(path: "rondo.key").path(percentEncoded: false)
        let pin = try await seal(fixture, ["env/dev", "pin", "-n", "shop", "--key", file], Self.sealed)
        let rotated = try await fixture.rondo("seal", "rotate")
        #expect(rotated.exit == 0 && rotated.output.contains("seals and opens"), "\(rotated)")
        let shared = try await seal(fixture, ["--scope", "namespace", "-n", "shop"], Self.sealed)
        #expect(pin.split(separator: ".")[1] != shared.split(separator: ".")[1], "another key")
        let set = try await fixture.rondo("secret", "set", "db", "-n", "shop", input: Self.stored)
        #expect(set.exit == 0 && !set.output.contains(Self.stored), "\(set)")

        try fixture.commit([
            "env.yaml": environment(
                "shop", "{ pin: \"\(pin)\", wide: { \(shared.replacing("sealed:", with: "sealed: ")) }, db: store:db }"),
            "suite.yaml": suite(
                "shop", ["pin": Self.sealed.count, "wide": Self.sealed.count, "db": Self.stored.count]),
        ])
        let run = try fixture.startController()
        #expect(
            try await eventually { try await !fixture.runs().isEmpty }, "\(run.output) \(run.errors)")
        // The controller that runs is asked for what the folder holds.
        let live = try await fixture.rondo("secret", "list", "-o", "json")
        #expect(live.exit == 0 && live.output.contains("\"db\""), "\(live)")
        let commands = [
            ["get", "-o", "yaml"], ["get", "runs", "-o", "json"], ["describe", "env/dev", "-n", "shop"],
            ["describe", "suite/smoke", "-n", "shop"], ["plan", fixture.repository.path], ["events"],
            ["secret", "list", "-o", "wide"], ["seal", "keys", "-o", "json"], ["logs", "suite/smoke", "-n", "shop"],
        ]
        for arguments in commands {
            let process = try RondoProcess(arguments + ["--state", fixture.state], outputIn: fixture.directory.url)
            _ = await process.exitCode()
            for value in [Self.sealed, Self.stored] {
                #expect(!process.output.contains(value) && !process.errors.contains(value), "\(arguments)")
            }
        }
        let finished = try #require(try await fixture.runs().first)
        #expect(finished.verdict.outcome == .passed, "\(finished.tasks)")
        #expect(finished.tasks.first?.attempts.last?.result?.output?.stdout.contains("PIN=***") == true)
        for value in [Self.sealed, Self.stored] {
            #expect(!run.output.contains(value) && !run.errors.contains(value))
            #expect(try filesHolding(value, below: fixture.state).isEmpty)
            for process in fixture.processes() { #expect(!process.command.contains(value)) }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(fixture.state)/identity") {
            let facts = try FileManager.default.attributesOfItem(atPath: "\(fixture.state)/identity/\(name)")
            #expect(facts[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        await fixture.stop(run)
    }

    @Test("What belongs to another namespace, object or field leaves the test errored, with what to do")
    func refused() async throws {
        let fixture = try await prepared()
        defer { fixture.end() }
        let pin = try await seal(fixture, ["env/dev", "pin", "-n", "shop"], Self.sealed)
        let shared = try await seal(fixture, ["--scope", "namespace", "-n", "shop"], Self.sealed)
        _ = try await fixture.rondo("secret", "set", "db", "-n", "shop", input: Self.stored)
        let strange = "sealed:v1.0123456789abcdef.object.\(pin.split(separator: ".")[3])"
        let cases = [
            ("bank", "pin", pin, "sealed for another object, field or namespace"),
            ("bank2", "pin", shared, "sealed for another namespace"),
            ("bank3", "db", "store:db", "does not exist in namespace bank3"),
            ("bank4", "pin", strange, "which this controller does not have"),
            ("shop", "other", pin, "rondo seal Environment/dev secrets.other -n shop"),
        ]
        var files: [String: String] = [:]
        for (namespace, name, source, _) in cases {
            files["\(namespace).yaml"] = environment(namespace, "{ \(name): \"\(source)\" }")
            files["\(namespace)-suite.yaml"] = suite(namespace, [name: 1])
        }
        files["env.yaml"] = ""
        try fixture.commit(files)
        let run = try fixture.startController()
        #expect(
            try await eventually {
                Set(try await fixture.runs().map(\.key.suite.namespace)).count == cases.count
            }, "\(run.output) \(run.errors)")
        let runs = try await fixture.runs()
        for (namespace, _, _, reason) in cases {
            let own = try #require(runs.first { $0.key.suite.namespace == namespace })
            #expect(own.verdict.outcome == .errored)
            let message = own.tasks.first?.attempts.last?.result?.message ?? ""
            #expect(message.contains(reason), "\(namespace): \(message)")
            #expect(!message.contains(Self.sealed) && !message.contains(Self.stored))
        }
        // The namespace that has the secret is told of it beside the others.
        #expect(!run.output.contains(Self.sealed) && !run.errors.contains(Self.sealed))
        await fixture.stop(run)
    }

    @Test("A value comes from standard input and never from an argument; what is wrong is usage")
    func arguments() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        for (arguments, word) in [
            (["secret", "set", "db", "hunter2"], "hunter2"), (["secret", "set", ".db"], "letters"),
            (["secret", "set", "db", "-n", "Shop"], "namespace"), (["seal"], "env/dev pin"),
            (["seal", "env/dev"], "env/dev pin"), (["seal", "env/Dev", "pin"], "a-z"),
            (["seal", "env/dev", "a b"], "no field"), (["seal", "run/x", "pin"], "no object"),
            (["seal", "--scope", "namespace", "env/dev"], "name none"),
            (["seal", "--scope", "installation", "-n", "shop"], "name none"),
            (["seal", "--print-key", "env/dev", "pin"], "leave out"), (["seal", "--scope", "all"], "scope"),
        ] {
            let process = try RondoProcess(
                arguments + ["--state", fixture.state], input: "x", outputIn: fixture.directory.url)
            #expect(await process.exitCode() == 64, "\(arguments)")
            #expect(process.errors.contains(word), "\(arguments): \(process.errors)")
        }
        // A folder that no controller ever ran on is most likely a wrong name: no key is made there.
        for command in [["seal", "--print-key"], ["seal", "rotate"], ["secret", "list"], ["secret", "set", "db"]] {
            let process = try RondoProcess(
                command + ["--state", fixture.state], input: "x", outputIn: fixture.directory.url)
            #expect(await process.exitCode() == 2 && process.errors.contains("there is no state"), "\(command)")
        }
        #expect(!FileManager.default.fileExists(atPath: fixture.state))
    }

    @Test("Without a controller the folder itself is worked on; with one that does not answer it is left alone")
    func folder() async throws {
        let fixture = try await prepared()
        defer { fixture.end() }
        let none = try await fixture.rondo("secret", "list")
        #expect(none.exit == 0 && none.output == "No secrets.\n", "\(none)")
        for (input, words) in [("", "empty"), ("\n", "empty"), (String(repeating: "x", count: 70_000), "larger")] {
            let wrong = try await fixture.rondo("secret", "set", "db", input: input)
            #expect(wrong.exit == 2 && wrong.errors.contains(words), "\(wrong)")
        }
        #expect(try await fixture.rondo("secret", "set", "db", input: "a\n").output.contains("kept, version 1"))
        #expect(try await fixture.rondo("secret", "set", "db", input: "b").output.contains("replaced, version 2"))
        #expect(try await fixture.rondo("secret", "list", "-o", "name").output == "store:db\n")
        #expect(try await fixture.rondo("secret", "list", "-n", "other", "-o", "name").output.isEmpty)
        #expect(try await fixture.rondo("secret", "delete", "db").exit == 0)
        let gone = try await fixture.rondo("secret", "delete", "db")
        #expect(gone.exit == 2 && gone.errors.contains("rondo secret list"), "\(gone)")

        let yaml = try await fixture.rondo("seal", "env/dev", "pin", "-o", "yaml", input: "x")
        #expect(yaml.output.hasPrefix("pin: \"sealed:v1.") && yaml.output.hasSuffix("\"\n"), "\(yaml)")
        let wrongKey = try await fixture.rondo("seal", "env/dev", "pin", "--key", fixture.directory.path("none"))
        #expect(wrongKey.exit == 2 && wrongKey.errors.contains("can't be read"), "\(wrongKey)")
        try fixture.directory.write("no key\n", to: "key")
        let noKey = try await fixture.rondo("seal", "env/dev", "pin", "--key", fixture.directory.path("key"))
        #expect(noKey.exit == 2 && noKey.errors.contains("--print-key"), "\(noKey)")
    }

    @Test("On a terminal the value is asked for, and what is typed is not shown")
    func prompt() async throws {
        let fixture = try await prepared()
        defer { fixture.end() }
        let terminal = try PseudoTerminal(columns: 200)
        let process = try terminal.start(["seal", "env/dev", "pin", "--state", fixture.state])
        #expect(await eventually { terminal.text.contains("Value of secrets.pin of Environment/dev: ") })
        try terminal.type("hunter2\n")
        try #require(await eventually { !process.isRunning }, "\(terminal.text)")
        #expect(process.exitCode == 0)
        #expect(await eventually { terminal.text.contains("sealed:v1.") }, "\(terminal.text)")
        #expect(!terminal.text.contains("hunter2"), "\(terminal.text)")

        // ctrl-c ends it with a terminal that shows again what is typed.
        let other = try PseudoTerminal(columns: 200)
        let interrupted = try other.start(["secret", "set", "db", "--state", fixture.state])
        #expect(await eventually { other.text.contains("Value of db in namespace default: ") })
        #expect(!other.echoes)
        try other.type("hun\u{3}")
        try #require(await eventually { !interrupted.isRunning }, "\(other.text)")
        #expect(interrupted.exitCode != 0 && other.echoes)
        #expect(try await fixture.rondo("secret", "list").output == "No secrets.\n")
    }
}
