import Foundation
import TestSupport
import Testing

@testable import Caching

/// Files that are named by their contents.
struct ContentFolderTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func folder(_ digest: ContentDigest = .sha256, limit: Int? = nil) -> ContentFolder {
        ContentFolder(directory: directory.url.appending(path: "kept"), digest: digest, limit: limit)
    }

    @discardableResult
    private func put(_ text: String, in folder: ContentFolder, _ digest: ContentDigest = .sha256) async throws -> String
    {
        let draft = try await folder.draft()
        try Data(text.utf8).write(to: draft)
        let name = digest.name(of: Data(text.utf8))
        try await folder.adopt(draft, as: name)
        return name
    }

    private func place(of name: String) -> URL {
        directory.url.appending(path: "kept/\(name.prefix(2))/\(name.dropFirst(2))")
    }

    @Test func namesAreThoseOfOtherTools() {
        #expect(ContentDigest.gitBlob.name(of: Data()) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
        #expect(ContentDigest.gitBlob.name(of: Data("hello\n".utf8)) == "ce013625030ba8dba906f756967f9e9ca394464a")
        #expect(
            ContentDigest.sha256.name(of: Data())
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(!ContentDigest.gitBlob.isName("../../../../../../../../../../../../etc/x"))
        #expect(!ContentDigest.sha256.isName("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"))
    }

    @Test func keepsAndHandsOut() async throws {
        let folder = folder(.gitBlob)
        let name = try await put("hello\n", in: folder, .gitBlob)
        #expect(await folder.size(of: name) == 6)
        #expect(try await folder.read(name, at: 2, upTo: 3) == Data("llo".utf8))
        #expect(try await folder.read(name, at: 6, upTo: 3) == Data())
        #expect(try await folder.read("../x", at: 0, upTo: 1) == nil)
        let copy = directory.url.appending(path: "copy")
        #expect(try await folder.copy(name, to: copy, mode: 0o755))
        #expect(try Data(contentsOf: copy) == Data("hello\n".utf8))
        let mode = try FileManager.default.attributesOfItem(atPath: copy.path)[.posixPermissions] as? Int
        #expect(mode == 0o755)
        // A file that stands there already is never written to.
        await #expect(throws: ContentError.self) { try await folder.copy(name, to: copy, mode: 0o644) }
    }

    /// Breaks when `adopt` takes what it does not check.
    @Test func takesNothingUnderAFalseName() async throws {
        let folder = folder()
        let draft = try await folder.draft()
        try Data("one".utf8).write(to: draft)
        let other = ContentDigest.sha256.name(of: Data("two".utf8))
        await #expect(throws: ContentError.otherContents(other)) { try await folder.adopt(draft, as: other) }
        #expect(await folder.size(of: other) == nil)
        #expect(!FileManager.default.fileExists(atPath: draft.path))
        let link = try await folder.draftFolder().appending(path: "link")
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "/etc/hostname")
        let host = try Data(contentsOf: URL(filePath: "/etc/hostname"))
        await #expect(throws: ContentError.self) {
            try await folder.adopt(link, as: ContentDigest.sha256.name(of: host))
        }
    }

    /// Breaks when `copy` does not check what it writes.
    @Test func whatWasDamagedIsForgottenAndNotHandedOut() async throws {
        let folder = folder()
        let name = try await put("good", in: folder)
        try Data("evil".utf8).write(to: place(of: name))
        let copy = directory.url.appending(path: "copy")
        #expect(try await !folder.copy(name, to: copy, mode: 0o644))
        #expect(!FileManager.default.fileExists(atPath: copy.path))
        #expect(await folder.size(of: name) == nil)
        try await put("good", in: folder)
        #expect(try await folder.copy(name, to: copy, mode: 0o644))
    }

    /// Breaks when the newest goes, or nothing does.
    @Test func theLeastRecentlyUsedMakeRoom() async throws {
        let folder = folder(limit: 10)
        let first = try await put("aaaa", in: folder)
        let second = try await put("bbbb", in: folder)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -50)], ofItemAtPath: place(of: second).path)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -90)], ofItemAtPath: place(of: first).path)
        _ = await folder.size(of: first)
        let third = try await put("cccc", in: folder)
        #expect(await folder.size(of: second) == nil)
        #expect(await folder.size(of: first) == 4)
        #expect(await folder.size(of: third) == 4)
        let large = try await put("larger than all", in: folder)
        #expect(await folder.size(of: large) == 15)
    }

    /// Breaks when what is young, kept or half written is not told apart.
    @Test func sweepsWhatIsOldAndNotReferredTo() async throws {
        let folder = folder()
        let kept = try await put("kept", in: folder)
        let old = try await put("old", in: folder)
        let young = try await put("young", in: folder)
        let draft = try await folder.draft()
        let past = Date(timeIntervalSinceNow: -1_000)
        for url in [place(of: kept), place(of: old), draft] {
            try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: url.path)
        }
        #expect(await folder.sweep(before: Date(timeIntervalSinceNow: -500)) { $0 == kept } == 1)
        #expect(await folder.size(of: old) == nil)
        #expect(await folder.size(of: kept) == 4)
        #expect(await folder.size(of: young) == 5)
        #expect(!FileManager.default.fileExists(atPath: draft.path))
    }
}
