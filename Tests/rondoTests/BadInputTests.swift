import Foundation
import Model
import TestSupport
import Testing

/// The real program on repositories that are made to hurt, and on texts that are made to deceive.
struct BadInputTests {
    /// Prints the greatest resident size of a program and its children in kB, then what the program printed.
    private static let measured = """
        import resource, subprocess, sys
        run = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, run.returncode)
        sys.stdout.write(run.stdout.decode('utf-8', 'replace')[:200000])
        """

    private func measure(_ arguments: [String]) async throws -> (kilobytes: Int, exit: Int, output: String) {
        let text = try await SpawnedProcess.runAside(
            "/usr/bin/python3", ["-c", Self.measured, RondoExecutable.url.path(percentEncoded: false)] + arguments
        ).output
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let figures = lines[0].split(separator: " ").compactMap { Int($0) }
        try #require(figures.count == 2, "\(text.prefix(2_000))")
        return (figures[0], figures[1], lines.count > 1 ? String(lines[1]) : "")
    }

    @Test("bombs and giants are refused one by one, in bounded memory, and the good manifest counts")
    func giants() async throws {
        let folder = try TemporaryDirectory()
        let bomb =
            "a0: &a0 x\n" + (1...26).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
        let chain = "a0: &a0 [x]\n" + (1...40_000).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
        for (name, text) in [
            ("bomb", bomb), ("chain", chain), ("deep", String(repeating: "[", count: 100_000)),
            ("documents", String(repeating: "---\n", count: 1_000_000)),
            ("scalar", "a: " + String(repeating: "x", count: 50_000_000)),
        ] {
            try folder.write(text, to: "\(name).yaml")
        }
        try folder.write(ExampleManifests.environment, to: "good.yaml")
        let found = try await measure(["validate", folder.path("")])
        #expect(found.exit == 1, "\(found.output)")
        for name in ["bomb", "chain", "deep", "documents", "scalar"] {
            #expect(found.output.contains("\(name).yaml"), "\(name): \(found.output)")
        }
        #expect(!found.output.contains("good.yaml"), "\(found.output)")
        #expect(found.kilobytes < 512 << 10)
        print("validate of bombs and giants: \(found.kilobytes >> 10) MiB at most")
    }

    @Test("escapes in commit messages, authors and names never reach the terminal")
    func escapes() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let escape = "\u{1B}]0;pwned\u{07}\u{1B}[31m"
        try fixture.repository.git("config", "user.name", "Mal \(escape)lory %n%s")
        try fixture.commit(
            [
                "env.yaml": ExampleManifests.environment.replacing(
                    "metadata: { name: dev }",
                    with: "metadata: { name: dev, labels: { a: \"\\e]0;pwned\\a\" } }"),
                "bad.yaml":
                    "apiVersion: rondo.dev/v1\nkind: \"Envi\\e[31mronment\"\nmetadata: { name: \"\\e]0;x\\a\" }\nspec: {}\n",
            ], "\(escape)Subject %n%s @everyone")
        let run = try RondoProcess(
            [
                "run", "--source", fixture.repository.path, "--state", fixture.state, "--once", "--listen",
                "127.0.0.1:0",
            ],
            outputIn: fixture.directory.url)
        // The manifest that can't be used is the only thing that is not as desired.
        #expect(await run.exitCode() == 1, "\(run.output) \(run.errors)")
        var texts = [("run", run.output + run.errors)]
        for command in [
            ["get"], ["get", "-o", "wide"], ["events"], ["describe", "environment/dev"], ["why", "environment/dev"],
            ["history"],
        ] {
            let process = try RondoProcess(command + ["--state", fixture.state], outputIn: fixture.directory.url)
            #expect(await process.exitCode() != nil)
            texts.append((command.joined(separator: " "), process.output + process.errors))
        }
        for (command, text) in texts {
            let isClean = text.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
            }
            #expect(isClean, "\(command): \(text.debugDescription)")
        }
        #expect(texts[0].1.contains("bad.yaml:2"), "\(texts[0].1)")
    }

    @Test("templates are filled once, and what is filled in stays a value")
    func templates() async throws {
        let secret = "s3cret-\(UUID().uuidString)"
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let document =
            "---\\napiVersion: rondo.dev/v1\\nkind: Environment\\nmetadata: {name: injected}\\nspec: {type: dev}"
        func environment(_ variables: String) -> String {
            """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: dev }
            spec:
              type: dev
              variables: { \(variables) }
              secrets: { pin: env:SHOP_PIN }

            """
        }
        func suite(_ arguments: String) -> String {
            """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: echo }
            spec:
              environments: [dev]
              tests:
                - name: shown
                  env: { PIN: "${{ secrets.pin }}" }
                  command: { run: [printf, "%s|", \(arguments)] }

            """
        }
        try fixture.commit([
            "env.yaml": environment(
                "evil: \"x\\n\(document)\", shell: \"$(id) `id` ; exit 3\", curly: \"${a:${b}}\""
            ),
            "suite.yaml": suite(
                #""${{ vars.evil }}", "${{ vars.shell }}", "${{ vars.curly }}", "$${{ vars.evil }}""#
            ),
            "pool.yaml": ExampleManifests.pool(replicas: 1),
        ])
        try fixture.directory.write("allow: { env: [SHOP_*] }\n", to: "config.yaml")
        let run = try fixture.startController(
            ["--once", "--config", fixture.directory.path("config.yaml")], environment: ["SHOP_PIN": secret])
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        #expect(try await fixture.objects().map(\.identity.name).sorted() == ["dev", "echo", "pool"])
        let result = try #require(try await fixture.runs().first?.tasks.first?.attempts.last?.result)
        let shown = result.output?.stdout.components(separatedBy: "|") ?? []
        #expect(shown.first == "x\n" + document.replacing("\\n", with: "\n"))
        #expect(shown.dropFirst().first == "$(id) `id` ; exit 3")
        #expect(shown.dropFirst(2).first == "${a:${b}}")
        #expect(shown.dropFirst(3).first == "${{ vars.evil }}", "\(shown)")

        // A change of what uses the secret is planned without it.
        try fixture.repository.write(suite(#""${{ vars.curly }}""#), to: "suite.yaml")
        for arguments in [["plan", fixture.repository.path], ["plan", fixture.repository.path, "-o", "json"]] {
            let plan = try RondoProcess(
                arguments + ["--state", fixture.state], environment: ["SHOP_PIN": secret],
                outputIn: fixture.directory.url)
            #expect(await plan.exitCode() == 1, "\(plan.output) \(plan.errors)")
            #expect(plan.output.contains("echo") && !(plan.output + plan.errors).contains(secret), "\(plan.output)")
        }
        let listed = try await fixture.rondo("get", "-o", "yaml")
        #expect(!listed.output.contains("\n---") && !listed.output.contains(secret), "\(listed.output)")

        for (arguments, message) in [
            (#""${{ vars.evli }}""#, "did you mean `vars.evil`?"),
            (#""${{ vars.${{ vars.evil }} }}""#, "`$` can't stand here"),
            (#""${{ secrets.pin }}""#, "a secret can't stand in `run`"),
        ] {
            try fixture.repository.write(suite(arguments), to: "suite.yaml")
            let refused = try RondoProcess(["validate", fixture.repository.path], outputIn: fixture.directory.url)
            #expect(await refused.exitCode() == 1)
            #expect(refused.output.contains("suite.yaml:9:") && refused.output.contains(message), "\(refused.output)")
        }
        try fixture.repository.write(environment("a: \"${{ vars.b }}\", b: \"${{ vars.a }}\""), to: "env.yaml")
        let recursive = try RondoProcess(["validate", fixture.repository.path], outputIn: fixture.directory.url)
        #expect(await recursive.exitCode() == 1)
        #expect(recursive.output.contains("`a` can't hold references"), "\(recursive.output)")
    }

    @Test("one stored object that can't be read is told, and spoils nothing")
    func poisonPill() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        let workers = fixture.workers()
        try Tool.run(
            "python3",
            [
                "-c",
                "import sqlite3,sys\nwith sqlite3.connect(sys.argv[1]) as db:\n db.execute(\"UPDATE objects SET declared = '{}' WHERE object LIKE '%pool%'\")",
                "\(fixture.state)/control.db",
            ])
        let listed = try await fixture.rondo("get")
        #expect(listed.exit == 0 && listed.output.contains("dev"), "\(listed)")
        #expect(listed.errors.contains("CloudResource/pool can't be read (column declared"), "\(listed.errors)")

        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 0, "\(second.output) \(second.errors)")
        #expect((second.output + second.errors).contains("is applied anew if git declares it"), "\(second.output)")
        #expect(fixture.workers() == workers, "its instance is known by its tags")
        let mended = try await fixture.rondo("get")
        #expect(mended.errors.isEmpty && mended.output.contains("pool"), "\(mended)")
    }

    @Test("naughty strings come back from the store and the listing as they went in")
    func naughtyStrings() async throws {
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data")
        guard let contents = try? Data(contentsOf: data.appending(path: "suites/naughty-strings/blns-dev.json")) else {
            print("skipped: no naughty strings beside the package")
            return
        }
        let strings = try JSONDecoder().decode([String].self, from: contents).filter { !$0.contains("${{") }
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let variables = try strings.enumerated().map { index, text in
            "    v\(index): \(try QuotedYAML.scalar(text))\n"
        }
        try fixture.commit([
            "env.yaml":
                "apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: dev }\nspec:\n  type: dev\n  variables:\n"
                + variables.joined()
        ])
        let run = try RondoProcess(
            [
                "run", "--source", fixture.repository.path, "--state", fixture.state, "--once", "--listen",
                "127.0.0.1:0",
            ],
            outputIn: fixture.directory.url)
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        let listing = try await fixture.rondo("get", "-o", "json")
        let list = try JSONDecoder().decode(JSONValue.self, from: Data(listing.output.utf8))
        guard case .array(let items)? = list["items"], let spec = items.first?["spec"] else {
            Issue.record("\(listing.output.prefix(500))")
            return
        }
        let kept = strings.enumerated().filter { spec["variables"]?["v\($0.offset)"] == .string($0.element) }.count
        print("naughty strings through git, the store and get -o json: \(kept) of \(strings.count)")
        #expect(kept == strings.count)
    }
}
