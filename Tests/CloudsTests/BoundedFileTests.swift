import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Clouds

/// What an instance's folder holds is written by a worker, so it is read no further than it should be long.
struct BoundedFileTests {
    /// Breaks when `read` leaves out its limit.
    @Test("a file is read up to the limit, and one that is longer not at all")
    func limit() throws {
        let directory = try TemporaryDirectory()
        let path = FilePath(directory.path("file"))
        try BoundedFile.write(Data(repeating: 0x61, count: 100), to: path)
        #expect(BoundedFile.read(path, limit: 100)?.count == 100)
        #expect(BoundedFile.read(path, limit: 99) == nil)
        try BoundedFile.write(Data("short".utf8), to: path)
        #expect(BoundedFile.text(path, limit: 99) == "short")
        #expect(BoundedFile.read(FilePath(directory.path("none")), limit: 1_000) == nil)
    }
}
