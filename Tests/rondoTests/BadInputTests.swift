import Foundation
import Model
import TestSupport
import Testing

/// The real program on repositories that are made to hurt, and on texts that are made to deceive.
struct BadInputTests {
    /// Prints the greatest resident size of a program and its children in kB, then what the program printed.
    private static let measured = """
        import resource, subprocess, sys
        run = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, run.returncode)
        sys.stdout.write(run.stdout.decode('utf-8', 'replace')[:200000])
        """

    private func measure(_ arguments: [String]) throws -> (kilobytes: Int, exit: Int, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", Self.measured, RondoExecutable.url.path(percentEncoded: false)] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let figures = lines[0].split(separator: " ").compactMap { Int($0) }
        try #require(figures.count == 2, "\(text.prefix(2_000))")
        return (figures[0], figures[1], lines.count > 1 ? String(lines[1]) : "")
    }

    @Test("bombs and giants are refused one by one, in bounded memory, and the good manifest counts")
    func giants() throws {
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
        let found = try measure(["validate", folder.path("")])
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
