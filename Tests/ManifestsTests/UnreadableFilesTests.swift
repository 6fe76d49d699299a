import Foundation
import Model
import Testing

@testable import Manifests

/// Files that may declare anything keep what they declared.
struct UnreadableFilesTests {
    private let environment = TreeFixture.environment
    private let pool = TreeFixture.pool()

    @Test(arguments: [
        ("pool: [", "p.yaml:2:1"), ("\u{1}", "p.yaml:1:1"),
        ("apiVersion: rondo.dev/v1\nkind: Pool\nmetadata: { name: pool }\n", "p.yaml:2:7"),
        ("apiVersion: rondo.dev/v1\nkind: CloudResource\nmetadata: { name: Bad_Name }\n", "p.yaml:1:1"),
        ("apiVersion: rondo.dev/v1\nkind: CloudResource\nmetadata: { name: pool, namespace: -x }\n", "p.yaml:1:1"),
        ("apiVersion: rondo.dv/v1\nkind: CloudResource\nmetadata: { name: pool }\n", "p.yaml:1:13"),
        (String(repeating: "# much\n", count: 160_000), "p.yaml:1:1"),
    ])
    func aFileOfUnknownContentsKeepsItsObjects(text: String, place: String) {
        var history = CommitHistory()
        let first = history.commit(["a.yaml": environment, "p.yaml": pool])
        for _ in 0..<2 {
            let set = history.commit(["a.yaml": environment, "p.yaml": text])
            #expect(set.objects == first.objects)
            #expect(set.unreadable == ["p.yaml"])
            #expect(set.brokenTexts.first?.hasPrefix("CloudResource/pool: \(place)") == true, "\(set.brokenTexts)")
            #expect(set.broken.first?.lastGood == first.revision)
        }
        let repaired = history.commit(["a.yaml": environment, "p.yaml": pool])
        #expect(repaired.broken.isEmpty && repaired.unreadable.isEmpty && repaired.objects == first.objects)
    }

    @Test(arguments: ["", "a: b\n", "apiVersion: apps/v1\nkind: Deployment\n", "- a\n", "kind: Pool\n"])
    func aFileOfSomethingElseRemovesThem(text: String) {
        var history = CommitHistory()
        _ = history.commit(["a.yaml": environment, "p.yaml": pool])
        let set = history.commit(["a.yaml": environment, "p.yaml": text])
        #expect(set.names == ["Environment/dev"])
        #expect(set.broken.isEmpty && set.unreadable.isEmpty)
    }

    @Test func aFileThatIsGoneRemovesThemWhileAnotherCanNotBeRead() {
        var history = CommitHistory()
        _ = history.commit(["a.yaml": environment, "p.yaml": pool])
        let set = history.commit(["a.yaml": environment, "new.yaml": "a: ["])
        #expect(set.names == ["Environment/dev"])
        #expect(set.unreadable == ["new.yaml"] && set.broken.isEmpty)
    }

    @Test func theOtherDocumentsOfAFileCount() {
        var history = CommitHistory()
        let other = TreeFixture.pool(name: "other")
        let last = TreeFixture.pool(name: "last")
        _ = history.commit(["a.yaml": environment, "p.yaml": "\(pool)---\n\(other)---\n\(last)"])
        let edited = TreeFixture.pool(7)
        let set = history.commit([
            "a.yaml": environment, "p.yaml": "\(edited)---\nx: [\n---\n\(TreeFixture.pool(-1, name: "last"))",
        ])
        #expect(set.object("CloudResource/pool")?.manifest["replicas"] == .integer(7))
        #expect(set.object("CloudResource/other")?.manifest["replicas"] == .integer(1))
        #expect(set.brokenTexts == ["CloudResource/last: p.yaml:11:69 (c1)", "CloudResource/other: p.yaml:7:1 (c1)"])
        #expect(set.unreadable == ["p.yaml"])
    }

    @Test func anObjectThatIsDeclaredElsewhereIsNotKept() {
        var history = CommitHistory()
        _ = history.commit(["a.yaml": environment, "p.yaml": pool])
        let set = history.commit(["a.yaml": environment, "p.yaml": "x: [", "q.yaml": TreeFixture.pool(4)])
        #expect(set.object("CloudResource/pool")?.manifest["replicas"] == .integer(4))
        #expect(set.broken.isEmpty && set.unreadable == ["p.yaml"])
    }

    @Test func whatTookAFilesPlaceKeepsItsObjects() {
        var history = CommitHistory()
        let first = history.commit([
            "envs/dev/a.yaml": environment, "p.yaml": pool, "q.yaml": TreeFixture.pool(name: "q"),
        ])
        let notices = [
            CommitHistory.notice("envs"), CommitHistory.notice("p.yaml"), CommitHistory.notice("elsewhere"),
            CommitHistory.notice("q.yam"), CommitHistory.notice("big.yaml", .error),
        ]
        for _ in 0..<2 {
            let set = history.commit(["q.yaml": TreeFixture.pool(name: "q")], notices: notices)
            #expect(set.objects == first.objects)
            #expect(set.unreadable == ["big.yaml", "envs", "p.yaml"])
            #expect(set.brokenTexts == ["Environment/dev: envs:1:1 (c1)", "CloudResource/pool: p.yaml:1:1 (c1)"])
        }
        let gone = history.commit(["q.yaml": TreeFixture.pool(name: "q")])
        #expect(gone.names == ["CloudResource/q"] && gone.unreadable.isEmpty)
        #expect(gone.broken.map(\.object.description) == ["CloudResource/q"])
    }

    @Test func aNoticeOfSomethingElseIsNothing() {
        var history = CommitHistory()
        let files = ["envs/a.yaml": environment]
        _ = history.commit(files)
        let set = history.commit(files, notices: [CommitHistory.notice("link"), CommitHistory.notice("envs/b.yaml")])
        #expect(set.unreadable.isEmpty && set.broken.isEmpty)
        let large = history.commit(files, notices: [CommitHistory.notice("envs/big.yaml", .error)])
        #expect(large.unreadable == ["envs/big.yaml"] && large.broken.isEmpty)
    }

    @Test func whatWasAppliedAndStandsNowhereMayStandInIt() {
        var history = CommitHistory()
        let applied = ["CloudResource/lost", "Environment/dev", "CloudResource/pool"].compactMap(ObjectIdentity.init)
        let lost = TreeFixture.pool(name: "lost")
        _ = history.commit(["a.yaml": environment, "p.yaml": pool, "lost.yaml": lost])
        let readable = history.commit(["a.yaml": environment, "p.yaml": pool], applied: applied)
        #expect(readable.broken.isEmpty)
        _ = history.commit(["a.yaml": environment, "p.yaml": pool, "lost.yaml": lost])
        let set = history.commit(["a.yaml": environment, "p.yaml": "x: [", "q.yaml": "y: ["], applied: applied)
        #expect(set.names == ["Environment/dev", "CloudResource/pool"])
        #expect(set.brokenTexts == ["CloudResource/lost: p.yaml:2:1 (none)", "CloudResource/pool: p.yaml:2:1 (c3)"])
    }

    @Test func aKeptObjectIsNoLaterThanItsPlace() {
        var history = CommitHistory()
        _ = history.commit(["b.yaml": environment, "m.yaml": pool, "z.yaml": TreeFixture.pool(name: "z")])
        let set = history.commit(["b.yaml": environment, "m.yaml": ": :", "z.yaml": TreeFixture.pool(name: "z")])
        #expect(set.names == ["Environment/dev", "CloudResource/pool", "CloudResource/z"])
    }
}
