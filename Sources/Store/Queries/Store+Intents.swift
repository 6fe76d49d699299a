package import Foundation
import GRDB
package import Model

extension Store {
    /// Decides the next incarnation of an ordinal and writes down that it is about to be created, in one transaction.
    ///
    /// The incarnation is one more than any that this ordinal ever had. Settled and failed intents of the ordinal are
    /// cleared away. While one is open another is refused (`StoreError.intentOpen`), since the first may have made a VM.
    ///
    /// - Parameter token: makes the provider's idempotency token from the intent's id and the incarnation.
    package func openIntent(
        id: UUID, object: ObjectIdentity, ordinal: Int, specHash: Digest, installation: InstallationID,
        deletionPolicy: CloudResourceSpec.DeletionPolicy, protected: Bool, fixedHash: Digest? = nil, now: Date,
        token: @escaping @Sendable (_ intent: UUID, _ incarnation: Int) -> UUID
    ) async throws -> Intent {
        try await control.write { database in
            let ordinalKey: StatementArguments = [object.description, ordinal]
            let open = try Int.fetchOne(
                database, sql: "SELECT 1 FROM intents WHERE object = ? AND ordinal = ? AND state = 'open'",
                arguments: ordinalKey)
            guard open == nil else { throw StoreError.intentOpen(object: object, ordinal: ordinal) }
            try database.execute(
                sql: "DELETE FROM intents WHERE object = ? AND ordinal = ?", arguments: ordinalKey)
            let highest = try Int.fetchOne(
                database, sql: "SELECT highest FROM incarnations WHERE object = ? AND ordinal = ?",
                arguments: ordinalKey)
            let incarnation = (highest ?? 0) + 1
            try Self.raiseIncarnation(of: object, ordinal: ordinal, to: incarnation, in: database)
            let intent = Intent(
                id: id, token: token(id, incarnation),
                tags: InstanceTags(
                    installation: installation, object: object, ordinal: ordinal, incarnation: incarnation,
                    specHash: specHash, fixedHash: fixedHash, deletionPolicy: deletionPolicy, protected: protected),
                createdAt: Date(storedMilliseconds: now.storedMilliseconds))
            try database.execute(
                sql: """
                    INSERT INTO intents (id, object, ordinal, state, instance, token, tags, createdAt)
                    VALUES (?, ?, ?, ?, NULL, ?, ?, ?)
                    """,
                arguments: [
                    id.uuidString, object.description, ordinal, Intent.State.open.rawValue, intent.token.uuidString,
                    try StoredJSON.text(intent.tags), intent.createdAt.storedMilliseconds,
                ])
            return intent
        }
    }

    /// Creations that may or may not have happened, oldest first.
    package func openIntents() async throws -> [Intent] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM intents WHERE state = 'open' ORDER BY createdAt, id")
                .map { row in
                    Intent(
                        id: try row.uuid("id"), token: try row.uuid("token"), tags: try row.json("tags"),
                        state: try row.choice("state"),
                        instance: (row["instance"] as String?).map(InstanceID.init(rawValue:)),
                        createdAt: row.date("createdAt"))
                }
        }
    }

    /// The creation happened, and this is what it made; one that is no longer open stays as it is.
    package func settleIntent(_ id: UUID, instance: InstanceID) async throws {
        try await control.write { database in
            try database.execute(
                sql: "UPDATE intents SET state = 'settled', instance = ? WHERE id = ? AND state = 'open'",
                arguments: [instance.rawValue, id.uuidString])
        }
    }

    /// The provider refused for good, so that nothing was made.
    package func failIntent(_ id: UUID) async throws {
        try await control.write { database in
            try database.execute(
                sql: "UPDATE intents SET state = 'failed' WHERE id = ? AND state = 'open'", arguments: [id.uuidString])
        }
    }

    /// Takes note of an incarnation that was found in the tags of an adopted instance.
    package func noteIncarnation(_ object: ObjectIdentity, ordinal: Int, incarnation: Int) async throws {
        try await control.write { database in
            try Self.raiseIncarnation(of: object, ordinal: ordinal, to: incarnation, in: database)
        }
    }

    static func raiseIncarnation(
        of object: ObjectIdentity, ordinal: Int, to incarnation: Int, in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO incarnations (object, ordinal, highest) VALUES (?, ?, ?)
                ON CONFLICT (object, ordinal) DO UPDATE SET highest = max(highest, excluded.highest)
                """,
            arguments: [object.description, ordinal, incarnation])
    }
}
