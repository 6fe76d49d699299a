import Foundation
import Model
import Testing

@testable import Manifests

/// What a loader makes of a tree with ignored files.
struct IgnoredFilesTests {
    @Test func ignoredFilesDeclareNothingAndAreListed() {
        let loaded = TreeFixture.load([
            ".rondoignore": "charts/\n", "a.yaml": TreeFixture.environment, "charts/x.yaml": "{{ broken: [",
            "rondo.yaml": "ignore: [\"*.bak.yaml\"]\n", "a.bak.yaml": TreeFixture.environment,
        ])
        #expect(loaded.set.diagnostics.isEmpty, "\(loaded.set.diagnostics)")
        #expect(loaded.taken == ["a.yaml"] && loaded.refusal == nil)
        #expect(
            loaded.ignored == [
                IgnoredFile(path: "a.bak.yaml", why: "rondo.yaml:1 `*.bak.yaml`"),
                IgnoredFile(path: "charts/x.yaml", why: ".rondoignore:1 `charts/`"),
            ])
        // Neither of the two files is a manifest that was passed over.
        #expect(loaded.passedOver.isEmpty)
    }

    @Test func aTreeWhoseEveryManifestIsIgnoredIsRefused() {
        let loaded = TreeFixture.load([".rondoignore": "*\n", "a.yaml": TreeFixture.environment])
        #expect(
            loaded.refusal
                == "every file of commit aaaaaaa that could hold a manifest is ignored, for example a.yaml by .rondoignore:1 `*`"
        )
        #expect(TreeFixture.load(["x.yaml": "a: 1"]).refusal == "commit aaaaaaa holds no manifest")
        #expect(TreeFixture.load(["rondo.yaml": "ignore: []"]).refusal == "commit aaaaaaa holds no manifest")
    }

    @Test func whatReadersSayOfIgnoredFilesIsNotTold() {
        let tree = TreeFixture.tree([".rondoignore": "big.yaml\n", "a.yaml": TreeFixture.environment])
        func notice(_ file: String) -> Diagnostic {
            Diagnostic(message: "is too long", location: SourceLocation(file: file, line: 1, column: 1))
        }
        let noted = SourceTree(
            revision: tree.revision, files: tree.files, notices: [notice("big.yaml"), notice("other.yaml")])
        let set = ManifestLoader().load(noted, source: "default").set
        #expect(set.diagnostics.map(\.location.file) == ["other.yaml"])
        #expect(set.unreadable == ["other.yaml"])
    }

    @Test func anIgnoreFileThatCanNotBeReadRefusesTheCommit() {
        let tree = TreeFixture.tree(["a.yaml": TreeFixture.environment])
        let notice = Diagnostic(
            message: "is no regular file", location: SourceLocation(file: "x/.rondoignore", line: 1, column: 1))
        let loaded = ManifestLoader().load(
            SourceTree(revision: tree.revision, files: tree.files, notices: [notice]), source: "default")
        #expect(loaded.refusal == "commit aaaaaaa can't be read: x/.rondoignore is no regular file")
        let large = TreeFixture.load([
            "a.yaml": TreeFixture.environment, ".rondoignore": String(repeating: "a\n", count: 20_000),
        ])
        #expect(large.refusal?.contains("20000 patterns") == true)
    }
}
