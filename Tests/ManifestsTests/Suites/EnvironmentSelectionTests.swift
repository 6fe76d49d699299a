import Model
import Testing

@testable import Manifests

struct EnvironmentSelectionTests {
    private static func environment(_ name: String, _ labels: String) -> String {
        TreeFixture.environment.replacing("name: dev", with: "name: \(name), labels: { \(labels) }")
    }

    private static let suite = TreeFixture.suite("    - { name: a, rest: { service: shop, path: /health } }")
        .replacing("[dev]", with: "{ selector: { tier: test } }")

    @Test func aSelectorFindsEnvironmentsByLabels() throws {
        let files = [
            "a.yaml": Self.environment("one", "tier: test, team: a"), "b.yaml": Self.environment("two", "tier: test"),
            "c.yaml": Self.environment("three", "tier: live"), "s.yaml": Self.suite,
        ]
        let loader = ManifestLoader()
        let first = loader.load(TreeFixture.tree(files), source: "default")
        #expect(first.set.diagnostics.map(\.description) == [])
        #expect(first.set.suites.map(\.key.environment) == ["one", "two"])
        let again = loader.load(TreeFixture.tree(files), source: "default")
        #expect(again.set == first.set)
        var fewer = files
        fewer["b.yaml"] = nil
        #expect(loader.load(TreeFixture.tree(fewer), source: "default").set.suites.map(\.key.environment) == ["one"])
    }

    @Test func aSelectorThatFindsNothingIsTold() {
        let loaded = TreeFixture.load(["a.yaml": TreeFixture.environment, "s.yaml": Self.suite])
        #expect(loaded.set.diagnostics.map(\.severity) == [.warning])
        #expect(loaded.set.diagnostics.first?.message.contains("so it runs nowhere") == true)
        #expect(loaded.set.suites.isEmpty)
        #expect(loaded.set.objects.count == 2)
    }

    @Test func whatItFindsMustHaveWhatTheSuiteNames() {
        let loaded = TreeFixture.load([
            "a.yaml": Self.environment("one", "tier: test").replacing("    shop:", with: "    store:"),
            "s.yaml": Self.suite,
        ])
        #expect(loaded.set.diagnostics.first?.message.contains("Environment/one has no service `shop`") == true)
    }
}
