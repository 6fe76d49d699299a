import Crypto
package import Foundation
package import Model
package import Store

/// The encrypted store: values that the operator puts in by name, each readable in its own namespace only.
///
/// They are in `control.db`, encrypted (AES-256-GCM) with a key that is in `identity/`; namespace, name and version are
/// authenticated with each value, so that no row can be put in another's place.
package struct SecretVault: Sendable {
    private let keyFile: VaultKeyFile
    private let store: Store

    /// - Parameter protection: how the key of the store is kept and opened.
    package init(stateFolder: URL, store: Store, protection: KeyProtection = .none) {
        keyFile = VaultKeyFile(stateFolder: stateFolder, protection: protection)
        self.store = store
    }

    /// Keeps a value, in place of the one that had its name.
    package func set(
        _ value: Secret, named name: String, in namespace: String, now: Date
    ) async throws(AccessError) -> StoredSecret {
        let clear = Data(value.reveal().utf8)
        guard !clear.isEmpty else { throw .secretEmpty }
        guard clear.count <= SealedValue.maximumValueBytes else { throw .secretTooLarge }
        let key = try await keyFile.loadOrCreate()
        return try await kept { store in
            try await store.saveSecret(named: name, in: namespace, now: now) { version in
                let box = try AES.GCM.seal(
                    clear, using: key.key, authenticating: Self.context(namespace, name, version))
                // Always there for the nonce of 12 bytes that AES.GCM chooses itself.
                guard let bytes = box.combined else { throw CryptoKitError.incorrectParameterSize }
                return EncryptedBytes(key: key.id, bytes: bytes)
            }
        }
    }

    /// Keeps the key of the store as the operator wants it now.
    ///
    /// - Returns: whether it was kept otherwise.
    func protect() async throws(AccessError) -> Bool { try await keyFile.protect() }

    /// What there is, by namespace and name; never a value.
    package func list(namespace: String? = nil) async throws(AccessError) -> [StoredSecret] {
        try await kept { try await $0.secrets(in: namespace) }
    }

    /// False when there was none.
    package func delete(named name: String, in namespace: String) async throws(AccessError) -> Bool {
        try await kept { try await $0.deleteSecret(named: name, in: namespace) }
    }

    /// The value of a namespace's own secret; what others have under the same name is out of reach.
    package func value(named name: String, in namespace: String) async throws(AccessError) -> Secret {
        guard let row = try await kept({ try await $0.encryptedSecret(named: name, in: namespace) }) else {
            throw .storedSecretMissing(name: name, namespace: namespace)
        }
        guard let key = try await keyFile.load(), key.id == row.encrypted.key else {
            throw .storedSecretKeyMissing(name: name, namespace: namespace)
        }
        let context = Self.context(namespace, name, row.facts.version)
        guard let box = try? AES.GCM.SealedBox(combined: row.encrypted.bytes),
            let clear = try? AES.GCM.open(box, using: key.key, authenticating: context),
            let text = String(validating: clear, as: UTF8.self)
        else { throw .storedSecretDamaged(name: name, namespace: namespace) }
        return Secret(text)
    }

    /// What is authenticated with a value; neither part can hold a line break.
    private static func context(_ namespace: String, _ name: String, _ version: Int) -> Data {
        Data("rondo store v1\n\(namespace)\n\(name)\n\(version)".utf8)
    }

    private func kept<Value: Sendable>(
        _ body: @Sendable (Store) async throws -> Value
    ) async throws(AccessError) -> Value {
        do {
            return try await body(store)
        } catch {
            throw .secretStoreFailed(reason: "\(error)")
        }
    }
}
