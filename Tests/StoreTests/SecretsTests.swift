import Foundation
import Model
import Store
import TestSupport
import Testing

struct SecretsTests {
    private let bytes = EncryptedBytes(key: "k", bytes: Data([0, 1, 255]))

    @Test("A secret is its namespace's own, and is there after a reopening")
    func kept() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        let first = try await store.saveSecret(named: "db", in: "shop", now: Fixture.time) { version in
            #expect(version == 1)
            return EncryptedBytes(key: "old", bytes: Data())
        }
        let later = Fixture.time.addingTimeInterval(1)
        let second = try await store.saveSecret(named: "db", in: "shop", now: later) { version in
            #expect(version == 2)
            return bytes
        }
        #expect(first.version == 1 && second.version == 2 && second.createdAt == first.createdAt)
        try store.close()
        let again = try await Store.open(directory: fixture.folder.url)
        let read = try #require(try await again.encryptedSecret(named: "db", in: "shop"))
        #expect(read.facts == second && read.encrypted == bytes)
        #expect(try await again.encryptedSecret(named: "db", in: "bank") == nil)
        #expect(try await again.secrets(in: "shop") == [second])
        #expect(try await again.secrets(in: "bank").isEmpty)
        #expect(try await again.secrets(in: nil) == [second])
        #expect(try await !again.deleteSecret(named: "db", in: "bank"))
        #expect(try await again.deleteSecret(named: "db", in: "shop"))
        #expect(try await again.secrets(in: nil).isEmpty)
    }

    @Test("What can't be encrypted changes nothing")
    func failedEncryption() async throws {
        let fixture = try await Fixture()
        struct Refused: Error {}
        await #expect(throws: StoreError.self) {
            try await fixture.store.saveSecret(named: "db", in: "shop", now: Fixture.time) { _ in throw Refused() }
        }
        #expect(try await fixture.store.secrets(in: nil).isEmpty)
    }
}
