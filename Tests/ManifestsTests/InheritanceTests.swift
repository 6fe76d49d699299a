import Foundation
import Model
import Testing

@testable import Manifests

/// Environments that begin with others.
struct InheritanceTests {
    private static func environment(_ name: String, _ spec: String, namespace: String = "default") -> String {
        "apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: \(name), namespace: \(namespace) }\nspec:\n"
            + spec.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
    }

    private static let base = environment(
        "base",
        """
        type: dev
        variables: { region: eu, currency: EUR }
        secrets: { pin: env:SHOP_PIN }
        maxConcurrentTasks: 4
        services:
          shop: { mock: { routes: [{ path: /health }, { path: /old }] } }
          bank: { url: "https://bank.test" }
        drift: report
        """)

    private func spec(_ name: String, in set: DesiredSet) -> EnvironmentSpec? {
        set.objects.lazy.compactMap { object -> EnvironmentSpec? in
            guard object.identity.name == name, case .environment(let spec) = object.spec else { return nil }
            return spec
        }.first
    }

    private func load(_ files: [String: String]) -> DesiredSet { TreeFixture.load(files).set }

    @Test func mapsMergeAndListsReplace() throws {
        let child = Self.environment(
            "child",
            """
            extends: base
            variables: { region: us }
            services:
              shop: { mock: { routes: [{ path: /new }] } }
              cart: { url: "https://cart.test" }
            """)
        let set = load(["a.yaml": child, "b.yaml": Self.base])
        #expect(set.diagnostics.isEmpty, "\(set.diagnostics)")
        let spec = try #require(self.spec("child", in: set))
        #expect(spec.type == .dev && spec.extends == "base" && spec.drift == .report && spec.maxConcurrentTasks == 4)
        #expect(spec.variables == ["region": "us", "currency": "EUR"])
        #expect(Set(spec.services.keys) == ["shop", "bank", "cart"])
        guard case .mock(let mock)? = spec.services["shop"] else {
            Issue.record("shop is no mock")
            return
        }
        #expect(mock.routes.map(\.path) == ["/new"])
        // The manifest shows what holds.
        let manifest = set.objects.first { $0.identity.name == "child" }?.manifest
        #expect(manifest?["variables"]?["currency"] == .string("EUR"))
        #expect(manifest?["extends"] == .string("base"))
    }

    @Test func aServiceWithAnAddressTakesThePlaceOfAMock() throws {
        let child = Self.environment(
            "child", "extends: base\ntype: prod\nservices: { shop: { url: \"https://shop.test\" } }")
        let set = load(["a.yaml": child, "b.yaml": Self.base])
        #expect(set.diagnostics.isEmpty, "\(set.diagnostics)")
        #expect(spec("child", in: set)?.services["shop"] == .url("https://shop.test"))
    }

    @Test func secretsAndCredentialsComeOnlyFromWhoSharesThem() throws {
        let open = Self.environment(
            "open",
            """
            type: dev
            shareSecrets: true
            secrets: { pin: env:SHOP_PIN }
            services: { shop: { url: "https://s.test", credentials: { token: "${{ secrets.pin }}" } } }
            """)
        let closed = open.replacingOccurrences(of: "shareSecrets: true", with: "shareSecrets: false")
            .replacingOccurrences(of: "name: open", with: "name: closed")
        let set = load([
            "a.yaml": open, "b.yaml": closed, "c.yaml": Self.environment("first", "extends: open"),
            "d.yaml": Self.environment("second", "extends: closed"),
            "e.yaml": Self.environment("third", "extends: first"),
        ])
        #expect(!set.hasErrors, "\(set.diagnostics)")
        #expect(spec("first", in: set)?.secrets.keys.sorted() == ["pin"])
        #expect(spec("first", in: set)?.serviceNotes["shop"]?.credentials == ["token": "${{ secrets.pin }}"])
        #expect(spec("second", in: set)?.secrets.isEmpty == true)
        #expect(spec("second", in: set)?.serviceNotes["shop"]?.credentials == nil)
        // Sharing is not inherited: `first` would have to say so itself.
        #expect(spec("third", in: set)?.secrets.isEmpty == true)
        #expect(spec("third", in: set)?.shareSecrets == false)
    }

    @Test func anErrorOfTheWholePointsAtTheValueThatCausedIt() {
        let set = load(["a.yaml": Self.environment("child", "extends: base\ntype: prod"), "b.yaml": Self.base])
        #expect(
            set.diagnostics.map(\.description) == [
                "b.yaml:10:13: an Environment of type `prod` has no mocks: give the service a `url`"
            ])
        #expect(set.diagnostics.first?.object?.name == "child")
        #expect(spec("base", in: set) != nil && spec("child", in: set) == nil)
        let half = load([
            "a.yaml": Self.environment("child", "extends: base\nvariables: { x: [1] }"), "b.yaml": Self.base,
        ])
        #expect(half.diagnostics.map(\.description) == ["a.yaml:6:19: `x` must be text, but it is a list"])
        let secret = load([
            "a.yaml": Self.environment(
                "child", "extends: base\nservices: { bank: { credentials: { token: \"${{ secrets.pin }}\" } } }"),
            "b.yaml": Self.base,
        ])
        #expect(
            secret.diagnostics.contains {
                $0.location.file == "a.yaml" && $0.location.line == 6
                    && $0.message.hasPrefix("unknown secret `secrets.pin`")
            })
    }

    @Test func whatAParentSaysOfItselfIsToldOnce() {
        let parent = Self.environment("base", "type: dev\nclouds: { gcp: { project: shop } }")
        let set = load(["a.yaml": Self.environment("child", "extends: base"), "b.yaml": parent])
        #expect(set.diagnostics.map(\.location.file) == ["b.yaml"])
        #expect(set.objects.count == 2)
    }

    @Test func anUnknownParentIsToldWithTheNearestName() {
        let set = load(["a.yaml": Self.environment("child", "extends: bsae"), "b.yaml": Self.base])
        #expect(
            set.diagnostics.map(\.description) == [
                "a.yaml:5:12: there is no Environment `bsae`: did you mean `base`?"
            ])
        let foreign = load([
            "a.yaml": Self.environment("child", "extends: base", namespace: "other"), "b.yaml": Self.base,
        ])
        #expect(foreign.diagnostics.map(\.message) == ["there is no Environment `base` in other: none is declared"])
    }

    @Test func aCircleIsToldWithItsPath() {
        let set = load([
            "a.yaml": Self.environment("a", "extends: b"), "b.yaml": Self.environment("b", "extends: c"),
            "c.yaml": Self.environment("c", "extends: a"), "d.yaml": Self.environment("d", "extends: d"),
            "e.yaml": Self.environment("e", "extends: a"),
        ])
        #expect(
            set.diagnostics.map(\.message) == [
                "these Environments extend each other: a → b → c → a",
                "these Environments extend each other: b → c → a → b",
                "these Environments extend each other: c → a → b → c",
                "these Environments extend each other: d → d",
                "Environment/a, which it extends, has an error (a.yaml:5:12): mend that first",
            ])
        #expect(set.objects.isEmpty)
    }

    @Test func theChainIsBounded() {
        var files = ["e0.yaml": Self.environment("e0", "type: dev")]
        for index in 1..<3_000 { files["e\(index).yaml"] = Self.environment("e\(index)", "extends: e\(index - 1)") }
        let set = load(files)
        #expect(set.objects.count == Inheritance.depthLimit)
        #expect(set.diagnostics.contains { $0.message == "more than 16 Environments stand behind one another" })
    }

    @Test func aBrokenParentKeepsTheLastGoodVersionOfItsChildren() throws {
        var history = CommitHistory()
        let child = Self.environment("child", "extends: base\nvariables: { region: us }")
        let first = history.commit(["a.yaml": child, "b.yaml": Self.base])
        #expect(first.broken.isEmpty)
        let second = history.commit([
            "a.yaml": child,
            "b.yaml": Self.base.replacingOccurrences(of: "maxConcurrentTasks: 4", with: "maxConcurrentTasks: four"),
        ])
        #expect(second.objects == first.objects)
        #expect(second.brokenTexts == ["Environment/base: b.yaml:8:23 (c1)", "Environment/child: a.yaml:5:12 (c1)"])
        #expect(
            second.diagnostics.contains {
                $0.message.contains("Environment/base, which it extends, has an error (b.yaml:8:23)")
            })
        let mended = history.commit([
            "a.yaml": child,
            "b.yaml": Self.base.replacingOccurrences(of: "maxConcurrentTasks: 4", with: "maxConcurrentTasks: 5"),
        ])
        #expect(mended.broken.isEmpty)
        #expect(spec("child", in: mended)?.maxConcurrentTasks == 5)
        // Declared twice: nobody knows which one is meant.
        let twice = history.commit(["a.yaml": child, "b.yaml": Self.base, "c.yaml": Self.base])
        #expect(spec("child", in: twice)?.maxConcurrentTasks == 5)
        #expect(twice.broken.map(\.object.name) == ["base", "child"])
        // What makes the parent wrong beside others' manifests.
        let waiting = Self.base.replacingOccurrences(
            of: "type: dev", with: "type: dev\n  dependsOn: [Environment/nothing]")
        let lonely = history.commit(["a.yaml": child, "b.yaml": waiting])
        #expect(lonely.broken.map(\.object.name) == ["base", "child"])
    }

    @Test func aChangedParentChangesItsChildrenAndTheirSuites() throws {
        let loader = ManifestLoader()
        let child = Self.environment("child", "extends: base")
        let suite = TreeFixture.suite("    - { name: t, command: { run: [echo, \"${{ vars.region }}\"] } }")
            .replacingOccurrences(of: "[dev]", with: "[child]")
        func load(_ base: String) -> DesiredSet {
            loader.load(TreeFixture.tree(["a.yaml": child, "b.yaml": base, "s.yaml": suite]), source: "default").set
        }
        let before = load(Self.base)
        #expect(before.suites.first?.variables == ["region": "eu"])
        let same = load(Self.base)
        #expect(same == before)
        let after = load(Self.base.replacingOccurrences(of: "region: eu", with: "region: us"))
        #expect(after.suites.first?.variables == ["region": "us"])
        #expect(spec("child", in: after)?.variables["region"] == "us")
    }
}
