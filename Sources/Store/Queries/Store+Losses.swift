import GRDB
package import Model

extension Store {
    /// Instances that ended without Rondo's doing, by object and ordinal.
    package func losses() async throws -> [LostInstance] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT value FROM losses ORDER BY object, ordinal")
                .map { try $0.json("value") }
        }
    }

    /// Forgets the instance and remembers, where it is to be remembered, that it was lost; both or neither.
    package func noteLoss(of instance: InstanceID, remembering loss: LostInstance?) async throws {
        try await control.write { database in
            if let loss {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO losses (object, ordinal, value) VALUES (?, ?, ?)",
                    arguments: [loss.object.description, loss.ordinal, try StoredJSON.text(loss)])
            }
            try database.execute(sql: "DELETE FROM instances WHERE id = ?", arguments: [instance.rawValue])
        }
    }

    /// The ordinal has an instance again, or with nil: a commit changed the object.
    package func forgetLosses(of object: ObjectIdentity, ordinal: Int? = nil) async throws {
        try await control.write { database in
            try database.execute(
                sql: "DELETE FROM losses WHERE object = :object AND (:ordinal IS NULL OR ordinal = :ordinal)",
                arguments: ["object": object.description, "ordinal": ordinal])
        }
    }
}
