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
        try place.git.write("read me\n", to: "README.md")
        let commit = try place.git.commit("Add dev")
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.revision.ref == "main")
        #expect(tree.revision.commit.rawValue == commit)
        #expect(tree.revision.subject == "Add dev")
        #expect(tree.revision.author == "Ana Test")
        #expect(tree.files.map(\.path) == ["envs/dev.yaml"])
        #expect(tree.files.first?.contents == Data("kind: Environment\n".utf8))
        #expect(tree.notices.isEmpty)
        await place.reader.stop()
    }
}
