import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Reading through a real child process from repositories that the git program made.
@Suite struct GitReaderTests {
    @Test func readsTheDefaultBranchOfAFolder() async throws {
        let place = try Place()
        try place.git.write("kind: Environment\n", to: "envs/dev.yaml")
        try place.git.write("kind: TestSuite\n", to: "Suite.YML")
        try place.git.write("read me\n", to: "README.md")
        let commit = try place.git.commit("Add dev")
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.revision.ref == "main")
        #expect(tree.revision.commit.rawValue == commit)
        #expect(tree.revision.subject == "Add dev")
        #expect(tree.revision.author == "Ana Test")
        #expect(tree.files.map(\.path) == ["Suite.YML", "envs/dev.yaml"])
        #expect(tree.files.last?.contents == Data("kind: Environment\n".utf8))
        #expect(tree.files.last?.blob.rawValue == (try place.git.git("rev-parse", "HEAD:envs/dev.yaml")))
        #expect(tree.notices.isEmpty)
        await place.reader.stop()
    }

    @Test func followsCommitsRewritesAndARenamedDefaultBranch() async throws {
        let place = try Place()
        try place.git.write("a: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let first = try await place.reader.tree(of: place.remote())
        #expect(try await place.reader.tree(of: place.remote()) == first)

        try place.git.write("b: 1\n", to: "b.yaml")
        try place.git.commit("Two")
        let second = try await place.reader.tree(of: place.remote())
        #expect(second.files.map(\.path) == ["a.yaml", "b.yaml"])

        try place.git.git("checkout", "-q", "--orphan", "other")
        try place.git.remove("a.yaml")
        try place.git.commit("Unrelated history")
        try place.git.git("branch", "-M", "other", "main")
        let third = try await place.reader.tree(of: place.remote())
        #expect(third.files.map(\.path) == ["b.yaml"])
        #expect(third.revision.subject == "Unrelated history")

        try place.git.git("branch", "-m", "main", "trunk")
        let fourth = try await place.reader.tree(of: place.remote())
        #expect(fourth.revision.ref == "trunk")
        #expect(fourth.files == third.files)
        await place.reader.stop()
    }

    @Test func readsBranchesTagsFullRefsAndCommitIDs() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        let old = try place.git.commit("Old")
        try place.git.git("tag", "v1")
        try place.git.git("tag", "-a", "-m", "annotated", "v1-annotated")
        try place.git.git("tag", "-a", "-m", "tag of a tag", "v1-nested", "v1-annotated")
        try place.git.git("update-ref", "refs/pull/7/head", old)
        try place.git.git("branch", "release/1", old)
        try place.git.git("tag", "both", old)
        try place.git.write("v: 2\n", to: "a.yaml")
        let new = try place.git.commit("New")
        try place.git.git("branch", "both", new)

        let expected: [(GitRemote.Ref, String, String)] = [
            (.branch("release/1"), "release/1", old), (.tagOrBranch("v1"), "v1", old),
            (.tagOrBranch("v1-annotated"), "v1-annotated", old), (.tagOrBranch("v1-nested"), "v1-nested", old),
            (.name("refs/pull/7/head"), "pull/7/head", old), (.name("refs/tags/v1"), "v1", old),
            (.tagOrBranch("both"), "both", old), (.branch("both"), "both", new), (.tagOrBranch("main"), "main", new),
            (.commit(old), String(old.prefix(7)), old), (.commit(old), String(old.prefix(7)), old),
        ]
        for (ref, shown, commit) in expected {
            let tree = try await place.reader.tree(of: place.remote(ref))
            #expect(tree.revision.ref == shown)
            #expect(tree.revision.commit.rawValue == commit)
        }
        await place.reader.stop()
    }

    @Test func aBranchMayGiveWayToOneBelowItsName() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        try place.git.git("branch", "topic")
        _ = try await place.reader.tree(of: place.remote(.branch("topic")))
        try place.git.git("branch", "-m", "topic", "topic/two")
        let tree = try await place.reader.tree(of: place.remote(.branch("topic/two")))
        #expect(tree.revision.ref == "topic/two")
        await place.reader.stop()
    }

    @Test func namesWhatThereIsWhenARefIsMissing() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        try place.git.git("branch", "release")
        await #expect(
            throws: GitSourceError.refNotFound(
                url: place.git.path, ref: "branch `relaese`", nearest: "release", available: ["main", "release"])
        ) { try await place.reader.tree(of: place.remote(.branch("relaese"))) }
        let absent = String(repeating: "ab", count: 20)
        await #expect(
            throws: GitSourceError.refNotFound(
                url: place.git.path, ref: "commit `\(absent)`", nearest: nil, available: ["main", "release"])
        ) { try await place.reader.tree(of: place.remote(.commit(absent))) }

        try place.git.git("symbolic-ref", "HEAD", "refs/heads/unborn")
        await #expect(
            throws: GitSourceError.refNotFound(
                url: place.git.path, ref: "the default branch", nearest: nil, available: ["main", "release"])
        ) { try await place.reader.tree(of: place.remote()) }
        await place.reader.stop()
    }

    @Test func aDetachedHeadIsItsOwnCommit() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        let old = try place.git.commit("One")
        try place.git.commit("Two")
        try place.git.git("checkout", "-q", "--detach", old)
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.revision.ref == "HEAD")
        #expect(tree.revision.commit.rawValue == old)
        try place.git.git("checkout", "-q", "--detach", "main")
        #expect(try await place.reader.tree(of: place.remote()).revision.ref == "main")
        await place.reader.stop()
    }

    @Test func saysWhatIsMissing() async throws {
        let place = try Place()
        let path = place.git.path
        await #expect(throws: GitSourceError.emptyRepository(url: path)) {
            try await place.reader.tree(of: place.remote())
        }
        await #expect(throws: GitSourceError.emptyRepository(url: path)) {
            try await place.reader.tree(of: place.remote(.commit(String(repeating: "a", count: 40))))
        }
        let nowhere = place.directory.path("nowhere")
        await #expect(throws: GitSourceError.notARepository(url: nowhere)) {
            try await place.reader.tree(of: GitRemote(url: nowhere))
        }
        let plain = place.directory.path("mirrors")
        await #expect(throws: GitSourceError.notARepository(url: plain)) {
            try await place.reader.tree(of: GitRemote(url: plain))
        }
        try place.git.write("v: 1\n", to: "deploy/a.yaml")
        let commit = try place.git.commit("One")
        await #expect(throws: GitSourceError.pathNotFound(path: "deploy/prod", commit: commit)) {
            try await place.reader.tree(of: place.remote(path: "deploy/prod"))
        }
        await #expect(throws: GitSourceError.pathIsNotAFolder(path: "deploy/a.yaml")) {
            try await place.reader.tree(of: place.remote(path: "deploy/a.yaml"))
        }
        let blob = try place.git.git("rev-parse", "HEAD:deploy/a.yaml")
        try place.git.git("tag", "of-a-blob", blob)
        await #expect(throws: GitSourceError.invalidRef("of-a-blob", reason: "it does not lead to a commit")) {
            try await place.reader.tree(of: place.remote(.tagOrBranch("of-a-blob")))
        }
        for remote in [
            place.remote(.branch("--upload-pack=x")), place.remote(path: "../x"), GitRemote(url: "ext::sh -c date"),
        ] {
            await #expect(throws: GitSourceError.self) { try await place.reader.tree(of: remote) }
        }
        await place.reader.stop()
    }

    @Test func readsAFolderOfTheRepositoryOnly() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "deploy/prod/a.yaml")
        try place.git.write("v: 1\n", to: "other/b.yaml")
        try place.git.commit("One")
        let tree = try await place.reader.tree(of: place.remote(path: "./deploy/"))
        #expect(tree.files.map(\.path) == ["deploy/prod/a.yaml"])
        #expect(tree.root == "deploy")
        #expect(try await place.reader.tree(of: place.remote()).root == "")
        await place.reader.stop()
    }

    @Test func cleansWhatACommitSaysAboutItself() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.git("config", "user.name", "Eve\u{1B}]0;x\u{7}\u{202E}")
        try place.git.commit("\u{1B}[31mred **bold** @everyone " + String(repeating: "x", count: 300) + "\n\nbody")
        let revision = try await place.reader.tree(of: place.remote()).revision
        #expect(revision.subject.hasPrefix("\u{FFFD}[31mred **bold** @everyone xxx"))
        #expect(revision.subject.count == 200)
        #expect(revision.author == "Eve\u{FFFD}]0;x\u{FFFD}\u{FFFD}")
        await place.reader.stop()
    }

    @Test func isBoundedInEveryDirection() async throws {
        func failure(_ limits: ReadLimits, _ place: Place) async throws -> GitSourceError? {
            let reader = GitReader(
                executable: RondoExecutable.url, mirrors: place.directory.url.appending(path: "m"), limits: limits)
            do throws(GitSourceError) {
                _ = try await reader.tree(of: place.remote())
            } catch {
                await reader.stop()
                return error
            }
            await reader.stop()
            return nil
        }
        let place = try Place()
        try place.git.write("v: 1\n", to: "a/b/c/d.yaml")
        try place.git.write("v: 1\n", to: "e.yaml")
        try place.git.commit("One")
        #expect(try await failure(ReadLimits(entries: 5, depth: 3, totalBytes: 10), place) == nil)
        #expect(try await failure(ReadLimits(entries: 4), place) == .overBound(.entries, limit: 4, path: ""))
        #expect(try await failure(ReadLimits(depth: 2), place) == .overBound(.depth, limit: 2, path: "a/b/c"))
        #expect(try await failure(ReadLimits(totalBytes: 9), place) == .overBound(.totalBytes, limit: 9, path: ""))
    }

    @Test func aLargeFileIsAnErrorAndDoesNotHideTheOthers() async throws {
        let place = try Place()
        try place.git.write(String(repeating: "a", count: (1 << 20) + 1), to: "big.yaml")
        try place.git.write("v: 1\n", to: "small.yaml")
        try place.git.commit("One")
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.files.map(\.path) == ["small.yaml"])
        let notice = try #require(tree.notices.first)
        #expect(notice.severity == .error)
        #expect(notice.location.file == "big.yaml")
        #expect(notice.message.contains("1048577 bytes"))
        await place.reader.stop()
    }

    @Test func readsManyFilesInSeveralMessages() async throws {
        let place = try Place()
        for index in 0..<1_010 { try place.git.write("n: \(index)\n", to: "d\(index % 10)/f\(index).yaml") }
        for index in 0..<3 {
            try place.git.write(String(repeating: "\(index)", count: 900_000), to: "large\(index).yaml")
        }
        try place.git.commit("Many")
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.files.count == 1_013)
        #expect(tree.files.map(\.path) == tree.files.map(\.path).sorted())
        #expect(tree.files.allSatisfy { BlobID.of($0.contents) == $0.blob })
        await place.reader.stop()
    }
}
