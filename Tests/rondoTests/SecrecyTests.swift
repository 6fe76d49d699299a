import API
import Access
import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

/// Who may ask, and what nobody may ever see.
struct SecrecyTests {
    @Test func theAPIAsksForATokenFromTheFirstDay() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let file = URL(filePath: fixture.state).appending(path: EndpointFile.name)
        let endpoint = try APICoding.decode(EndpointFile.self, from: Data(contentsOf: file))
        for path in ["api/v1/objects", "api/v1/observed", "worker/v1/lease", "", "metrics", "api"] {
            let method = path.hasPrefix("worker") ? "POST" : "GET"
            for token in [nil, "", "wrong"] as [String?] {
                #expect(try await status(method, "\(endpoint.url)/\(path)", token: token) == 401, "\(path)")
            }
        }
        #expect(try await status("GET", "\(endpoint.url)/healthz", token: nil) == 200)
        #expect(try await status("GET", "\(endpoint.url)/readyz", token: nil) == 200)
        for name in ["admin-token", EndpointFile.name, "control.db", "identity/installation.json"] {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(fixture.state)/\(name)")[.posixPermissions]
            #expect(mode as? Int == 0o600, "\(name)")
        }
        await fixture.stop(run)
    }

    @Test func aSecretIsUsedAndNeverShown() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let secret = "hunter2-\(UUID().uuidString)"
        let config = fixture.directory.path("operator.yaml")
        try fixture.directory.write("allow:\n  env: [SHOP_*]\n", to: "operator.yaml")
        try fixture.commit(
            Shop.files.merging([
                "env.yaml": ExampleManifests.environment + "  secrets: { pin: \"env:SHOP_PIN\" }\n",
                "suite.yaml": """
                apiVersion: rondo.dev/v1
                kind: TestSuite
                metadata: { name: smoke }
                spec:
                  environments: [dev]
                  tests:
                    - name: leaks what it can
                      env: { PIN: "${{ secrets.pin }}" }
                      command: { run: [sh, -c, 'echo "pin=$PIN"; test ${#PIN} -eq \(secret.utf8.count) || exit 3; exit 1'] }
                    - name: sends it
                      rest:
                        service: shop
                        path: /nowhere
                        headers: { X-Pin: "${{ secrets.pin }}" }
                      expect: { status: 200 }
                """,
            ]) { $1 })
        let run = try fixture.startController(["--once", "--config", config], environment: ["SHOP_PIN": secret])
        #expect(await run.exitCode() == 1, "\(run.output) \(run.errors)")
        let finished = try #require(try await fixture.runs().first)
        let leak = try #require(finished.tasks.first { $0.name == "leaks what it can" })
        #expect(leak.attempts.last?.result?.output?.exitCode == 1, "the command saw the secret")
        #expect(leak.attempts.last?.result?.output?.stdout == "pin=***\n")
        #expect(!run.output.contains(secret) && !run.errors.contains(secret))
        for process in fixture.processes() {
            #expect(!process.command.contains(secret))
            let environment = FileManager.default.contents(atPath: "/proc/\(process.pid)/environ") ?? Data()
            #expect(!String(decoding: environment, as: UTF8.self).contains(secret), "\(process.command)")
        }
        #expect(try filesHolding(secret, below: fixture.state).isEmpty)
        let token = try String(contentsOfFile: "\(fixture.state)/admin-token", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        #expect(!run.output.contains(token) && !run.errors.contains(token))
        #expect(try filesHolding(token, below: fixture.state) == ["admin-token"])
        let get = try await fixture.rondo("get", "runs", "-o", "json")
        #expect(!get.output.contains(secret))
    }

    @Test func aSecretThatTheOperatorDidNotAllowIsRefused() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(
            Shop.files.merging([
                "env.yaml": ExampleManifests.environment + "  secrets: { home: \"env:HOME\" }\n",
                "suite.yaml": """
                apiVersion: rondo.dev/v1
                kind: TestSuite
                metadata: { name: smoke }
                spec:
                  environments: [dev]
                  tests:
                    - name: reads
                      retry: { errored: 0 }
                      env: { HOME_OF_CONTROLLER: "${{ secrets.home }}" }
                      command: { run: [env] }
                """,
            ]) { $1 })
        let run = try fixture.startController()
        #expect(
            try await eventually {
                try await fixture.runs().contains { $0.verdict.outcome == .errored }
            }, "\(run.output) \(run.errors)")
        let result = try await fixture.runs().first?.tasks.first?.attempts.first?.result
        #expect(result?.message?.contains("allow") == true, "\(String(describing: result))")
        await fixture.stop(run)
    }

    private func status(_ method: String, _ url: String, token: String?) async throws -> Int {
        let client = HTTPClient()
        let headers = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
        let body = method == "POST" ? Data("{}".utf8) : nil
        return try await client.send(HTTPRequest(method: method, url: url, headers: headers, body: body)).status
    }

    private func filesHolding(_ text: String, below folder: String) throws -> [String] {
        let needle = Data(text.utf8)
        let all = try FileManager.default.livingPaths(below: folder)
        return all.filter { path in
            (FileManager.default.contents(atPath: "\(folder)/\(path)") ?? Data()).range(of: needle) != nil
        }
    }
}
