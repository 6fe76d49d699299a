package import Foundation
import GRDB
package import Model

/// A value that only the holder of a key can read.
package struct EncryptedBytes: Hashable, Sendable {
    /// Names the key that it was encrypted with.
    package let key: String
    package let bytes: Data

    package init(key: String, bytes: Data) {
        self.key = key
        self.bytes = bytes
    }
}

extension Store {
    /// Facts of the encrypted store, by namespace and name; nil is every namespace.
    package func secrets(in namespace: String?) async throws -> [StoredSecret] {
        try await control.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT namespace, name, version, createdAt, updatedAt FROM secrets
                    WHERE ?1 IS NULL OR namespace = ?1 ORDER BY namespace, name
                    """,
                arguments: [namespace]
            ).map(\.storedSecret)
        }
    }

    /// nil when the namespace has none of this name.
    package func encryptedSecret(
        named name: String, in namespace: String
    ) async throws -> (facts: StoredSecret, encrypted: EncryptedBytes)? {
        try await control.read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM secrets WHERE namespace = ? AND name = ?", arguments: [namespace, name]
            ).map { ($0.storedSecret, EncryptedBytes(key: $0["key"], bytes: $0["bytes"])) }
        }
    }

    /// Keeps a value in place of the one that had its name.
    ///
    /// - Parameter encrypt: gets the new version, which is bound to the value.
    package func saveSecret(
        named name: String, in namespace: String, now: Date,
        encrypt: @escaping @Sendable (_ version: Int) throws -> EncryptedBytes
    ) async throws -> StoredSecret {
        try await control.write { database in
            let known = try Row.fetchOne(
                database, sql: "SELECT * FROM secrets WHERE namespace = ? AND name = ?", arguments: [namespace, name]
            )?.storedSecret
            let version = (known?.version ?? 0) + 1
            let encrypted = try encrypt(version)
            let createdAt = known?.createdAt ?? now
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO secrets (namespace, name, version, key, bytes, createdAt, updatedAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    namespace, name, version, encrypted.key, encrypted.bytes, createdAt.storedMilliseconds,
                    now.storedMilliseconds,
                ])
            return StoredSecret(
                namespace: namespace, name: name, version: version, createdAt: createdAt, updatedAt: now)
        }
    }

    /// False when there was none.
    package func deleteSecret(named name: String, in namespace: String) async throws -> Bool {
        try await control.write { database in
            try database.execute(
                sql: "DELETE FROM secrets WHERE namespace = ? AND name = ?", arguments: [namespace, name])
            return database.changesCount == 1
        }
    }
}

extension Row {
    fileprivate var storedSecret: StoredSecret {
        StoredSecret(
            namespace: self["namespace"], name: self["name"], version: self["version"], createdAt: date("createdAt"),
            updatedAt: date("updatedAt"))
    }
}
