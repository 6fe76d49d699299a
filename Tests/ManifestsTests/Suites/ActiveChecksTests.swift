import Model
import Testing

@testable import Manifests

/// What `prod` allows of security tests.
struct ActiveChecksTests {
    private func load(_ type: String) -> LoadedManifests {
        TreeFixture.load([
            "env.yaml": """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: live }
            spec: { \(type) }

            """,
            "suite.yaml": """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: edge }
            spec:
              environments: [live]
              tests:
                - name: locked
                  security:
                    url: https://shop.example
                    checks: [hsts, cors: ["https://shop.example"], auth-required: [/orders], rate-limit]
                - name: tried
                  security: { url: https://shop.example, checks: [open-redirect], severityThreshold: high }

            """,
        ])
    }

    private func specs(_ outcome: LoadedManifests) throws -> [SecuritySpec] {
        try #require(outcome.set.suites.first).tests.compactMap { test in
            guard case .security(let spec) = test.body else { return nil }
            return spec
        }
    }

    /// Breaks when `SuiteExpansion` hands on what the environment does not allow.
    @Test func prodIsAskedOrdinaryThingsOnly() throws {
        let outcome = load("type: prod")
        let specs = try specs(outcome)
        #expect(specs[0].checks.map(\.name) == [.hsts, .authRequired] && specs[0].leftOut == [.cors, .rateLimit])
        #expect(specs[1].checks.isEmpty && specs[1].leftOut == [.openRedirect])
        #expect(specs[1].severityThreshold == .high && specs[1].url == "https://shop.example")
        #expect(
            outcome.set.diagnostics.map(\.description) == [
                "suite.yaml:1:1: test `locked` is made without `cors`, `rate-limit` in Environment/live, which is "
                    + "of type `prod`: allow what sends odd requests there with `allow: [security]`",
                "suite.yaml:1:1: test `tried` is made without `open-redirect` in Environment/live, which is of "
                    + "type `prod`: allow what sends odd requests there with `allow: [security]`",
            ])
    }

    @Test(arguments: ["type: prod, allow: [security]", "type: staging", "type: dev"])
    func whatIsAllowedIsMade(_ type: String) throws {
        let outcome = load(type)
        #expect(outcome.set.diagnostics.map(\.description) == [])
        let specs = try specs(outcome)
        #expect(specs[0].checks.map(\.name) == [.hsts, .cors, .authRequired, .rateLimit] && specs[0].leftOut == nil)
        #expect(specs[1].checks.map(\.name) == [.openRedirect])
    }

    /// To be allowed is an input of the suite: it runs again.
    @Test func leavingOutIsAnotherTest() throws {
        let without = try #require(load("type: prod").set.suites.first)
        let with = try #require(load("type: prod, allow: [security]").set.suites.first)
        #expect(without != with)
    }

    /// A version that is written as a number is the text that it looks like.
    @Test func versionsNeedNoQuotes() throws {
        let outcome = TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": TreeFixture.suite(
                "    - { name: a, security: { service: shop, checks: [tls-min-version: 1.3, rate-limit: 50/s] } }"),
        ])
        #expect(
            try specs(outcome)[0].checks == [
                SecurityCheck(.tlsMinVersion, .string("1.3")), SecurityCheck(.rateLimit, .string("50/s")),
            ])
    }
}
