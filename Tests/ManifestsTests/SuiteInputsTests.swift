import Foundation
import Model
import TestLanguage
import Testing

@testable import Manifests

/// The repository files that tests depend on.
struct SuiteInputsTests {
    private static let suite = TreeFixture.suite(
        """
            - { name: reads, command: { run: [x] }, cache: { inputs: [data/*.json, ../shared/**] } }
            - { name: plain, command: { run: [x] }, cache: { ttl: 1h } }
            - { name: never, command: { run: [x] } }
        """)

    private func tree(_ listing: [String: String]?, suite: String = suite) -> SourceTree {
        let files = TreeFixture.tree(["env.yaml": TreeFixture.environment, "suites/a.yaml": suite]).files
        return SourceTree(
            revision: TreeFixture.revision, files: files,
            listing: listing?.mapValues { GitObjectID(rawValue: $0) })
    }

    @Test func findsTheFilesOfEachTest() throws {
        let listing = [
            "data/x.json": "0", "suites/data/a.json": "1", "suites/data/b.json": "2", "suites/data/c.txt": "3",
            "suites/data/deep/d.json": "4", "shared/e": "5", "shared/deep/f": "6", "sharedg": "7", "shared0": "8",
        ]
        let loaded = ManifestLoader().load(tree(listing), source: "default")
        #expect(loaded.set.diagnostics.isEmpty)
        #expect(loaded.needsListing)
        let suite = try #require(loaded.set.suites.first)
        let files = suite.files.mapValues { $0.mapValues(\.rawValue) }
        #expect(
            files == [
                "reads": ["suites/data/a.json": "1", "suites/data/b.json": "2", "shared/e": "5", "shared/deep/f": "6"]
            ])
        #expect(suite.tests.map(\.settings.cache?.ttl) == [nil, .minutes(60), nil])
        #expect(suite.tests.map(\.settings.cache?.inputs) == [["data/*.json", "../shared/**"], [], nil])
    }

    /// Breaks when `cache.inputs` are laid out too, when paths keep the manifest's folder, or the mode is lost.
    @Test func whatATestIsGivenLiesBelowTheFolderOfItsManifest() throws {
        let suite = TreeFixture.suite(
            """
                - name: all
                  files: ["data/*.csv", "bin/**"]
                  command: { run: [bin/run] }
                  cache: { inputs: [other.txt] }
                  assert: ['stdout equalsFile "data/x.txt"', 'stdout matchesSchema "schema.json"']
                - { name: none, command: { run: [x] }, cache: { inputs: [other.txt] } }
            """)
        let listing = [
            "suites/data/a.csv": "1", "suites/data/x.txt": "2", "suites/bin/run": "3", "suites/schema.json": "4",
            "suites/other.txt": "5", "data/a.csv": "6",
        ]
        let tree = tree(listing, suite: suite)
        let loaded = ManifestLoader().load(
            SourceTree(
                revision: tree.revision, files: tree.files, listing: tree.listing, executables: ["suites/bin/run"]),
            source: "default")
        #expect(loaded.set.diagnostics.isEmpty, "\(loaded.set.diagnostics)")
        let resolved = try #require(loaded.set.suites.first)
        func file(_ path: String, _ blob: String, isExecutable: Bool = false) -> ScratchFile {
            ScratchFile(
                path: path, origin: "suites/\(path)", blob: GitObjectID(rawValue: blob), isExecutable: isExecutable)
        }
        #expect(
            resolved.scratchFiles == [
                "all": [
                    file("bin/run", "3", isExecutable: true), file("data/a.csv", "1"), file("data/x.txt", "2"),
                    file("schema.json", "4"),
                ]
            ])
        #expect(resolved.files["all"]?.count == 5)
        #expect(resolved.files["none"]?.keys.sorted() == ["suites/other.txt"])
        #expect(try TreeDecoder.decode(ResolvedSuite.self, from: CanonicalEncoding.tree(resolved)) == resolved)
    }

    /// Breaks when a file could be laid outside of the scratch folder.
    @Test(arguments: ["../shared/x", "a/../../shared/x"]) func whatIsLaidOutMustLieBelowTheManifest(path: String) {
        let listing = ["shared/x": "1"]
        let files = TreeFixture.suite("    - { name: t, files: [\(path)], command: { run: [x] } }")
        let loaded = ManifestLoader().load(tree(listing, suite: files), source: "default")
        #expect(
            loaded.set.diagnostics.first?.message.contains(
                "files lie in the scratch folder as they lie below the folder of the manifest") == true)
        let watched = TreeFixture.suite(
            "    - { name: t, cache: { inputs: [\(path)] }, command: { run: [x] } }")
        #expect(ManifestLoader().load(tree(listing, suite: watched), source: "default").set.diagnostics.isEmpty)
    }

    @Test func withoutAListingItAsksForOne() throws {
        let loader = ManifestLoader()
        let loaded = loader.load(tree(nil), source: "default")
        #expect(loaded.needsListing && loaded.set.diagnostics.isEmpty)
        #expect(loaded.set.suites.first?.files == [:])
        let listed = loader.load(tree(["suites/data/a.json": "1", "shared/b": "2"]), source: "default")
        #expect(listed.set.suites.first?.files["reads"]?.count == 2)
        let plain = TreeFixture.suite("    - { name: t, command: { run: [x] }, cache: { inputs: [] } }")
        #expect(!loader.load(tree(nil, suite: plain), source: "default").needsListing)
    }

    @Test func noticesThatABlobChanged() throws {
        let loader = ManifestLoader()
        func blobs(_ listing: [String: String]) -> [String: String]? {
            loader.load(tree(listing), source: "default").set.suites.first?.files["reads"]?.mapValues(\.rawValue)
        }
        let first = ["suites/data/a.json": "1", "shared/b": "2", "elsewhere": "3"]
        #expect(blobs(first) == ["suites/data/a.json": "1", "shared/b": "2"])
        #expect(
            blobs(first.merging(["suites/data/a.json": "9"]) { $1 }) == ["suites/data/a.json": "9", "shared/b": "2"])
        #expect(blobs(first.merging(["shared/c": "4"]) { $1 })?.count == 3)
        #expect(blobs(first.filter { $0.key != "shared/b" }) == ["suites/data/a.json": "1"])
        #expect(blobs(first) == ["suites/data/a.json": "1", "shared/b": "2"])
    }

    @Test func aPatternWithoutFilesIsAWarningOnce() throws {
        let suite = """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: smoke }
            spec:
              environments: [dev]
              defaults: { cache: { inputs: [none/**, data/*] } }
              tests:
                - { name: a, command: { run: [x] } }
                - { name: b, command: { run: [x] } }
            """
        let loaded = ManifestLoader().load(tree(["suites/data/a": "1"], suite: suite), source: "default")
        #expect(
            loaded.set.diagnostics.map(\.description) == ["suites/a.yaml:6:33: `none/**` matches no file of the source"]
        )
        #expect(loaded.set.diagnostics.map(\.severity) == [.warning])
        #expect(loaded.set.suites.first?.files.keys.sorted() == ["a", "b"])
        #expect(ManifestLoader().load(tree(nil, suite: suite), source: "default").set.diagnostics.isEmpty)
    }

    @Test func tooManyFilesAreAnErrorOfTheSuite() throws {
        let suite = TreeFixture.suite(
            """
                - { name: narrow, command: { run: [x] }, cache: { inputs: [../many/f1*] } }
                - { name: wide, command: { run: [x] }, cache: { inputs: [../many/f1*, ../many/**] } }
            """)
        var listing = ["suites/a.yaml": "0"]
        for index in 0..<10_000 { listing["many/f\(index)"] = "\(index)" }
        let loader = ManifestLoader()
        let enough = loader.load(tree(listing, suite: suite), source: "default")
        #expect(enough.set.diagnostics.isEmpty)
        #expect(enough.set.suites.first?.files["wide"]?.count == 10_000)
        listing["many/more"] = "x"
        let excess = loader.load(tree(listing, suite: suite), source: "default", lastGood: enough.set)
        #expect(
            excess.set.diagnostics.map(\.description) == [
                "suites/a.yaml:8:75: the inputs of test `wide` match more than 10000 files: narrow the patterns"
            ])
        #expect(excess.set.broken.map(\.object.description) == ["TestSuite/smoke"])
        #expect(excess.set.suites == enough.set.suites)
        let alone = ManifestLoader().load(tree(listing, suite: suite), source: "default")
        #expect(alone.set.objects.map(\.identity.kind) == [.environment] && alone.set.suites.isEmpty)
    }

    @Test func knowsWhatEachTestUses() throws {
        let suite = TreeFixture.suite(
            """
                - name: all
                  env: { PIN: "${{ secrets.pin }}", URL: "${{ services.bank.url }}" }
                  rest: { service: shop, body: "${{ vars.region }}" }
                  capture: { id: json $.id }
                  assert: ["body == ${{ captures.id }}"]
                - { name: after, dependsOn: [all], rest: { url: "http://h/${{ captures.id }}" } }
                - name: again
                  dependsOn: [all]
                  command: { run: [x] }
                  capture: { own: stdout }
                  assert: ["stdout == ${{ captures.id }}"]
                - { name: none, command: { run: [x] } }
            """
        ).replacingOccurrences(of: "environments: [dev]", with: "environments: [dev]\n  services: [bank]")
        let loaded = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": suite])
        #expect(loaded.set.diagnostics.map(\.description) == [])
        let resolved = try #require(loaded.set.suites.first)
        #expect(
            resolved.shares == [
                "all": TestShare(services: ["bank", "shop"], secrets: ["pin"]),
                "after": TestShare(usesCaptures: true), "again": TestShare(usesCaptures: true), "none": TestShare(),
            ])
        #expect(resolved.services.keys.sorted() == ["bank", "shop"])
        #expect(resolved.secrets.keys.sorted() == ["pin"])
    }
}
