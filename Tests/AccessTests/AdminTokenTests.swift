import Foundation
import Model
import TestSupport
import Testing

@testable import Access

struct AdminTokenTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private var file: URL { folder.url.appending(path: AdminToken.fileName) }

    @Test func itIsMadeOnceAndFoundInItsFile() async throws {
        #expect(try await AdminToken.load(stateFolder: folder.url) == nil)
        let token = try await AdminToken.loadOrCreate(stateFolder: folder.url)
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text == token.secret.reveal() + "\n")
        #expect(text.count == 44)
        #expect(try mode(of: file) == 0o600)
        #expect(try await AdminToken.loadOrCreate(stateFolder: folder.url).matches(token.secret.reveal()))
        #expect(try await AdminToken.load(stateFolder: folder.url)?.matches(token.secret.reveal()) == true)
    }

    @Test func onlyTheWholeTokenMatches() async throws {
        let token = try await AdminToken.loadOrCreate(stateFolder: folder.url)
        let text = token.secret.reveal()
        for offset in [0, 21, 42] { #expect(!token.matches(tampered(text, at: offset))) }
        for other in ["", String(text.dropLast()), text + "A", text + "\n", " " + text] {
            #expect(!token.matches(other))
        }
    }

    @Test func noTwoAreAlike() async throws {
        let other = try TemporaryDirectory()
        let first = try await AdminToken.loadOrCreate(stateFolder: folder.url)
        let second = try await AdminToken.loadOrCreate(stateFolder: other.url)
        #expect(!first.matches(second.secret.reveal()))
    }

    @Test func aFileThatOthersMayReadIsRefused() async throws {
        _ = try await AdminToken.loadOrCreate(stateFolder: folder.url)
        try setMode(0o644, of: file)
        await #expect(throws: AccessError.exposed(path: file.path(percentEncoded: false), isFolder: false)) {
            try await AdminToken.load(stateFolder: folder.url)
        }
    }

    @Test(arguments: [
        "", "short", "a token with spaces that is long enough to be one", "ä23456789012345678901234567890123",
    ])
    func whatIsNoTokenIsRefused(contents: String) async throws {
        try Data(contents.utf8).write(to: file)
        try setMode(0o600, of: file)
        let error = await #expect(throws: AccessError.self) { try await AdminToken.load(stateFolder: folder.url) }
        #expect(error?.description.contains("at least 32 characters") == true)
    }

    @Test func noPrintShowsIt() async throws {
        let token = try await AdminToken.loadOrCreate(stateFolder: folder.url)
        for text in renderings(token) { #expect(!text.contains(token.secret.reveal())) }
    }
}
