import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Sources behind HTTP: git's own backend, and servers that misbehave.
@Suite struct HTTPSourceTests {
    @Test func readsAndFollowsARepositoryBehindGitsOwnBackend() async throws {
        let place = try Place()
        let server = try GitServer(root: place.directory.url)
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let remote = GitRemote(url: "\(server.base)/git/repository")
        #expect(try await place.reader.tree(of: remote).revision.ref == "main")
        try place.git.write("v: 2\n", to: "b.yaml")
        try place.git.commit("Two")
        #expect(try await place.reader.tree(of: remote).files.map(\.path) == ["a.yaml", "b.yaml"])
        let other = GitRemote(url: "\(server.base)/git/repository/")
        #expect(try await place.reader.tree(of: other).revision.subject == "Two")
        #expect(try mirrorCount(place) == 1)
        await place.reader.stop()
    }

    @Test func staysWithTheHostThatWasNamed() async throws {
        let place = try Place()
        let server = try GitServer(root: place.directory.url)
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let same = GitRemote(url: "\(server.base)/same/repository")
        #expect(try await place.reader.tree(of: same).files.count == 1)
        for corner in ["other", "file", "metadata"] {
            let remote = GitRemote(url: "\(server.base)/\(corner)/repository")
            let error = await #expect(throws: GitSourceError.self, "\(corner)") {
                try await place.reader.tree(of: remote)
            }
            guard case .unreachable(_, let reason) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(reason.contains("redirect") || reason.contains("malformed URL"), "\(reason)")
        }
        await place.reader.stop()
    }

    @Test func usesCredentialsOfTheURLAndNeverShowsOrKeepsThem() async throws {
        let place = try Place()
        let server = try GitServer(root: place.directory.url)
        try place.git.write("v: 1\n", to: "a.yaml")
        try place.git.commit("One")
        let plain = "\(server.base)/auth/repository"
        await #expect(throws: GitSourceError.authenticationRequired(url: plain)) {
            try await place.reader.tree(of: GitRemote(url: plain))
        }
        let wrong = GitRemote(url: plain.replacing("//", with: "//ana:wr0ng@"))
        let error = await #expect(throws: GitSourceError.self) { try await place.reader.tree(of: wrong) }
        #expect(!"\(String(describing: error))".contains("wr0ng"))
        let right = GitRemote(url: plain.replacing("//", with: "//ana:s3cret@"))
        #expect(right.displayURL == plain.replacing("//", with: "//***@"))
        #expect(try await place.reader.tree(of: right).files.count == 1)
        let found = try place.git.git("-C", place.directory.path("mirrors"), "grep", "--no-index", "-c", "-a", "", ".")
        #expect(!found.isEmpty)
        #expect(throws: GitFixtureError.self) {
            try place.git.git("-C", place.directory.path("mirrors"), "grep", "--no-index", "-a", "-e", "s3cret", ".")
        }
        await place.reader.stop()
    }

    @Test func saysWhatIsWrongWithAServer() async throws {
        let place = try Place()
        let server = try GitServer(root: place.directory.url)
        func failure(_ url: String) async -> GitSourceError? {
            await #expect(throws: GitSourceError.self) { try await place.reader.tree(of: GitRemote(url: url)) }
        }
        let missing = "\(server.base)/git/missing"
        #expect(await failure(missing) == .notARepository(url: missing))
        for corner in ["error", "page"] {
            let error = await failure("\(server.base)/\(corner)/x")
            if case .unreachable = error {} else { Issue.record("\(corner): \(String(describing: error))") }
        }
        let refused = await failure("http://127.0.0.1:1/x")
        if case .unreachable = refused {} else { Issue.record("\(String(describing: refused))") }
        let nameless = await failure("https://rondo.invalid/x.git")
        if case .unreachable = nameless {} else { Issue.record("\(String(describing: nameless))") }
        await place.reader.stop()
    }

    @Test func stopsATransferThatIsTooLarge() async throws {
        let place = try Place(limits: ReadLimits(transferBytes: 1_000))
        let server = try GitServer(root: place.directory.url)
        var text = ""
        for index in 0..<20_000 { text += "\(index * 7_919 % 65_537) " }
        try place.git.write(text, to: "a.yaml")
        try place.git.commit("One")
        let url = "\(server.base)/git/repository"
        await #expect(throws: GitSourceError.overBound(.transfer, limit: 1_000, path: url)) {
            try await place.reader.tree(of: GitRemote(url: url))
        }
        await place.reader.stop()
    }

    private func mirrorCount(_ place: Place) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: place.directory.path("mirrors")).count
    }
}
