import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Repositories as large as they get, scaled so that every machine can bear them.
@Suite struct LargeRepositoryTests {
    @Test("Twenty thousand files, a file of 50 MB and a hundred thousand refs are read within bounds")
    func large() async throws {
        let place = try Place()
        let git = place.git
        let input = place.directory.url.appending(path: "import")
        var stream = "blob\nmark :1\ndata 5\nv: 1\n\ncommit refs/heads/main\nmark :2\n"
        stream += "committer Ana <ana@test> 1 +0000\ndata 3\nOne\n"
        for index in 0..<20_000 {
            stream += "M 100644 :1 d\(index % 100)/f\(index).\(index % 10 == 0 ? "yaml" : "txt")\n"
        }
        try Data(stream.utf8).write(to: input)
        try Tool.run(
            "sh", ["-c", #"git -C "$0" fast-import --quiet < "$1""#, git.path, input.path(percentEncoded: false)])
        try git.git("reset", "-q", "--hard", "main")
        let line = "0123456789abcdef".utf8
        var large = Data(capacity: 50 << 20)
        for index in 0..<(50 << 16) { large.append(contentsOf: line.map { $0 ^ UInt8(index & 7) }) }
        try large.write(to: git.directory.appending(path: "large.bin"))
        try large.write(to: git.directory.appending(path: "large.yaml"))
        let commit = try git.commit("Large")
        var packed = "# pack-refs with: peeled fully-peeled sorted \n\(commit) refs/heads/main\n"
        for index in 0..<100_000 {
            packed += "\(commit) refs/tags/v1.\(index / 1_000 + 100).\(index % 1_000 + 1_000)\n"
        }
        try Data(packed.utf8).write(to: git.directory.appending(path: ".git/packed-refs"))

        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.files.count == 2_000)
        #expect(tree.notices.map(\.location.file) == ["large.yaml"])
        #expect(tree.notices.first?.severity == .error)
        let tagged = try await place.reader.tree(of: place.remote(.semver("~1.150")))
        #expect(tagged.revision.ref == "v1.150.1999")
        let listed = try await place.reader.tree(of: place.remote(), listing: true)
        #expect(listed.listing?.count == 20_002)
        let pid = try #require(await place.reader.childProcessID)
        let peak = try HostilePackTests.peak(of: pid)
        print("large repository: the child's peak was \(peak >> 10) MiB")
        #expect(peak < 512 << 10)
        await place.reader.stop()
    }

    @Test("Ten thousand commits between two looks are one fetch")
    func manyCommits() async throws {
        let place = try Place()
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        _ = try await place.reader.tree(of: place.remote())
        let input = place.directory.url.appending(path: "import")
        var stream = ""
        for index in 0..<10_000 {
            let text = "v: \(index)\n"
            stream += "commit refs/heads/main\ncommitter Ana <ana@test> 1 +0000\ndata 2\nC\n"
            stream += index == 0 ? "from refs/heads/main^0\n" : ""
            stream += "M 100644 inline a.yaml\ndata \(text.utf8.count)\n\(text)\n"
        }
        try Data(stream.utf8).write(to: input)
        try Tool.run(
            "sh", ["-c", #"git -C "$0" fast-import --quiet < "$1""#, place.git.path, input.path(percentEncoded: false)])
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.files.map(\.contents) == [Data("v: 9999\n".utf8)])
        await place.reader.stop()
    }

    @Test("A tree that claims more than anybody's is refused by its header")
    func hugeTree() async throws {
        let place = try Place()
        let raw = RawTree(git: place.git)
        let blob = try raw.blob("x")
        var entry = Data("100644 ".utf8)
        var bytes = Data(capacity: 40 << 20)
        let id = stride(from: 0, to: 40, by: 2).map { at in
            UInt8(String(Array(blob)[at...(at + 1)]), radix: 16) ?? 0
        }
        let name = String(repeating: "n", count: 200)
        for index in 0..<150_000 {
            entry = Data("100644 \(1_000_000 + index)\(name)\0".utf8)
            bytes.append(entry)
            bytes.append(contentsOf: id)
        }
        try raw.commit(try raw.object("tree", bytes))
        await #expect(
            throws: GitSourceError.overBound(.object, limit: MemoryBound.structureBytes, path: "")
        ) { try await place.reader.tree(of: place.remote()) }
        await place.reader.stop()
    }
}
