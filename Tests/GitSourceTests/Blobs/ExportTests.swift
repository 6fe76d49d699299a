import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// The contents of files that tests name: of a mirror, and of a plain folder.
struct ExportTests {
    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
    }

    /// Breaks when a blob's type, size or absence is not looked at.
    @Test func writesBlobsOfAMirrorAndSaysWhichItCannot() async throws {
        let place = try Place()
        try place.git.write("print(1)\n", to: "a.txt")
        try place.git.write(String(repeating: "x", count: 100), to: "large.txt")
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
        try place.git.write(pointer, to: "big.bin")
        try place.git.commit("All")
        let tree = try await place.reader.tree(of: place.remote(), listing: true)
        let listing = try #require(tree.listing)
        await place.reader.stop()
        let mirror = try place.mirror.path(percentEncoded: false)
        let folder = try TemporaryDirectory()
        let gone = GitObjectID(rawValue: String(repeating: "0", count: 40))
        let ids = try ["a.txt", "large.txt", "big.bin"].map { try #require(listing[$0]) }
        let faults = BlobExport.export(
            ids + [gone, tree.revision.commit], mirror: mirror, folder: folder.path(""), limit: 99)
        #expect(
            faults == [
                ids[1]: .tooLarge(bytes: 100), ids[2]: .pointer, gone: .gone, tree.revision.commit: .gone,
            ])
        #expect(try names(in: folder.url) == [ids[0].rawValue])
        #expect(try Data(contentsOf: folder.url.appending(path: ids[0].rawValue)) == Data("print(1)\n".utf8))
        #expect(
            BlobExport.export([ids[0]], mirror: "\(mirror).none", folder: folder.path(""), limit: 9) == [ids[0]: .gone])
        #expect(!FileManager.default.fileExists(atPath: "\(mirror).none"))
    }

    /// Breaks when a file is copied that is another one by now, or through a link.
    @Test func copiesAFoldersFilesOnlyAsTheyWere() throws {
        let source = try TemporaryDirectory()
        let outside = try TemporaryDirectory()
        try outside.write("kept\n", to: "inner/file")
        try source.write("kept\n", to: "data/kept")
        try source.write("edited\n", to: "data/edited")
        let tree = try FolderReader.read(path: source.path(""), listing: true)
        let files = try ["data/kept", "data/edited"].map {
            ScratchFile(path: $0, origin: $0, blob: try #require(tree.listing?[$0]))
        }
        try source.write("later\n", to: "data/edited")
        let target = try TemporaryDirectory()
        let faults = FolderExport.run(files, of: source.path(""), into: target.url, limit: 100)
        #expect(faults == [files[1].blob: .gone])
        #expect(try names(in: target.url) == [files[0].blob.rawValue])

        try FileManager.default.createSymbolicLink(
            atPath: source.path("linked"), withDestinationPath: outside.path("inner"))
        let linked = ScratchFile(path: "x", origin: "linked/file", blob: files[0].blob)
        let up = ScratchFile(path: "x", origin: "data/../data/kept", blob: files[0].blob)
        let other = try TemporaryDirectory()
        #expect(FolderExport.run([linked], of: source.path(""), into: other.url, limit: 100) == [linked.blob: .gone])
        #expect(FolderExport.run([up], of: source.path(""), into: other.url, limit: 100) == [up.blob: .gone])
        #expect(
            FolderExport.run([files[0]], of: source.path(""), into: other.url, limit: 3)
                == [files[0].blob: .tooLarge(bytes: 5)])
    }
}
