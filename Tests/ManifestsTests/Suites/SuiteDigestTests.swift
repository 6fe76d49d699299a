import Foundation
import Manifests
import Model
import Planning
import Testing

/// Which fields of a suite are inputs of its verdict (field table, “Input digest”).
struct SuiteDigestTests {
    private static let base: [String: String] = [
        "timeout": "timeout: 5m", "params": "params: { mode: { default: full } }",
        "fragments": "fragments: { login: { steps: [{ command: { run: [login] } }] } }",
        "setup": "setup: [{ command: { run: [prepare] } }]", "teardown": "teardown: [{ command: { run: [clean] } }]",
    ]

    /// The digest of the suite with some fields of its own or of its first test replaced.
    private func digest(
        _ fields: [String: String] = [:], test: String = "", environment: String = "variables: { region: eu, other: x }"
    ) throws -> Digest {
        let own = Self.base.merging(fields) { $1 }.sorted { $0.key < $1.key }.map { "  \($0.value)" }
        let text = """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: dev }
            spec:
              type: dev
              services: { shop: { url: "http://shop.test" }, other: { url: "http://other.test" } }
              secrets: { pin: env:PIN, other: env:OTHER }
              \(environment)
            ---
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: smoke }
            spec:
              environments: [dev]
            \(own.joined(separator: "\n"))
              tests:
                - { name: a, rest: { service: shop, headers: { R: "${{ vars.region }}", P: "${{ secrets.pin }}" } }\(test) }
                - { name: b, integration: { steps: [{ use: login }, { command: { run: ["${{ params.mode }}"] } }] } }

            """
        let tree = SourceTree(
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: "1")),
            files: [SourceFile(path: "a.yaml", blob: GitObjectID(rawValue: "1"), contents: Data(text.utf8))])
        let set = ManifestLoader().load(tree, source: "default").set
        try #require(set.diagnostics.filter { $0.severity == .error }.isEmpty, "\(set.diagnostics)")
        return Digests.suiteInputs(of: try #require(set.suites.first))
    }

    @Test(arguments: [
        ("params", "params: { mode: { default: quick } }"),
        ("params", "params: { mode: { default: full }, more: { default: 1, type: integer } }"),
        ("fragments", "fragments: { login: { steps: [{ command: { run: [login, now] } }] } }"),
        ("setup", "setup: [{ command: { run: [prepare, more] } }]"),
        ("teardown", "teardown: [{ command: { run: [clean, more] } }]"),
        ("services", "services: [other]"),
    ])
    func whatAVerdictDependsOnIsAnInput(field: String, text: String) throws {
        #expect(try digest([field: text]) != digest())
    }

    @Test(arguments: [
        ("on", "on: [manual]"), ("order", "order: history"), ("select", "select: { budget: 50% }"),
        ("concurrency", "concurrency: { max: 2 }"), ("retention", "retention: { runs: 5 }"),
        ("failFast", "failFast: first"), ("deadline", "deadline: 5m"), ("timeout", "timeout: 6m"),
        ("providers", "providers: [local]"),
    ])
    func howASuiteIsRunIsNoInput(field: String, text: String) throws {
        #expect(try digest([field: text]) == digest())
    }

    @Test(arguments: [
        "timeout: 9s", "retry: { failed: 2 }", "env: { A: b }", "when: \"a == a\"", "matrix: { x: [1] }",
        "shards: { count: 2 }", "isolation: container", "files: [a]", "quarantine: { issue: x }", "secrets: [other]",
        "onWorkerLost: error", "affinity: x", "artifacts: { paths: [a] }", "resources: { disk: 1Gi }",
        "dependsOn: [{ test: b, when: finished }]",
    ])
    func fieldsOfATestAreInputs(field: String) throws {
        #expect(try digest(test: ", \(field)") != digest())
    }

    @Test func labelsAndReuseAreNone() throws {
        #expect(try digest(test: ", labels: { a: b }") == digest())
        #expect(try digest(test: ", cache: { inputs: [] }") == digest())
    }

    @Test func variablesCountWhereTheyAreUsed() throws {
        #expect(try digest(environment: "variables: { region: us, other: x }") != digest())
        #expect(try digest(environment: "variables: { region: eu, other: y }") == digest())
    }

    @Test func partsNameWhatDiffers() {
        let step = TestStep(action: .command(CommandSpec(run: ["clean"])))
        let suite = ResolvedSuite(
            key: SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "a"), environment: "dev"), tests: [],
            params: ["mode": .string("full")], teardown: [step])
        #expect(Planning.SuiteInputs(suite).parts().keys.sorted() == ["environment.type", "params.mode", "teardown"])
    }
}
