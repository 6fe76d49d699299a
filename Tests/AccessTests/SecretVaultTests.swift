import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Access

/// The encrypted store: who can read what, and what a stranger with the files can.
struct SecretVaultTests {
    private let installation: Installation
    private let vault: SecretVault
    private let now = Date(timeIntervalSince1970: 1_795_255_200)

    init() async throws {
        installation = try await Installation()
        vault = SecretVault(stateFolder: installation.folder.url, store: installation.store)
    }

    @Test("A namespace reads its own values under the same name, and nobody else's")
    func namespaces() async throws {
        _ = try await vault.set(Secret("of the shop"), named: "db", in: "shop", now: now)
        _ = try await vault.set(Secret("of the bank"), named: "db", in: "bank", now: now)
        _ = try await vault.set(Secret("only the bank's"), named: "vault", in: "bank", now: now)
        #expect(try await vault.value(named: "db", in: "shop").reveal() == "of the shop")
        #expect(try await vault.value(named: "db", in: "bank").reveal() == "of the bank")
        let error = await #expect(throws: AccessError.storedSecretMissing(name: "vault", namespace: "shop")) {
            try await vault.value(named: "vault", in: "shop")
        }
        #expect(error?.description.contains("rondo secret set vault -n shop") == true)
        #expect(try await vault.list(namespace: "bank").map(\.name) == ["db", "vault"])
        #expect(try await vault.list().map { "\($0.namespace)/\($0.name)" } == ["bank/db", "bank/vault", "shop/db"])
        #expect(try await vault.list(namespace: "nobody").isEmpty)
    }

    @Test("Each new value counts the version up and keeps the first date")
    func versions() async throws {
        let first = try await vault.set(Secret("one"), named: "db", in: "shop", now: now)
        #expect(first == StoredSecret(namespace: "shop", name: "db", version: 1, createdAt: now, updatedAt: now))
        let later = now.addingTimeInterval(60)
        let second = try await vault.set(Secret("two"), named: "db", in: "shop", now: later)
        #expect(second.version == 2 && second.createdAt == now && second.updatedAt == later)
        #expect(try await vault.list() == [second])
        #expect(try await vault.value(named: "db", in: "shop").reveal() == "two")
        #expect(try await vault.delete(named: "db", in: "shop"))
        #expect(try await !vault.delete(named: "db", in: "shop"))
        await #expect(throws: AccessError.self) { try await vault.value(named: "db", in: "shop") }
    }

    @Test("No file of the state folder holds a value")
    func atRest() async throws {
        let value = "hunter2-\(UUID().uuidString)"
        _ = try await vault.set(Secret(value), named: "db", in: "shop", now: now)
        _ = try await vault.set(Secret("another"), named: "db", in: "shop", now: now)
        let folder = installation.folder.url.path(percentEncoded: false)
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            let contents = FileManager.default.contents(atPath: "\(folder)/\(path)") ?? Data()
            #expect(contents.range(of: Data(value.utf8)) == nil, "\(path)")
        }
        let file = installation.folder.url.appending(path: "identity/store-key.json")
        #expect(try mode(of: file) == 0o600)
        for text in renderings(vault) { #expect(!text.contains(value)) }
    }

    @Test("A row that was put in another's place is refused")
    func movedRows() async throws {
        _ = try await vault.set(Secret("of the bank"), named: "db", in: "bank", now: now)
        let row = try #require(try await installation.store.encryptedSecret(named: "db", in: "bank"))
        // Another namespace, another name, another version.
        for (name, namespace, rounds) in [("db", "shop", 1), ("other", "bank", 1), ("db", "bank", 1)] {
            for _ in 0..<rounds {
                _ = try await installation.store.saveSecret(named: name, in: namespace, now: now) { _ in row.encrypted }
            }
            let error = await #expect(
                throws: AccessError.storedSecretDamaged(name: name, namespace: namespace)
            ) { try await vault.value(named: name, in: namespace) }
            #expect(error?.description.contains("rondo secret set \(name)") == true)
        }
    }

    @Test("Every changed byte is refused")
    func changedRows() async throws {
        _ = try await vault.set(Secret("pin"), named: "db", in: "shop", now: now)
        let row = try #require(try await installation.store.encryptedSecret(named: "db", in: "shop"))
        for index in row.encrypted.bytes.indices {
            var bytes = row.encrypted.bytes
            bytes[index] ^= 1
            let changed = EncryptedBytes(key: row.encrypted.key, bytes: bytes)
            _ = try await installation.store.deleteSecret(named: "db", in: "shop")
            _ = try await installation.store.saveSecret(named: "db", in: "shop", now: now) { _ in changed }
            await #expect(throws: AccessError.storedSecretDamaged(name: "db", namespace: "shop"), "\(index)") {
                try await vault.value(named: "db", in: "shop")
            }
        }
        let short = EncryptedBytes(key: row.encrypted.key, bytes: Data([1, 2, 3]))
        _ = try await installation.store.saveSecret(named: "db", in: "shop", now: now) { _ in short }
        await #expect(throws: AccessError.self) { try await vault.value(named: "db", in: "shop") }
    }

    @Test("Without the key of identity/ the values are lost, and the error says what to do")
    func lostKey() async throws {
        _ = try await vault.set(Secret("pin"), named: "db", in: "shop", now: now)
        try FileManager.default.removeItem(atPath: installation.folder.path("identity/store-key.json"))
        let lost = AccessError.storedSecretKeyMissing(name: "db", namespace: "shop")
        await #expect(throws: lost) { try await vault.value(named: "db", in: "shop") }
        // Another key is made for what is set next; the old value stays out of reach.
        _ = try await vault.set(Secret("new"), named: "other", in: "shop", now: now)
        await #expect(throws: lost) { try await vault.value(named: "db", in: "shop") }
        #expect(try await vault.value(named: "other", in: "shop").reveal() == "new")
        #expect(lost.description.contains("restore"))
        try Data("{}".utf8).write(to: installation.folder.url.appending(path: "identity/store-key.json"))
        await #expect(throws: AccessError.self) { try await vault.value(named: "other", in: "shop") }
    }

    @Test("Nothing and too much are no secrets")
    func sizes() async throws {
        await #expect(throws: AccessError.secretEmpty) {
            try await vault.set(Secret(""), named: "db", in: "shop", now: now)
        }
        let most = String(repeating: "x", count: SealedValue.maximumValueBytes)
        _ = try await vault.set(Secret(most), named: "db", in: "shop", now: now)
        await #expect(throws: AccessError.secretTooLarge) {
            try await vault.set(Secret(most + "x"), named: "db", in: "shop", now: now)
        }
        #expect(try await vault.value(named: "db", in: "shop").reveal() == most)
    }

    @Test("A reader of a folder can't change it, and is told so")
    func readOnly() async throws {
        let reader = try await Store.open(directory: installation.folder.url, mode: .readOnly)
        let vault = SecretVault(stateFolder: installation.folder.url, store: reader)
        await #expect(throws: AccessError.self) {
            try await vault.set(Secret("pin"), named: "db", in: "shop", now: now)
        }
        #expect(try await vault.list().isEmpty)
    }
}
