import Crypto
import Foundation
import Model
import TestSupport
import Testing

@testable import Access

struct InstallationIdentityTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private var directory: URL { folder.url.appending(path: "identity", directoryHint: .isDirectory) }
    private var file: URL { directory.appending(path: "installation.json") }

    @Test func itIsMadeOnceAndPrivate() async throws {
        let first = try await load()
        let second = try await load()
        #expect(first.installation == second.installation)
        #expect(first.signingKey.rawRepresentation == second.signingKey.rawRepresentation)
        #expect(UUID(uuidString: first.installation.rawValue) != nil)
        #expect(try mode(of: directory) == 0o700)
        #expect(try mode(of: file) == 0o600)
        #expect(try names() == ["installation.json"])
    }

    @Test func twoInstallationsAreTwo() async throws {
        let other = try TemporaryDirectory()
        let first = try await load()
        let second = try await InstallationIdentity.loadOrCreate(stateFolder: other.url)
        #expect(first.installation != second.installation)
        #expect(first.signingKey.rawRepresentation != second.signingKey.rawRepresentation)
    }

    @Test func itOutlivesTheDatabases() async throws {
        let installation = try await Installation()
        for name in ["control.db", "history.db"] {
            for suffix in ["", "-wal", "-shm"] {
                try FileManager.default.removeItem(atPath: installation.folder.path(name + suffix))
            }
        }
        let again = try await InstallationIdentity.loadOrCreate(stateFolder: installation.folder.url)
        #expect(again.installation == installation.identity.installation)
    }

    @Test func manyThatStartAtOnceAgree() async throws {
        let folder = folder.url
        let found = try await withThrowingTaskGroup(of: InstallationID.self) { group in
            for _ in 0..<8 {
                group.addTask { try await InstallationIdentity.loadOrCreate(stateFolder: folder).installation }
            }
            return try await group.reduce(into: Set<InstallationID>()) { $0.insert($1) }
        }
        #expect(found.count == 1)
        #expect(try names() == ["installation.json"])
    }

    @Test func whatAKillLeftBehindIsNeitherTakenNorKept() async throws {
        // Killed before the file had its name: half of it under the temporary one.
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try Data(#"{"installation":"ha"#.utf8).write(to: directory.appending(path: ".installation.json.new-1"))
        let identity = try await load()
        #expect(try names() == ["installation.json"])
        // Killed after it had its name: both names are there.
        try FileManager.default.linkItem(at: file, to: directory.appending(path: ".installation.json.new-2"))
        #expect(try await load().installation == identity.installation)
        #expect(try names() == ["installation.json"])
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o610])
    func aFileThatOthersMayReadIsRefused(mode: Int) async throws {
        _ = try await load()
        try setMode(mode, of: file)
        let path = file.path(percentEncoded: false)
        let error = await #expect(throws: AccessError.exposed(path: path, isFolder: false)) { try await load() }
        #expect(error?.description.contains("chmod 600 \(path)") == true)
        try setMode(0o600, of: file)
        _ = try await load()
    }

    @Test func aFolderThatOthersMayEnterIsRefused() async throws {
        _ = try await load()
        try setMode(0o750, of: directory)
        let error = await #expect(throws: AccessError.self) { try await load() }
        #expect(error?.description.contains("chmod 700 \(directory.path(percentEncoded: false))") == true)
    }

    @Test(arguments: ["", "{}", #"{"installation":"x","signingKey":"AAAA"}"#, #"{"installation":"","signingKey":""}"#])
    func contentsThatAreNoIdentityAreNeverReplaced(contents: String) async throws {
        _ = try await load()
        try Data(contents.utf8).write(to: file)
        try setMode(0o600, of: file)
        let error = await #expect(throws: AccessError.self) { try await load() }
        #expect(error?.description.contains("not those of an identity") == true)
        #expect(try String(contentsOf: file, encoding: .utf8) == contents)
    }

    @Test func linksAndOtherThingsAreRefused() async throws {
        _ = try await load()
        let elsewhere = folder.url.appending(path: "elsewhere.json")
        try FileManager.default.moveItem(at: file, to: elsewhere)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: elsewhere)
        let link = await #expect(throws: AccessError.self) { try await load() }
        #expect(link?.description.contains("it is a link") == true)
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        await #expect(throws: AccessError.self) { try await load() }

        let other = try TemporaryDirectory()
        try FileManager.default.createSymbolicLink(
            at: other.url.appending(path: "identity"), withDestinationURL: directory)
        await #expect(throws: AccessError.self) {
            try await InstallationIdentity.loadOrCreate(stateFolder: other.url)
        }
        await #expect(throws: AccessError.self) {
            try await InstallationIdentity.loadOrCreate(stateFolder: other.url.appending(path: "none"))
        }
    }

    @Test func aFileThatIsTooLargeIsRefused() async throws {
        _ = try await load()
        try Data(repeating: 0x20, count: PrivateFile.maximumBytes + 1).write(to: file)
        try setMode(0o600, of: file)
        await #expect(throws: AccessError.self) { try await load() }
    }

    @Test func noPrintShowsTheKey() async throws {
        let identity = try await load()
        let key = identity.signingKey.rawRepresentation
        for text in renderings(identity) {
            #expect(text.contains(identity.installation.rawValue))
            #expect(!text.contains(key.base64EncodedString()))
            #expect(!text.contains("signingKey"))
        }
    }

    private func load() async throws -> InstallationIdentity {
        try await InstallationIdentity.loadOrCreate(stateFolder: folder.url)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false))
    }
}
