import Foundation
import Model
import Testing

@testable import Manifests

/// What a suite becomes that names services and writes no tests.
struct ServiceTestsTests {
    private static let environment = """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec:
          type: dev
          services:
            shop: { mock: { routes: [{ path: /health, json: { ok: true } }] }, healthCheck: { path: /health, expect: 200 } }
            bank: { url: "https://bank.test" }
            post: { url: "http://post.test" }

        """

    private func load(_ spec: String) -> LoadedManifests {
        let suite = """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: alive }
            spec:
              environments: [dev]
            \(spec)
            """
        return TreeFixture.load(["env.yaml": Self.environment, "suite.yaml": suite])
    }

    /// Breaks when a mock is asked for headers or how quick it is, a health check is not used, or https has no TLS checks.
    @Test func eachServiceIsTested() throws {
        let loaded = load("  services: [shop, bank, post, bank]\n")
        #expect(loaded.set.diagnostics.filter { $0.severity == .error }.map(\.description) == [])
        let suite = try #require(loaded.set.suites.first)
        #expect(
            suite.tests.map(\.name) == [
                "shop answers", "bank answers", "bank is locked down", "post answers", "post is locked down",
            ])
        guard case .rest(let health) = suite.tests[0].body, case .rest(let root) = suite.tests[1].body,
            case .security(let bank) = suite.tests[2].body, case .security(let post) = suite.tests[4].body
        else {
            Issue.record("\(suite.tests.map(\.body))")
            return
        }
        #expect(health.path == "/health" && suite.tests[0].settings.expect.status == StatusExpectation([.exactly(200)]))
        #expect(root.path == "/" && suite.tests[1].settings.assert.map(\.text) == ["status < 500"])
        #expect(
            suite.tests[0].settings.expect.duration == nil && suite.tests[1].settings.expect.duration == .usual(nil))
        #expect(post.checks.map(\.name) == [.headers, .cookiesFlags])
        #expect(
            bank.checks.map(\.name) == [.headers, .cookiesFlags, .tlsMinVersion, .tlsCertExpiry, .hsts])
        #expect(suite.shares["bank is locked down"]?.abilities == [.security])
        #expect(suite.shares["shop answers"]?.services == ["shop"])
        #expect(suite.services.keys.sorted() == ["bank", "post", "shop"])
    }

    @Test func writtenTestsStandAlone() throws {
        let loaded = load("  services: [shop]\n  tests: [{ name: one, rest: { service: shop } }]\n")
        #expect(loaded.set.suites.first?.tests.map(\.name) == ["one"])
    }

    @Test(
        "A suite with neither tests nor services is an error",
        arguments: ["  on: [manual]\n", "  tests: []\n", "  services: []\n"])
    func nothingToRun(spec: String) {
        #expect(load(spec).set.diagnostics.contains { $0.description.contains("`tests` is missing: write some") })
    }
}
