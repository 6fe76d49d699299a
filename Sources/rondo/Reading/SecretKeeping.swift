import API
import Access
import Foundation
import Model
import Store

/// What the commands about secrets work on: a living controller, or a state folder that none runs on.
protocol SecretKeeping: Sendable {
    func secrets(namespace: String?) async throws -> ListResource<StoredSecret>
    func set(_ value: Secret, named name: String, in namespace: String) async throws -> StoredSecret
    /// Throws `ReadingError.noSuchSecret` when there is none.
    func delete(named name: String, in namespace: String) async throws
    /// The newest first.
    func sealingKeys() async throws -> ListResource<SealingKeyFacts>
    func rotateSealingKey() async throws -> ListResource<SealingKeyFacts>
}

/// Asks the controller that answers.
struct LiveSecrets: SecretKeeping {
    let client: APIClient

    func secrets(namespace: String?) async throws -> ListResource<StoredSecret> {
        try await client.secrets(namespace: namespace)
    }

    func set(_ value: Secret, named name: String, in namespace: String) async throws -> StoredSecret {
        try await client.setSecret(value, named: name, in: namespace)
    }

    func delete(named name: String, in namespace: String) async throws {
        do {
            try await client.deleteSecret(named: name, in: namespace)
        } catch .notFound {
            throw ReadingError.noSuchSecret(name, namespace)
        }
    }

    func sealingKeys() async throws -> ListResource<SealingKeyFacts> { try await client.sealingKeys() }
    func rotateSealingKey() async throws -> ListResource<SealingKeyFacts> { try await client.rotateSealingKey() }
}

/// Works on the folder itself; changes of its database hold the folder's lock.
struct FolderSecrets: SecretKeeping {
    let directory: URL

    func secrets(namespace: String?) async throws -> ListResource<StoredSecret> {
        let store = try await Store.open(directory: directory, mode: .readOnly)
        let items = try await SecretVault(stateFolder: directory, store: store).list(namespace: namespace)
        return ListResource(kind: "SecretList", items: items)
    }

    func set(_ value: Secret, named name: String, in namespace: String) async throws -> StoredSecret {
        try await locked { try await $0.set(value, named: name, in: namespace, now: Date()) }
    }

    func delete(named name: String, in namespace: String) async throws {
        let existed = try await locked { try await $0.delete(named: name, in: namespace) }
        guard existed else { throw ReadingError.noSuchSecret(name, namespace) }
    }

    func sealingKeys() async throws -> ListResource<SealingKeyFacts> {
        ListResource(kind: "SealingKeyList", items: try await keys.list())
    }

    /// Needs no lock: a key is a file of its own, which appears whole or not at all.
    func rotateSealingKey() async throws -> ListResource<SealingKeyFacts> {
        try await keys.rotate(now: Date())
        return try await sealingKeys()
    }

    private var keys: SealingKeys { SealingKeys(stateFolder: directory, protection: Parts.protection()) }

    private func locked<Value: Sendable>(
        _ body: @Sendable (SecretVault) async throws -> Value
    ) async throws -> Value {
        let lock = try StateLock.acquire(directory: directory)
        defer { lock.release() }
        let store = try await Store.open(directory: directory)
        let value = try await body(Parts.safe(directory, store).vault)
        try store.close()
        return value
    }
}

extension StateAccess {
    /// Who keeps secrets: `RONDO_SERVER`, else the controller of the state folder, else the folder itself.
    static func secrets(_ options: StateOptions) async throws -> any SecretKeeping {
        if let client = try await answering(options) { return LiveSecrets(client: client) }
        let directory = options.directory
        // A folder that no controller ever ran on is most likely a wrong name; a key made there would open nothing.
        guard FileManager.default.fileExists(atPath: directory.appending(path: "control.db").path) else {
            throw ReadingError.noState(options.path)
        }
        return FolderSecrets(directory: directory)
    }
}
