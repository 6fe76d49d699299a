import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// What people do to a remote between two looks, and servers of every protocol that stop answering.
@Suite struct ChangingRemoteTests {
    @Test("git daemon serves a repository, follows it, and says what is missing")
    func daemon() async throws {
        let place = try Place()
        let server = try GitDaemon(root: place.directory.url)
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let remote = GitRemote(url: "\(server.base)/repository")
        #expect(try await place.reader.tree(of: remote).files.count == 1)
        try place.git.write("v: 2\n", to: "b.yaml")
        try place.git.commit("Two")
        #expect(try await place.reader.tree(of: remote).files.count == 2)
        let error = await #expect(throws: GitSourceError.self) {
            try await place.reader.tree(of: GitRemote(url: "\(server.base)/missing"))
        }
        switch error {
        case .notARepository, .unreachable: break
        default: Issue.record("\(String(describing: error))")
        }
        await place.reader.stop()
    }

    @Test(
        "A server that takes the connection and says nothing ends at the deadline",
        arguments: ["https", "http", "git", "ssh"])
    func silence(scheme: String) async throws {
        let place = try Place(deadline: .seconds(1))
        let listener = LoopbackPort.listener(backlog: 16)
        defer { close(listener.socket) }
        let key = try SSHKey(type: "ed25519", in: place.directory.url)
        let url = "\(scheme)://localhost:\(listener.port)/x"
        let remote = GitRemote(
            url: url,
            credentials: scheme == "ssh"
                ? .ssh(SSHIdentity(privateKey: Secret(key.text), knownHosts: "localhost \(key.publicKey)")) : nil)
        await #expect(throws: GitSourceError.timedOut(url: url, after: .seconds(1))) {
            try await place.reader.tree(of: remote)
        }
        #expect(await place.reader.childProcessID == nil)
    }

    @Test("A server that stops in the middle of a pack ends at the deadline, and the next look is none the worse")
    func midPack() async throws {
        let place = try Place(deadline: .seconds(3))
        let server = try GitServer(root: place.directory.url)
        var text = ""
        for index in 0..<50_000 { text += "\(index * 7_919 % 65_537) " }
        try place.git.write(text, to: "a.yaml")
        try place.git.commit("One")
        let remote = GitRemote(url: "\(server.base)/half/repository")
        await #expect(throws: GitSourceError.timedOut(url: remote.url, after: .seconds(3))) {
            try await place.reader.tree(of: remote)
        }
        try place.directory.write("", to: "whole")
        #expect(try await place.reader.tree(of: remote).files.count == 1)
        let left = try FileManager.default.subpathsOfDirectory(atPath: place.directory.path("mirrors"))
        #expect(!left.contains { $0.contains("pack_git2_") }, "\(left)")
        await place.reader.stop()
    }

    @Test("A tag that is moved is followed; a tag of a tree is an error that leaves the rest alone")
    func tags() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        let one = try place.git.commit("One")
        try place.git.git("tag", "v1")
        #expect(try await place.reader.tree(of: place.remote(.tag("v1"))).revision.commit.rawValue == one)
        let two = try place.git.commit("Two")
        try place.git.git("tag", "-f", "v1")
        #expect(try await place.reader.tree(of: place.remote(.tag("v1"))).revision.commit.rawValue == two)
        try place.git.git("tag", "-f", "-a", "-m", "annotated", "v1", one)
        #expect(try await place.reader.tree(of: place.remote(.tag("v1"))).revision.commit.rawValue == one)
        try place.git.git("tag", "tree", try place.git.git("rev-parse", "HEAD^{tree}"))
        await #expect(throws: GitSourceError.invalidRef("tree", reason: "it does not lead to a commit")) {
            try await place.reader.tree(of: place.remote(.tag("tree")))
        }
        try place.git.git("tag", "-d", "v1")
        await #expect(
            throws: GitSourceError.refNotFound(url: place.git.path, ref: "tag `v1`", nearest: nil, available: ["tree"])
        ) { try await place.reader.tree(of: place.remote(.tag("v1"))) }
        await place.reader.stop()
    }

    @Test("A branch that is deleted is missing, and comes back with whatever it then is")
    func deletedBranch() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        try place.git.git("branch", "topic")
        _ = try await place.reader.tree(of: place.remote(.branch("topic")))
        try place.git.git("branch", "-D", "topic")
        let error = await #expect(throws: GitSourceError.self) {
            try await place.reader.tree(of: place.remote(.branch("topic")))
        }
        if case .refNotFound = error {} else { Issue.record("\(String(describing: error))") }
        try place.git.write("v: 2\n", to: "b.yaml")
        try place.git.commit("Two")
        try place.git.git("branch", "topic")
        #expect(try await place.reader.tree(of: place.remote(.branch("topic"))).files.count == 2)
        await place.reader.stop()
    }

    @Test("A file gives way to a folder of its name, and back")
    func fileAndFolder() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("File")
        _ = try await place.reader.tree(of: place.remote())
        try place.git.remove("a.yaml")
        try place.git.write("v: 2\n", to: "a.yaml/b.yaml")
        try place.git.commit("Folder")
        #expect(try await place.reader.tree(of: place.remote()).files.map(\.path) == ["a.yaml/b.yaml"])
        await #expect(throws: GitSourceError.pathIsNotAFolder(path: "a.yaml/b.yaml")) {
            try await place.reader.tree(of: place.remote(path: "a.yaml/b.yaml"))
        }
        try place.git.remove("a.yaml")
        try place.git.write("v: 3\n", to: "a.yaml")
        try place.git.commit("File again")
        #expect(try await place.reader.tree(of: place.remote()).files.map(\.path) == ["a.yaml"])
        await place.reader.stop()
    }

    @Test("A manifest that is a Git LFS pointer is an error at its place, in both readers")
    func lfsPointer() async throws {
        let place = try Place()
        let pointer =
            "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\nsize 9\n"
        try place.git.write(pointer, to: "big.yaml")
        try place.git.write(pointer, to: "image.png")
        try place.git.write("v: 1\n", to: "small.yaml")
        try place.git.write("*.yaml filter=lfs\n", to: ".gitattributes")
        try place.git.commit("Pointers")
        for tree in [
            try await place.reader.tree(of: place.remote()), try await place.reader.tree(of: place.remote()),
            try FolderReader.read(path: place.git.path),
        ] {
            #expect(tree.files.map(\.path) == ["small.yaml"])
            #expect(tree.notices.map(\.location.file) == ["big.yaml"])
            #expect(tree.notices.first?.severity == .error)
            #expect(tree.notices.first?.message == LFSPointer.message)
        }
        await place.reader.stop()
    }
}
