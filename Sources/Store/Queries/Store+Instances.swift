import GRDB
package import Model

extension Store {
    /// All instances as they were last seen, by object and ordinal.
    package func instances() async throws -> [ObservedInstance] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT value, place FROM instances ORDER BY object, ordinal, id").map {
                row in
                let instance: ObservedInstance = try row.json("value")
                // What this version can't read of it, the next look at the instance tells.
                let place: CloudPlace? = try? row.optionalJSON("place")
                return instance.at(place)
            }
        }
    }

    package func saveInstance(_ instance: ObservedInstance) async throws {
        try await control.write { try Self.put(instance, in: $0) }
    }

    /// Takes the observer's full picture: instances that are not in it are forgotten.
    package func replaceInstances(_ instances: [ObservedInstance]) async throws {
        let pairs = try instances.map { ($0.id.rawValue, try StoredJSON.text($0)) }
        let wanted = Dictionary(pairs, uniquingKeysWith: { $1 })
        let stored = try await control.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT id, value FROM instances")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"] as String, $0["value"] as String) })
        }
        // An observer looks every few seconds, and mostly nothing has changed: that costs no sync.
        guard stored != wanted else { return }
        try await control.write { database in
            try database.execute(sql: "DELETE FROM instances")
            for instance in instances { try Self.put(instance, in: database) }
        }
    }

    package func deleteInstance(_ id: InstanceID) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM instances WHERE id = ?", arguments: [id.rawValue])
        }
    }

    private static func put(_ instance: ObservedInstance, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO instances (id, object, ordinal, value, place) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                instance.id.rawValue, instance.tags.object.description, instance.tags.ordinal,
                try StoredJSON.text(instance), try instance.place.map(StoredJSON.text),
            ])
        try raiseIncarnation(
            of: instance.tags.object, ordinal: instance.tags.ordinal, to: instance.tags.incarnation, in: database)
    }
}
