import Model
import Testing

@testable import Manifests

struct FragmentTests {
    private func load(fragments: String, _ tests: String) -> LoadedManifests {
        TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": TreeFixture.suite(tests).replacing("  tests:", with: "  fragments:\n\(fragments)\n  tests:"),
        ])
    }

    private func messages(_ loaded: LoadedManifests) -> [String] {
        loaded.set.diagnostics.filter { $0.severity == .error }.map(\.message)
    }

    @Test func stepsTakeThePlaceOfTheUse() throws {
        let loaded = load(
            fragments: """
                    login:
                      params: { user: string, host: { type: string, default: shop } }
                      steps:
                        - request: { url: "http://${{ params.host }}.test/${{ vars.region }}", json: { user: "${{ params.user }}" } }
                          capture: { token: json $.token }
                    twice:
                      params: { who: string }
                      steps:
                        - { use: login, with: { user: "${{ params.who }}" } }
                        - { use: login, with: { user: "${{ params.who }}-${{ vars.region }}", host: bank } }
                """,
            """
                - name: a
                  matrix: { name: [ana] }
                  integration:
                    steps:
                      - { use: twice, with: { who: "${{ matrix.name }}" } }
                      - request: { service: shop, path: "/${{ captures.token }}" }
            """)
        #expect(messages(loaded) == [])
        let suite = try #require(loaded.set.suites.first)
        guard case .integration(let spec) = suite.tests[0].body, case .steps(let outer) = spec.steps[0].action,
            case .steps(let first) = outer[0].action, case .steps(let second) = outer[1].action,
            case .request(let one) = first[0].action, case .request(let two) = second[0].action,
            case .request(let last) = spec.steps[1].action
        else {
            Issue.record("\(suite.tests[0].body)")
            return
        }
        #expect(one.url == "http://shop.test/eu-west-1")
        #expect(one.json == .object(["user": .string("ana")]))
        #expect(two.url == "http://bank.test/eu-west-1")
        #expect(two.json == .object(["user": .string("ana-eu-west-1")]))
        #expect(last.path == "/${{ captures.token }}")
        #expect(suite.variables == ["region": "eu-west-1"])
        #expect(suite.shares["a [name=ana]"]?.services == ["shop"])
    }

    @Test func whatIsWrongIsSaidWhereItStands() {
        let loaded = load(
            fragments: """
                    login:
                      params: { user: string, tries: integer }
                      steps: [{ command: { run: [a, "${{ params.usr }}", "${{ env.X }}", "${{ captures.id }}"] } }]
                    unused: { steps: [{ command: { run: ["${{ vars.regio }}"] } }] }
                """,
            """
                - name: a
                  integration:
                    steps:
                      - use: logn
                      - { use: login, with: { usr: a, tries: many } }
            """)
        #expect(
            messages(loaded) == [
                "unknown parameter `params.usr`: did you mean `params.user`?",
                "`env.X` is not known here: hand it over as a parameter",
                "`captures.id` is made by no earlier step of the fragment: hand it over as a parameter",
                "unknown fragment `logn`: did you mean `login`?",
                "fragment `login` needs a value for `user`: give it in `with`",
                "fragment `login` has no parameter `usr`: did you mean `user`?",
                "`tries` must be of type integer, but it is the text `many`",
            ])
    }

    @Test func recursionPrintsItsPath() {
        let loaded = load(
            fragments: """
                    one: { steps: [{ use: two }] }
                    two: { steps: [{ parallel: [{ use: three }] }] }
                    three: { steps: [{ use: one }] }
                    self: { steps: [{ use: self }] }
                """,
            "    - { name: a, integration: { steps: [{ use: one }] } }")
        let found = messages(loaded)
        #expect(found.contains("these fragments use each other without an end: one → two → three → one"))
        #expect(found.contains("these fragments use each other without an end: self → self"))
    }

    @Test func capturesAreKnownFromTheirStepOn() {
        let loaded = load(
            fragments: "    none: { steps: [{ command: { run: [a] } }] }",
            """
                - name: a
                  integration:
                    steps:
                      - { command: { run: [a, "${{ captures.late }}"] }, capture: { own: stdout }, assert: ["stdout contains ${{ captures.own }}"] }
                      - { name: make, command: { run: [a, "${{ captures.own }}"] }, capture: { late: stdout } }
                      - parallel:
                          - { command: { run: [a] }, capture: { left: stdout } }
                          - { command: { run: [a, "${{ captures.left }}"] } }
                      - { command: { run: [a, "${{ captures.left }}", "${{ steps.make.captures.lat }}", "${{ steps.mak.captures.late }}", "${{ steps.make }}"] } }
                - name: b
                  dependsOn: [a]
                  command: { run: [a, "${{ captures.late }}", "${{ captures.item }}"] }
            """)
        #expect(
            messages(loaded) == [
                "`captures.late` is made by this step or a later one",
                "`captures.left` is made by this step or a later one",
                "unknown capture `steps.make.captures.lat`: did you mean `steps.make.captures.late`?",
                "unknown step `steps.mak`: did you mean `steps.make`?",
                "`steps.make` is unknown: write `steps.make.captures.NAME`",
                "unknown capture `captures.item`: known are `captures.late`, `captures.left`, `captures.own`",
            ])
    }
}
