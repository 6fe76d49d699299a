import GRDB
package import Model

/// A stored value that this version does not understand.
package struct UnreadableEntry: Hashable, Sendable {
    package let name: String
    /// Which part of it, never its contents.
    package let reason: String
}

extension Store {
    /// All objects that were accepted and not yet deleted, by identity.
    ///
    /// A row that can't be read is left out: git declares the object anew, and its instances are known by their tags.
    package func objects() async throws -> [ObservedObject] {
        try await objectRows().compactMap { try? $0.object.get() }.sorted { $0.identity < $1.identity }
    }

    /// What `objects()` leaves out, and why, by the name it was stored under.
    package func unreadableObjects() async throws -> [UnreadableEntry] {
        try await objectRows().compactMap { row in
            guard case .failure(let fault) = row.object else { return nil }
            return UnreadableEntry(name: row.name, reason: fault.description)
        }
    }

    private func objectRows() async throws -> [(name: String, object: Result<ObservedObject, ColumnFault>)] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM objects").map { row in
                (
                    row["object"],
                    Result { () throws(ColumnFault) in
                        ObservedObject(
                            declared: try row.json("declared"), source: row["source"],
                            specHash: Digest(rawValue: row["specHash"]), generation: row["generation"],
                            revision: try row.json("revision"), status: try row.json("status"),
                            createdAt: row.date("createdAt"))
                    }
                )
            }
        }
    }

    package func saveObject(_ object: ObservedObject) async throws {
        try await control.write { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO objects
                        (object, source, declared, specHash, generation, revision, status, createdAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    object.identity.description, object.source, try StoredJSON.text(object.declared),
                    object.specHash.rawValue, object.generation, try StoredJSON.text(object.revision),
                    try StoredJSON.text(object.status), object.createdAt.storedMilliseconds,
                ])
        }
    }

    /// Writes the statuses that differ from what is stored, in one transaction; objects that are gone are passed over.
    package func saveStatuses(_ statuses: [ObjectIdentity: ObjectStatus]) async throws {
        guard !statuses.isEmpty else { return }
        let changed = try await control.read { database in
            let stored = try database.cachedStatement(sql: "SELECT status FROM objects WHERE object = ?")
            return try statuses.sorted { $0.key < $1.key }.compactMap { identity, status in
                let text = try StoredJSON.text(status)
                let before = try String.fetchOne(stored, arguments: [identity.description])
                return before == nil || before == text ? nil : (object: identity.description, text: text)
            }
        }
        // A transaction that changes nothing would still cost a sync where everything is as it was.
        guard !changed.isEmpty else { return }
        try await control.write { database in
            let update = try database.cachedStatement(sql: "UPDATE objects SET status = ? WHERE object = ?")
            for row in changed { try update.execute(arguments: [row.text, row.object]) }
        }
    }

    /// Forgets it, with what people said about it.
    package func deleteObject(_ identity: ObjectIdentity) async throws {
        try await control.write { database in
            for table in ["objects", "suspensions", "lifetimes"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE object = ?", arguments: [identity.description])
            }
        }
    }
}
