import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Listings beside what `git ls-tree` says of the same commit.
@Suite struct ListingTests {
    @Test func listsWhatGitLists() async throws {
        let place = try Place()
        try fill(place)
        try place.git.commit("All")
        let tree = try await place.reader.tree(of: place.remote(), listing: true)
        let listing = try #require(tree.listing)
        let expected = try lsTree(place)
        #expect(listing == expected)
        #expect(listing.count == 9)
        #expect(listing["src/main.swift"] == BlobID.of(Data("print(1)\n".utf8)))
        #expect(tree.files.map(\.path) == ["envs/dev.yaml"])
        let folder = try FolderReader.read(path: place.git.path, listing: true)
        #expect(folder.listing == listing)
        #expect(folder.files == tree.files)
        await place.reader.stop()
    }

    @Test func listsBelowTheFolderThatWasAskedFor() async throws {
        let place = try Place()
        try fill(place)
        try place.git.commit("All")
        let tree = try await place.reader.tree(of: place.remote(path: "src"), listing: true)
        let expected = try lsTree(place, "src/")
        #expect(tree.listing == expected)
        #expect(tree.listing?.isEmpty == false)
        #expect(tree.files.isEmpty)
        await place.reader.stop()
    }

    @Test func aListingMayBeAskedForLaterAndFollowsCommits() async throws {
        let place = try Place()
        try fill(place)
        try place.git.commit("All")
        let plain = try await place.reader.tree(of: place.remote())
        #expect(plain.listing == nil)
        let listed = try await place.reader.tree(of: place.remote(), listing: true)
        #expect(listed.revision == plain.revision && listed.files == plain.files)
        #expect(listed.listing == (try lsTree(place)))
        #expect(try await place.reader.tree(of: place.remote(), listing: true) == listed)
        #expect(try await place.reader.tree(of: place.remote()) == plain)
        try place.git.write("changed\n", to: "notes.txt")
        try place.git.remove("src/main.swift")
        try place.git.commit("Edit")
        let next = try await place.reader.tree(of: place.remote(), listing: true)
        #expect(next.listing == (try lsTree(place)))
        #expect(next.listing?["src/main.swift"] == nil)
        await place.reader.stop()
    }

    /// Breaks when the mode is not sent, or is not compared with that of the commit before.
    @Test func knowsWhatMayBeExecuted() async throws {
        let place = try Place()
        try place.git.write("#!/bin/sh\n", to: "scripts/run.sh")
        try place.git.write("#!/bin/sh\n", to: "scripts/other.sh")
        try place.git.git("add", "-A")
        try place.git.git("update-index", "--chmod=+x", "scripts/run.sh")
        try place.git.git("commit", "--quiet", "--message", "First")
        let first = try await place.reader.tree(of: place.remote(), listing: true)
        #expect(first.executables == ["scripts/run.sh"])
        #expect(first.listing?["scripts/run.sh"] == first.listing?["scripts/other.sh"])
        #expect(try await place.reader.tree(of: place.remote(), listing: true).executables == ["scripts/run.sh"])
        try place.git.git("update-index", "--chmod=-x", "scripts/run.sh")
        try place.git.git("update-index", "--chmod=+x", "scripts/other.sh")
        try place.git.git("commit", "--quiet", "--message", "Second")
        #expect(try await place.reader.tree(of: place.remote(), listing: true).executables == ["scripts/other.sh"])
        #expect(try await place.reader.tree(of: place.remote()).executables == [])
        await place.reader.stop()

        let path = "\(place.git.path)/scripts/run.sh"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let before = try FolderReader.read(path: place.git.path, listing: true)
        #expect(!before.executables.contains("scripts/run.sh"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        let after = try FolderReader.read(path: place.git.path, listing: true)
        #expect(after.executables.contains("scripts/run.sh"))
        #expect(after.revision.commit != before.revision.commit && after.listing == before.listing)
    }

    @Test func anUnchangedCommitIsAnsweredWithoutItsFiles() async throws {
        let place = try Place()
        try fill(place)
        try place.git.commit("All")
        let log = place.directory.path("answers")
        let program = RondoExecutable.url.path(percentEncoded: false)
        let reader = GitReader(
            executable: URL(filePath: "/bin/sh"), arguments: ["-c", "'\(program)' git-child | tee -a '\(log)'"],
            mirrors: place.directory.url.appending(path: "m"))
        func answer(listing: Bool) async throws -> String {
            try Data().write(to: URL(filePath: log))
            _ = try await reader.tree(of: place.remote(), listing: listing)
            // tee writes its output before its file.
            var text = ""
            let isWhole = await eventually {
                text = String(decoding: (try? Data(contentsOf: URL(filePath: log))) ?? Data(), as: UTF8.self)
                return text.contains("finished")
            }
            #expect(isWhole)
            return text
        }
        #expect(try await answer(listing: true).contains("main.swift"))
        let again = try await answer(listing: true)
        #expect(again.contains("\"unchanged\"") && !again.contains("main.swift"))
        #expect(try await answer(listing: false).contains("\"unchanged\""))
        #expect(try await answer(listing: true).contains("main.swift"))
        await reader.stop()
    }

    @Test func leavesOutLinksSubmodulesAndRefusedNames() async throws {
        let place = try Place()
        let raw = RawTree(git: place.git)
        let blob = try raw.blob("x\n")
        let commit = try place.git.commit("For the submodule")
        try raw.commit(
            try raw.tree([
                .init("100644", "a.txt", blob), .init("120000", "link.txt", blob), .init("160000", "module", commit),
                .init("100755", "run", blob), .init("100644", "back\\slash", blob), .init("100644", "a.txt", blob),
                .init("100644", [0xFF], blob), .init("20000", "device", blob),
            ]))
        let tree = try await place.reader.tree(of: place.remote(), listing: true)
        #expect(tree.listing?.keys.sorted() == ["a.txt", "run"])
        #expect(tree.notices.map(\.location.file).sorted() == ["a.txt", "back\\slash", "module", "\u{FFFD}"])
        await place.reader.stop()
    }

    @Test func aListingIsBounded() async throws {
        let place = try Place()
        try fill(place)
        try place.git.commit("All")
        let limits = ReadLimits(listingBytes: 200)
        let reader = GitReader(
            executable: RondoExecutable.url, mirrors: place.directory.url.appending(path: "m"), limits: limits)
        await #expect(throws: GitSourceError.overBound(.listing, limit: 200, path: "")) {
            try await reader.tree(of: place.remote(), listing: true)
        }
        #expect(throws: GitSourceError.overBound(.listing, limit: 200, path: "")) {
            try FolderReader.read(path: place.git.path, listing: true, limits: limits)
        }
        #expect(try await reader.tree(of: place.remote()).files.count == 1)
        await reader.stop()
    }

    private func fill(_ place: Place) throws {
        try place.git.write("kind: Environment\n", to: "envs/dev.yaml")
        try place.git.write("print(1)\n", to: "src/main.swift")
        try place.git.write("", to: "src/empty")
        try place.git.write("deep\n", to: "src/a/b/c/deep.txt")
        try place.git.write("same\n", to: "notes.txt")
        try place.git.write("same\n", to: "src/copy.txt")
        try place.git.write("grün\n", to: "src/grün ü.txt")
        try place.git.write(String(repeating: "a", count: (1 << 20) + 1), to: "big.yaml")
        try place.git.write("#!/bin/sh\n", to: "run.sh")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.git.path + "/run.sh")
        try FileManager.default.createSymbolicLink(
            atPath: place.git.path + "/link.txt", withDestinationPath: "notes.txt")
    }

    /// Path to blob of every regular file of the newest commit, by the git program.
    private func lsTree(_ place: Place, _ path: String = ".") throws -> [String: GitObjectID] {
        let lines = try place.git.git("ls-tree", "-r", "-z", "HEAD", path).split(separator: "\0")
        let files = lines.compactMap { line -> (String, GitObjectID)? in
            let parts = line.split(separator: "\t", maxSplits: 1)
            let facts = parts[0].split(separator: " ")
            guard facts[0].hasPrefix("100") else { return nil }
            return (String(parts[1]), GitObjectID(rawValue: String(facts[2])))
        }
        return Dictionary(uniqueKeysWithValues: files)
    }
}
