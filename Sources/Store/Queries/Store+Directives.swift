import GRDB
package import Model

/// What people said beside git: suspensions, renewals and pins; and what schedules stopped.
extension Store {
    package func suspensions() async throws -> [Suspension] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM suspensions ORDER BY object").map {
                try $0.json("record")
            }
        }
    }

    package func saveSuspension(_ suspension: Suspension) async throws {
        try await control.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO suspensions (object, record) VALUES (?, ?)",
                arguments: [suspension.object.description, try StoredJSON.text(suspension)])
        }
    }

    package func deleteSuspension(of object: ObjectIdentity) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM suspensions WHERE object = ?", arguments: [object.description])
        }
    }

    /// From when the `ttl` of each object counts.
    package func lifetimes() async throws -> [Lifetime] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM lifetimes ORDER BY object").map {
                try $0.json("record")
            }
        }
    }

    package func saveLifetimes(_ lifetimes: [Lifetime]) async throws {
        guard !lifetimes.isEmpty else { return }
        try await control.write { database in
            for lifetime in lifetimes {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO lifetimes (object, record) VALUES (?, ?)",
                    arguments: [lifetime.object.description, try StoredJSON.text(lifetime)])
            }
        }
    }

    /// Nothing of the object expires any more.
    package func deleteLifetime(of object: ObjectIdentity) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM lifetimes WHERE object = ?", arguments: [object.description])
        }
    }

    /// By source.
    package func pins() async throws -> [SourcePin] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM pins ORDER BY source").map { try $0.json("record") }
        }
    }

    package func savePin(_ pin: SourcePin) async throws {
        try await control.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO pins (source, record) VALUES (?, ?)",
                arguments: [pin.source, try StoredJSON.text(pin)])
        }
    }

    package func deletePin(of source: String) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM pins WHERE source = ?", arguments: [source])
        }
    }

    /// Instances that were stopped because their schedule says so.
    package func plannedStops() async throws -> Set<InstanceID> {
        try await control.read { database in
            Set(try String.fetchAll(database, sql: "SELECT instance FROM plannedStops").map(InstanceID.init(rawValue:)))
        }
    }

    package func savePlannedStop(_ instance: InstanceID) async throws {
        try await control.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO plannedStops (instance) VALUES (?)", arguments: [instance.rawValue])
        }
    }

    /// The instance runs again, or is gone.
    package func deletePlannedStop(_ instance: InstanceID) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM plannedStops WHERE instance = ?", arguments: [instance.rawValue])
        }
    }

    /// Forgets the stops of instances that are gone.
    package func keepPlannedStops(of instances: Set<InstanceID>) async throws {
        for stop in try await plannedStops() where !instances.contains(stop) { try await deletePlannedStop(stop) }
    }

    /// Notes that a commit of a source is in force from now on.
    package func noteCommit(_ commit: GitObjectID, of source: String) async throws {
        try await control.write { database in
            try database.execute(
                sql: "INSERT INTO commits (source, commitID) VALUES (?, ?)", arguments: [source, commit.rawValue])
            try database.execute(
                sql: """
                    DELETE FROM commits WHERE source = ? AND sequence NOT IN
                    (SELECT sequence FROM commits WHERE source = ? ORDER BY sequence DESC LIMIT 10000)
                    """,
                arguments: [source, source])
        }
    }

    /// The commits of a source that were in force and begin with these digits, the newest first; at most ten.
    package func commits(of source: String, beginningWith digits: String) async throws -> [GitObjectID] {
        try await control.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT commitID FROM commits WHERE source = ? AND substr(commitID, 1, ?) = ?
                    GROUP BY commitID ORDER BY max(sequence) DESC LIMIT 10
                    """,
                arguments: [source, digits.count, digits]
            )
            .map(GitObjectID.init(rawValue:))
        }
    }
}
