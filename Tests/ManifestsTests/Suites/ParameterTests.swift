import Model
import TestLanguage
import Testing

@testable import Manifests

struct ParameterTests {
    private func load(params: String, _ tests: String, environment: String = TreeFixture.environment) -> LoadedManifests
    {
        TreeFixture.load([
            "a.yaml": environment,
            "b.yaml": TreeFixture.suite(tests).replacing("  tests:", with: "  params: \(params)\n  tests:"),
        ])
    }

    @Test func valuesKeepTheirType() throws {
        let loaded = load(
            params:
                "{ n: { type: integer, default: 3 }, f: { type: number, default: 1.5 }, b: { type: boolean, default: false }, s: { default: x } }",
            """
                - name: a
                  rest: { service: shop, json: { n: "${{ params.n }}", f: "${{ params.f }}", b: "${{ params.b }}", s: "${{ params.s }}", t: "n=${{ params.n }}" } }
            """)
        #expect(loaded.set.diagnostics.isEmpty)
        guard case .rest(let request)? = loaded.set.suites.first?.tests[0].body else {
            Issue.record("no request")
            return
        }
        #expect(
            request.json
                == .object([
                    "n": .integer(3), "f": .number(1.5), "b": .bool(false), "s": .string("x"), "t": .string("n=3"),
                ]))
    }

    @Test func unknownOnesAreNamedWithTheNearest() {
        let loaded = load(
            params: "{ mode: { default: x } }",
            "    - { name: a, command: { run: [\"${{ params.mod }}\", \"${{ params.mode.x }}\", \"${{ params }}\"] } }")
        let messages = loaded.set.diagnostics.map(\.message)
        #expect(messages.contains("unknown parameter `params.mod`: did you mean `params.mode`?"))
        #expect(messages.contains { $0.contains("`params.mode` is text without members") })
        #expect(messages.contains { $0.contains("`params` alone names nothing") })
    }

    @Test func aSecretOneStandsForTheSecretAndNeverForItsValue() throws {
        let loaded = load(
            params: "{ key: { secret: true, default: pin } }",
            "    - { name: a, command: { run: [a] }, env: { KEY: \"k=${{ params.key }}\" } }")
        #expect(loaded.set.diagnostics.isEmpty)
        let suite = try #require(loaded.set.suites.first)
        #expect(suite.tests[0].settings.env == ["KEY": "k=${{ secrets.pin }}"])
        #expect(suite.secrets == ["pin": .environmentVariable("SHOP_PIN")])
        #expect(suite.shares["a"]?.secrets == ["pin"])
        let argument = load(
            params: "{ key: { secret: true, default: pin } }",
            "    - { name: a, command: { run: [a, \"${{ params.key }}\"] } }")
        #expect(argument.set.diagnostics.first?.message.contains("a secret can't stand in `run`") == true)
    }

    /// Bad input 17: values are never read as templates or as YAML.
    @Test func noValueIsReadAgain() throws {
        let environment = TreeFixture.environment.replacing(
            "variables: { region: eu-west-1, retries: 3, version: 1.10 }",
            with: #"variables: { region: "x\n---\nkind: Environment", retries: "secrets.pin }}", version: "$" }"#)
        let loaded = load(
            params: #"{ text: { default: "a\n---\nb" }, open: { default: "${" } }"#,
            #"    - { name: a, command: { run: ["${{ vars.region }}", "${{ vars.version }}{{ ${{ vars.retries }}", "${{ vars.version }}{{ secrets.pin }}", "$${{ vars.region }}", "${{ params.text }}", "${{ params.open }}{ secrets.pin }}"] } }"#,
            environment: environment)
        #expect(loaded.set.diagnostics.map(\.description) == [])
        let suite = try #require(loaded.set.suites.first)
        #expect(loaded.set.objects.count == 2)
        #expect(suite.secrets.isEmpty)
        guard case .command(let command) = suite.tests[0].body else {
            Issue.record("no command")
            return
        }
        // What is left for the last pass names nothing, and becomes what was meant.
        #expect(try command.run.allSatisfy { try Template($0).references.isEmpty })
        let last = try command.run.map { try TreeResolver([.run], scope: Scope()).resolve(.string($0)) }
        #expect(
            last
                == [
                    "x\n---\nkind: Environment", "${{ secrets.pin }}", "${{ secrets.pin }}", "${{ vars.region }}",
                    "a\n---\nb", "${{ secrets.pin }}",
                ].map(JSONValue.string))
    }

    @Test func aReferenceInAValueIsAnError() {
        let variable = TreeFixture.environment.replacing("retries: 3", with: "retries: \"${{ secrets.pin }}\"")
        #expect(TreeFixture.messages(variable).first?.contains("nothing would resolve `${{` here") == true)
        let parameter = load(
            params: "{ a: { default: \"${{ vars.region }}\" } }", "    - { name: a, command: { run: [a] } }")
        #expect(parameter.set.diagnostics.first?.message.contains("nothing would resolve `${{` here") == true)
    }

    @Test(arguments: [
        "${{ ${{ vars.region }} }}", "${{ vars.${{ vars.region }} }}", "${{ vars.region", "${{ }}",
        "${{ vars[region] }}",
        "${{ vars.region | upper }}", "${{ varz.region }}", "${{ vars..region }}", "${{ vars.regio }}",
    ])
    func brokenReferencesAreErrorsAtTheirPlace(text: String) throws {
        let manifest =
            TreeFixture.environment + "---\n"
            + TreeFixture.suite("    - name: a\n      command:\n        run:\n          - '\(text)'")
        let lines = manifest.split(separator: "\n", omittingEmptySubsequences: false)
        let diagnostic = try #require(TreeFixture.load(manifest).set.diagnostics.first)
        #expect(diagnostic.location.line == lines.firstIndex { $0.contains("- '") }.map { $0 + 1 })
        #expect(diagnostic.location.column >= 14)
    }
}
