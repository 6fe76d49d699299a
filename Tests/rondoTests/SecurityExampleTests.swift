import Foundation
import Model
import TestSupport
import Testing

/// `examples/security` with the real executable, and what a service that is left open looks like.
struct SecurityExampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL

    private func example() throws -> [String: String] {
        let folder = Self.folder.appending(path: "examples/security")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
        var files: [String: String] = [:]
        for path in paths where !folder.appending(path: path).hasDirectoryPath {
            files[path] = try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
        }
        return files
    }

    private func server(_ script: String, _ mode: String) throws -> FixtureServer {
        try FixtureServer(script: Self.folder.appending(path: "Tests/Fixtures/\(script)"), arguments: [mode])
    }

    private func environment(_ type: String, at url: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec: { \(type), services: { shop: { url: "\(url)" } } }

        """
    }

    @Test func everyTestOfTheExamplePasses() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(try example())
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        let runs = try await fixture.runs()
        #expect(runs.first?.verdict.counts.passed == 2, "\(runs)")
    }

    /// The same suite against a shop that is left open: findings are kept, shown and decide.
    @Test func aShopThatIsLeftOpenFails() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let shop = try server("security_server.py", "open")
        var files = try example()
        files["environments/dev.yaml"] = environment("type: dev", at: shop.url(""))
        try fixture.commit(files)
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 1, "\(run.output) \(run.errors)")
        let ended = try #require(try await fixture.runs().first)
        #expect(ended.verdict.counts.failed == 2, "\(ended)")
        let findings = ended.tasks.map { Set(($0.attempts.last?.result?.findings ?? []).map(\.check)) }
        #expect(
            findings[0].isSuperset(of: ["headers", "cookies-flags", "auth-required", "secrets-in-body"]), "\(ended)")
        #expect(findings[1] == ["cors", "methods-allowed", "error-leak", "open-redirect"], "\(ended)")
        let logs = try await fixture.rondo("logs", "edge", "the locks hold")
        #expect(logs.output.contains("error-leak: 2 findings\n"), "\(logs)")
    }

    /// Breaks when `prod` runs what it does not allow.
    @Test func prodIsAskedOrdinaryThingsOnly() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let shop = try server("security_server.py", "locked")
        var files = try example()
        files["environments/dev.yaml"] = environment("type: prod", at: shop.url(""))
        try fixture.commit(files)
        let validated = try RondoProcess(["validate", fixture.repository.path], outputIn: fixture.directory.url)
        #expect(await validated.exitCode() == 0)
        #expect(
            validated.output.contains(
                "test `the locks hold` is made without `cors`, `methods-allowed`, `error-leak`, `open-redirect`"),
            "\(validated.output) \(validated.errors)")
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        let ended = try #require(try await fixture.runs().first)
        #expect(ended.tasks.map(\.outcome) == [.passed, .skipped], "\(ended)")
        #expect(
            ended.tasks[1].attempts.last?.result?.message?.hasPrefix("left out: `cors`, ") == true, "\(ended.tasks[1])")
    }

    /// What `docs/security-tests.md` says of an OpenAPI document, word by word, with the real Schemathesis.
    @Test(arguments: [("broken", Outcome.failed), ("kept", .passed)])
    func anAPIIsCheckedAgainstItsDocument(_ mode: String, _ outcome: Outcome) async throws {
        guard CounterpartPython.isInstalled else {
            print("skipped: the counterparts from PyPI are not installed")
            return
        }
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let api = try server("openapi_server.py", mode)
        let page = try String(contentsOf: Self.folder.appending(path: "docs/security-tests.md"), encoding: .utf8)
        let block = try #require(page.components(separatedBy: "```").first { $0.contains("--report=junit") })
        let test = block.split(separator: "\n").dropFirst().map { "    \($0)\n" }.joined()
        try fixture.commit([
            "env.yaml": environment("type: dev", at: api.url("")),
            "pool.yaml": ExampleManifests.pool(replicas: 1).replacing(
                "replicas: 1", with: "replicas: 1, worker: { capabilities: [schemathesis] }"),
            "suite.yaml": """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: api }
            spec:
              environments: [dev]
              tests:
            \(test)
            """,
        ])
        let tools = CounterpartPython.url.deletingLastPathComponent().path(percentEncoded: false)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let run = try fixture.startController(["--once"], environment: ["PATH": "\(tools):\(path)"])
        _ = await run.exitCode(within: .seconds(240))
        let task = try #require(try await fixture.runs().first?.tasks.first, "\(run.output) \(run.errors)")
        #expect(task.outcome == outcome, "\(task)")
        let output = try #require(task.attempts.last?.result?.output?.stdout)
        #expect(output.contains("ST108 Response violates schema") == (mode == "broken"), "\(output)")
    }
}
