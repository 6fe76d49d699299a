import Crypto
import Foundation
import Model
import TestSupport
import Testing

@testable import Access

struct SealingKeysTests {
    private let folder: TemporaryDirectory
    private let place = SecretPlace.entry("pin", of: ObjectIdentity(kind: .environment, name: "dev"))

    init() throws { folder = try TemporaryDirectory() }

    private var keys: SealingKeys { SealingKeys(stateFolder: folder.url) }
    private var directory: URL { folder.url.appending(path: "identity", directoryHint: .isDirectory) }
    private func file(_ number: Int) -> URL { directory.appending(path: "sealing-\(number).json") }

    @Test("The first key is made once and private")
    func first() async throws {
        let one = try await keys.current()
        #expect(try await keys.current() == one)
        #expect(try mode(of: directory) == 0o700)
        #expect(try mode(of: file(1)) == 0o600)
        let list = try await keys.list()
        #expect(list.map(\.id) == [one.id] && list[0].isCurrent && list[0].publicKey == one.text)
    }

    @Test("A new key seals from now on, and the old ones go on opening")
    func rotation() async throws {
        let now = Date(timeIntervalSince1970: 1_795_255_200)
        var sealed: [SealedValue] = []
        for round in 0..<12 {
            let key = try await keys.current()
            sealed.append(try key.seal(Secret("value \(round)"), for: .object(place)))
            let new = try await keys.rotate(now: now.addingTimeInterval(Double(round)))
            #expect(try await keys.current() == new && new != key)
        }
        #expect(Set(sealed.map(\.key)).count == 12)
        for (round, value) in sealed.enumerated() {
            #expect(try await keys.open(value, at: place).reveal() == "value \(round)")
        }
        let list = try await keys.list()
        #expect(list.count == 13 && list.filter(\.isCurrent).map(\.id) == [list[0].id])
        #expect(list[0].createdAt == now.addingTimeInterval(11))
        #expect(list.dropLast().map(\.createdAt) == list.dropLast().map(\.createdAt).sorted(by: >))
    }

    @Test("The keys outlive the databases")
    func lostDatabases() async throws {
        let installation = try await Installation()
        let keys = SealingKeys(stateFolder: installation.folder.url)
        let sealed = try await keys.current().seal(Secret("pin"), for: .object(place))
        for name in ["control.db", "history.db"] {
            for suffix in ["", "-wal", "-shm"] {
                try FileManager.default.removeItem(atPath: installation.folder.path(name + suffix))
            }
        }
        #expect(try await keys.open(sealed, at: place).reveal() == "pin")
    }

    @Test("Many that start or rotate at once lose no key")
    func concurrent() async throws {
        let keys = keys
        let ids = try await withThrowingTaskGroup(of: SealingKeyID.self) { group in
            for _ in 0..<8 { group.addTask { try await keys.current().id } }
            return try await group.reduce(into: Set<SealingKeyID>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        let made = try await withThrowingTaskGroup(of: SealingKeyID.self) { group in
            for _ in 0..<8 { group.addTask { try await keys.rotate(now: Date()).id } }
            return try await group.reduce(into: Set<SealingKeyID>()) { $0.insert($1) }
        }
        let all = try await keys.list().map(\.id)
        #expect(made.isSubset(of: all))
    }

    @Test("A key file that others may read, a link and garbage are refused and never replaced")
    func unusableFiles() async throws {
        _ = try await keys.current()
        try setMode(0o640, of: file(1))
        let exposed = await #expect(throws: AccessError.self) { try await keys.current() }
        #expect(exposed?.description.contains("chmod 600") == true)
        try setMode(0o600, of: file(1))
        for contents in ["", "{}", #"{"createdAt":"2026-01-01T00:00:00Z","privateKey":"AAAA"}"#] {
            try Data(contents.utf8).write(to: file(2))
            try setMode(0o600, of: file(2))
            let error = await #expect(throws: AccessError.self) { try await keys.current() }
            #expect(error?.description.contains("not those of a sealing key") == true)
            #expect(try String(contentsOf: file(2), encoding: .utf8) == contents)
        }
        try FileManager.default.removeItem(at: file(2))
        try FileManager.default.createSymbolicLink(at: file(2), withDestinationURL: file(1))
        await #expect(throws: AccessError.self) { try await keys.current() }
    }

    @Test("Other files of the folder are no keys")
    func otherFiles() async throws {
        let one = try await keys.current()
        for name in ["sealing-.json", "sealing-0.json", "sealing-01.json", "sealing--1.json", "sealing-2.json.bak"] {
            try Data("x".utf8).write(to: directory.appending(path: name))
        }
        #expect(try await keys.list().map(\.id) == [one.id])
    }

    @Test("No print shows a private half")
    func prints() async throws {
        _ = try await keys.current()
        let contents = try Data(contentsOf: file(1))
        let key = try #require(SealingKey(number: 1, encoded: contents))
        guard case .clear(let privateKey) = key.kept else { throw AccessError.keyInvalid }
        let text = privateKey.base64EncodedString()
        for rendering in renderings(key) + renderings(keys) {
            #expect(!rendering.contains(text) && !rendering.contains("privateKey"))
        }
        #expect(renderings(key)[0].contains(key.id.rawValue))
    }
}
