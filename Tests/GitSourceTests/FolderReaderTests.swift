import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

@Suite struct FolderReaderTests {
    @Test func givesTheSameFilesAndBlobIDsAsACommitOfIt() async throws {
        let place = try Place()
        try place.git.write("kind: Environment\n", to: "envs/dev.yaml")
        try place.git.write("kind: TestSuite\n", to: "suite.yml")
        try place.git.write("no manifest\n", to: "envs/notes.txt")
        try FileManager.default.createSymbolicLink(
            atPath: place.git.path + "/link.yaml", withDestinationPath: "/etc/passwd")
        try FileManager.default.createSymbolicLink(atPath: place.git.path + "/folder", withDestinationPath: "/tmp")
        try place.git.write("x\n", to: "a\u{1B}b.yaml")
        try place.git.commit("All")
        let committed = try await place.reader.tree(of: place.remote())
        let folder = try FolderReader.read(path: place.git.path)
        #expect(folder.files == committed.files)
        #expect(Set(folder.notices) == Set(committed.notices))
        #expect(folder.notices.count == 3)
        #expect(folder.revision.ref == "repository")
        #expect(folder.revision.subject == "working tree")
        #expect(!folder.revision.isCommitted && committed.revision.isCommitted)
        try place.git.write("edited\n", to: "suite.yml")
        #expect(try FolderReader.read(path: place.git.path).files.last?.contents == Data("edited\n".utf8))
        await place.reader.stop()
    }

    @Test func neverOpensWhatIsNotAFile() throws {
        let directory = try TemporaryDirectory()
        #expect(mkfifo(directory.path("pipe.yaml"), 0o600) == 0)
        let bad = directory.path("") + "/"
        let name: [CChar] = bad.utf8CString.dropLast() + [-1, 0x2E, 0x79, 0x6D, 0x6C, 0]
        close(open(name, O_CREAT | O_WRONLY, 0o600))
        let tree = try FolderReader.read(path: directory.path(""))
        #expect(tree.files.isEmpty)
        #expect(tree.notices.count == 2)
        #expect(tree.notices.contains { $0.message.contains("not a regular file") })
        #expect(tree.notices.contains { $0.message.contains("not UTF-8") })
    }

    @Test func readsWhatSaysWhichFilesAreManifests() async throws {
        let place = try Place()
        try place.git.write("charts/\n", to: ".rondoignore")
        try place.git.write("*\n", to: "x/.rondoignore")
        try place.git.write("kind: Environment\n", to: "x/dev.yaml")
        try place.git.write("a: 1\n", to: "x/rondo.yaml/inside.yaml")
        try place.git.write("a: 1\n", to: "rondo.yaml/inside.yaml")
        try FileManager.default.createDirectory(atPath: place.git.path + "/y", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: place.git.path + "/y/.rondoignore", withDestinationPath: "../.rondoignore")
        try place.git.commit("All")
        let committed = try await place.reader.tree(of: place.remote())
        let folder = try FolderReader.read(path: place.git.path)
        #expect(folder.files == committed.files)
        #expect(
            folder.files.map(\.path) == [".rondoignore", "x/.rondoignore", "x/dev.yaml", "x/rondo.yaml/inside.yaml"])
        #expect(Set(folder.notices) == Set(committed.notices))
        #expect(folder.notices.map(\.location.file).sorted() == ["rondo.yaml", "y/.rondoignore"])
        #expect(folder.notices.allSatisfy { $0.severity == .error })
        await place.reader.stop()
    }

    @Test func hasTheSameBounds() throws {
        let directory = try TemporaryDirectory()
        try directory.write(String(repeating: "a", count: (1 << 20) + 1), to: "big.yaml")
        try directory.write("a: 1\n", to: "a/b/c.yaml")
        let path = directory.path("")
        let tree = try FolderReader.read(path: path)
        #expect(tree.files.map(\.path) == ["a/b/c.yaml"])
        #expect(tree.notices.first?.severity == .error)
        #expect(throws: GitSourceError.overBound(.entries, limit: 3, path: "")) {
            try FolderReader.read(path: path, limits: ReadLimits(entries: 3))
        }
        #expect(throws: GitSourceError.overBound(.depth, limit: 1, path: "a/b")) {
            try FolderReader.read(path: path, limits: ReadLimits(depth: 1))
        }
        #expect(throws: GitSourceError.overBound(.totalBytes, limit: 4, path: "")) {
            try FolderReader.read(path: path, limits: ReadLimits(totalBytes: 4))
        }
    }

    @Test func saysWhatIsWrongWithAFolder() throws {
        let directory = try TemporaryDirectory()
        try directory.write("x", to: "file")
        #expect(
            throws: GitSourceError.folderUnreadable(path: "/nowhere/at/all", reason: "No such file or directory")
        ) { try FolderReader.read(path: "/nowhere/at/all") }
        #expect(
            throws: GitSourceError.folderUnreadable(path: directory.path("file"), reason: "Not a directory")
        ) { try FolderReader.read(path: directory.path("file")) }
    }

    @Test func doesNotFollowWhatTakesAnEntrysPlace() throws {
        let directory = try TemporaryDirectory()
        try directory.write("x", to: "sub/a.yaml")
        try directory.write("x", to: "b.yaml")
        let root = try OpenFolder(path: directory.path(""), shown: "root")
        let entries = try root.entries()
        #expect(entries.map(\.rawName) == ["b.yaml", "sub"])
        for (name, target) in [("b.yaml", "/etc/passwd"), ("sub", "/etc")] {
            try FileManager.default.removeItem(atPath: directory.path(name))
            try FileManager.default.createSymbolicLink(atPath: directory.path(name), withDestinationPath: target)
        }
        #expect(throws: GitSourceError.self) { try root.contents(entries[0], path: "b.yaml", limit: 1 << 20) }
        #expect(throws: GitSourceError.self) { try root.folder(entries[1], path: "sub") }
        try FileManager.default.removeItem(atPath: directory.path("b.yaml"))
        try directory.write("x", to: "b.yaml/c")
        #expect(throws: GitSourceError.folderUnreadable(path: "root/b.yaml", reason: "it is no longer a regular file"))
        {
            try root.contents(entries[0], path: "b.yaml", limit: 10)
        }
    }

    @Test func anUnchangedFolderHasTheSameRevisionAndAnEditAnotherOne() throws {
        let directory = try TemporaryDirectory()
        try directory.write("a: 1\n", to: "a.yaml")
        try directory.write("x\n", to: "data/x.json")
        let path = directory.path("")
        func commit(listing: Bool) throws -> GitObjectID {
            try FolderReader.read(path: path, listing: listing).revision.commit
        }
        let plain = try commit(listing: false)
        let listed = try commit(listing: true)
        #expect(RefName.isCommitID(plain.rawValue) && RefName.isCommitID(listed.rawValue))
        #expect(try commit(listing: false) == plain && commit(listing: true) == listed)
        try directory.write("y\n", to: "data/x.json")
        #expect(try commit(listing: false) == plain && commit(listing: true) != listed)
        try directory.write("x\n", to: "data/x.json")
        #expect(try commit(listing: true) == listed)
        try directory.write("a: 2\n", to: "a.yaml")
        #expect(try commit(listing: false) != plain && commit(listing: true) != listed)
        try directory.write("a: 1\n", to: "b.yaml")
        try FileManager.default.removeItem(atPath: directory.path("a.yaml"))
        #expect(try commit(listing: false) != plain && commit(listing: true) != listed)
    }

    @Test func leavesOutOfTheListingWhatIsTooMuchOrCanNotBeRead() throws {
        let directory = try TemporaryDirectory()
        try directory.write(String(repeating: "a", count: 70), to: "a.bin")
        try directory.write(String(repeating: "b", count: 40), to: "b.bin")
        try directory.write(String(repeating: "c", count: 30), to: "c.bin")
        try directory.write("v: 1\n", to: "m.yaml")
        let tree = try FolderReader.read(
            path: directory.path(""), listing: true, limits: ReadLimits(hashedBytes: 100))
        #expect(tree.listing?.keys.sorted() == ["a.bin", "c.bin", "m.yaml"])
        #expect(tree.notices.map(\.location.file) == ["b.bin"])
        #expect(tree.notices.map(\.severity) == [.warning])
        #expect(tree.files.map(\.path) == ["m.yaml"])

        for index in 0..<30 { try directory.write("too much", to: "d\(index)") }
        let more = try FolderReader.read(path: directory.path(""), listing: true, limits: ReadLimits(hashedBytes: 1))
        #expect(more.notices.count == 21)
        #expect(more.notices.last?.message == "is not listed, nor are 12 other files")
        #expect(try FolderReader.read(path: directory.path("")).notices.isEmpty)

        let root = try OpenFolder(path: directory.path(""), shown: "root")
        let entry = try #require(try root.entries().first { $0.name == "a.bin" })
        #expect(try root.blob(entry, limit: 70).id == BlobID.of(Data(String(repeating: "a", count: 70).utf8)))
        #expect(try root.blob(entry, limit: 69).id == nil)
        try FileManager.default.removeItem(atPath: directory.path("a.bin"))
        #expect(throws: GitSourceError.self) { try root.blob(entry, limit: 70) }
    }

    @Test func listsAManifestThatIsTooLargeToRead() throws {
        let directory = try TemporaryDirectory()
        let text = String(repeating: "a", count: (1 << 20) + 1)
        try directory.write(text, to: "big.yaml")
        let tree = try FolderReader.read(path: directory.path(""), listing: true)
        #expect(tree.files.isEmpty)
        #expect(tree.listing == ["big.yaml": BlobID.of(Data(text.utf8))])
    }
}
