import GRDB
package import Model

extension Store {
    /// From when the schedule of each suite counts.
    package func schedules() async throws -> [ScheduleMark] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM schedules ORDER BY suite")
                .map { try $0.json("record") }
        }
    }

    package func saveSchedule(_ mark: ScheduleMark) async throws {
        try await control.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO schedules (suite, record) VALUES (?, ?)",
                arguments: [mark.suite.description, try StoredJSON.text(mark)])
        }
    }

    /// The suite has no schedule any more.
    package func deleteSchedule(of suite: ObjectIdentity) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM schedules WHERE suite = ?", arguments: [suite.description])
        }
    }
}
