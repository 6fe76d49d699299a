import Foundation
import TestSupport
import Testing

@testable import TestExecution

struct ScratchFilesTests {
    @Test("Files of the folder are read, and nothing outside it or by way of a link")
    func readsInsideOnly() throws {
        let scratch = try TemporaryDirectory()
        let folder = scratch.url
        try FileManager.default.createDirectory(at: folder.appending(path: "out"), withIntermediateDirectories: true)
        try Data("abc".utf8).write(to: folder.appending(path: "out/a.txt"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "link").path, withDestinationPath: "/etc/hostname")
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "way").path, withDestinationPath: "out")
        let files = ScratchFiles(folder: folder)
        #expect(try files.contents(of: "out/a.txt") == Array("abc".utf8))
        for path in ["link", "way/a.txt", "out", "gone", "../x", "/etc/hostname", ""] {
            #expect(throws: ScratchFiles.Problem.self, "\(path)") { try files.contents(of: path) }
        }
    }

    @Test("A file that is too large is not read")
    func sizeIsBounded() throws {
        let scratch = try TemporaryDirectory()
        let file = scratch.url.appending(path: "large")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        try FileHandle(forWritingTo: file).truncate(atOffset: UInt64(ScratchFiles.limit) + 1)
        let problem = #expect(throws: ScratchFiles.Problem.self) {
            try ScratchFiles(folder: scratch.url).contents(of: "large")
        }
        #expect(problem?.reason == "`large` is larger than 16Mi")
    }
}
