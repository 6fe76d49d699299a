import Foundation
import Model
import Testing

@testable import Manifests

/// `rondo.yaml` at the root of the path.
struct RepositoryFileTests {
    private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINnDv5cIYOYK4JAxSyWwWKVgX8yZD2j/5uVBTGBY0a6t"

    private let suite = TreeFixture.suite(
        """
            - { name: own, timeout: 5s, command: { run: ["true"] } }
            - { name: open, command: { run: ["true"] } }
        """)

    private func files(_ repository: String?) -> [String: String] {
        var files = ["a.yaml": TreeFixture.environment, "s.yaml": suite]
        files["rondo.yaml"] = repository
        return files
    }

    private func timeouts(_ set: DesiredSet) -> [String] {
        set.suites.flatMap(\.tests).map { "\($0.settings.timeout)" }
    }

    @Test func itsDefaultsStandBelowThoseOfSuites() throws {
        let text = "defaults: { drift: report, timeout: 90s, retry: { failed: 1 } }\n"
        let set = TreeFixture.load(files(text)).set
        #expect(set.diagnostics.isEmpty, "\(set.diagnostics)")
        #expect(timeouts(set) == ["5s", "90s"])
        #expect(set.suites.first?.tests.map(\.settings.retry.failed) == [1, 1])
        #expect(set.suites.first?.tests.map(\.settings.retry.errored) == [2, 2])
        guard case .environment(let spec)? = set.objects.first?.spec else { throw Missing() }
        #expect(spec.drift == .report)
        #expect(set.repository?.defaults.timeout == .seconds(90))
        #expect(set.repository?.prune == RepositoryConfiguration.Prune())
        // It is no manifest.
        #expect(set.fileCount == 2 && set.objects.count == 2)

        let own = TreeFixture.suite("    - { name: open, command: { run: [\"true\"] } }")
            .replacingOccurrences(of: "  environments", with: "  defaults: { timeout: 7s }\n  environments")
        var more = files(text)
        more["s.yaml"] = own
        more["a.yaml"] = TreeFixture.environment.replacingOccurrences(
            of: "type: dev", with: "type: dev\n  drift: ignore")
        let nearer = TreeFixture.load(more).set
        #expect(timeouts(nearer) == ["7s"])
        guard case .environment(let kept)? = nearer.objects.first?.spec else { throw Missing() }
        #expect(kept.drift == .ignore)
    }

    @Test func aChangeOfDefaultsReachesManifestsThatDidNotChange() {
        let loader = ManifestLoader()
        let before = loader.load(TreeFixture.tree(files("defaults: { timeout: 1m }")), source: "default").set
        let after = loader.load(TreeFixture.tree(files("defaults: { timeout: 2m }")), source: "default").set
        let without = loader.load(TreeFixture.tree(files(nil)), source: "default").set
        #expect(timeouts(before) == ["5s", "1m"])
        #expect(timeouts(after) == ["5s", "2m"])
        #expect(timeouts(without) == ["5s", "1m"] || timeouts(without) == ["5s", "60s"])
        #expect(without.repository == nil)
    }

    @Test func everythingOfItIsRead() throws {
        let text = """
            defaults: { drift: ignore }
            prune: { maxObjects: 2, maxPercent: 10, window: 2h, grace: 5m }
            ignore: [charts/, "*.tmpl.yaml"]
            requireSignedCommits: { keys: ["\(Self.key)"] }
            pullRequests: { run: none, preview: try-it }
            workers: { version: "1.2" }
            """
        let set = TreeFixture.load(files(text)).set
        #expect(!set.hasErrors)
        #expect(
            set.diagnostics.map(\.description) == [
                "rondo.yaml:5:1: `pullRequests` is checked, but this version does not act on it yet",
                "rondo.yaml:6:1: `workers` is checked, but this version does not act on it yet",
            ])
        let configuration = try #require(set.repository)
        #expect(configuration.prune.maxObjects == 2 && configuration.prune.grace == .minutes(5))
        #expect(configuration.pullRequests?.run == RepositoryConfiguration.PullRequests.Run.none)
        #expect(configuration.requireSignedCommits?.keys == [Self.key])
        let stored = try CanonicalEncoding.data(set)
        #expect(try JSONDecoder().decode(DesiredSet.self, from: stored).repository == configuration)
    }

    @Test(arguments: [
        ("defaults: { timeout: 90 }", "rondo.yaml:1:22: `timeout: 90` needs a unit, for example `90s`"),
        ("default: {}", "rondo.yaml:1:1: unknown field `default` in rondo.yaml: did you mean `defaults`?"),
        ("prune: { maxPercent: 20% }", "`maxPercent` must be a whole number from 0 to 100"),
        ("[a]", "must be a mapping"), ("a: [", "rondo.yaml:"),
        ("ignore: []\n---\nignore: []", "`rondo.yaml` is one document"),
        ("ignore: [\"a\\nb\"]", "must be one pattern as in `.gitignore`"),
        ("requireSignedCommits: { keys: [AB12] }", "must be a public key: `ssh-ed25519 AAAA…`"),
        ("requireSignedCommits: { keys: [] }", "keys"),
        ("defaults: { drift: reports }", "did you mean `report`?"),
    ])
    func aBrokenOneIsToldAndTheLastGoodOneHolds(text: String, message: String) {
        let good = TreeFixture.load(files("defaults: { timeout: 90s }\nignore: [x/]")).set
        let loaded = ManifestLoader().load(TreeFixture.tree(files(text)), source: "default", lastGood: good)
        #expect(loaded.set.diagnostics.contains { $0.description.contains(message) }, "\(loaded.set.diagnostics)")
        #expect(loaded.set.hasErrors)
        #expect(loaded.set.repository == good.repository)
        #expect(timeouts(loaded.set) == ["5s", "90s"])
        // It declares nothing, so it keeps nothing from being pruned.
        #expect(loaded.set.unreadable.isEmpty && loaded.set.broken.isEmpty)
    }

    @Test func anEmptyOneSaysNothing() {
        for text in ["", "# nothing\n", "~"] {
            let set = TreeFixture.load(files(text)).set
            #expect(set.diagnostics.isEmpty && set.repository == RepositoryConfiguration())
        }
    }

    @Test func itIsLookedForAtTheRootOfThePathAlone() {
        let inside = TreeFixture.load(["a.yaml": TreeFixture.environment, "x/rondo.yaml": "defaults: { timeout: 90 }"])
        #expect(inside.set.diagnostics.isEmpty && inside.set.repository == nil)
        let tree = TreeFixture.tree([
            "deploy/a.yaml": TreeFixture.environment, "deploy/rondo.yaml": "ignore: [/b.yaml]",
            "deploy/b.yaml": "kind: Environment",
        ])
        let rooted = SourceTree(revision: tree.revision, files: tree.files, root: "deploy")
        let loaded = ManifestLoader().load(rooted, source: "default")
        #expect(loaded.set.repository?.ignore == ["/b.yaml"])
        #expect(loaded.ignored == [IgnoredFile(path: "deploy/b.yaml", why: "deploy/rondo.yaml:1 `/b.yaml`")])
        let slip = TreeFixture.load(["a.yaml": TreeFixture.environment, "rondo.yml": "ignore: []"])
        #expect(
            slip.set.diagnostics.map(\.message) == [
                "is not read: the configuration of a repository is named `rondo.yaml`"
            ])
    }

    @Test func aLinkInItsPlaceKeepsTheLastGoodOne() {
        let good = TreeFixture.load(files("defaults: { timeout: 90s }")).set
        let tree = TreeFixture.tree(files(nil))
        let notice = Diagnostic(
            message: "is no regular file", location: SourceLocation(file: "rondo.yaml", line: 1, column: 1))
        let linked = SourceTree(revision: tree.revision, files: tree.files, notices: [notice])
        let set = ManifestLoader().load(linked, source: "default", lastGood: good).set
        #expect(set.repository == good.repository && set.hasErrors && set.unreadable.isEmpty)
    }

    @Test func whatLimitsComesFromTheLastConvergedCommit() {
        var first = TreeFixture.load(files("prune: { maxObjects: 2 }")).set
        #expect(first.convergedRepository == nil)
        first.convergedRepository = first.repository
        let next = ManifestLoader().load(
            TreeFixture.tree(files("prune: { maxObjects: 99 }")), source: "default", lastGood: first
        ).set
        #expect(next.repository?.prune.maxObjects == 99)
        #expect(next.convergedRepository?.prune.maxObjects == 2)
    }

    private struct Missing: Error {}
}
