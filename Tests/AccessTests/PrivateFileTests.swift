import Foundation
import TestSupport
import Testing

@testable import Access

struct PrivateFileTests {
    private let folder: TemporaryDirectory
    private var file: PrivateFile { PrivateFile(directory: folder.url, name: "key") }

    init() throws { folder = try TemporaryDirectory() }

    @Test func whatAnotherProcessMadeInTheMeantimeStays() throws {
        let contents = try file.readOrCreate {
            _ = try? file.readOrCreate { Data("theirs".utf8) }
            return Data("ours".utf8)
        }
        #expect(contents == Data("theirs".utf8))
        #expect(try file.read() == contents)
    }

    @Test func aFolderThatVanishesIsAnError() throws {
        let gone = PrivateFile(directory: folder.url.appending(path: "gone"), name: "key")
        #expect(throws: AccessError.self) { try gone.readOrCreate { Data() } }
    }
}
