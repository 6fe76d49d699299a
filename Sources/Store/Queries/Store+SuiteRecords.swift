import GRDB
package import Model

extension Store {
    /// What is remembered of every suite in each of its environments, by key.
    package func suiteRecords() async throws -> [SuiteRecord] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM suiteRecords")
                .map { row -> SuiteRecord in try row.json("record") }
        }
        .sorted { $0.key < $1.key }
    }

    /// Forgets a suite in all its environments.
    package func deleteSuiteRecords(suite: ObjectIdentity) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM suiteRecords WHERE suite = ?", arguments: [suite.description])
        }
    }

    static func put(_ record: SuiteRecord, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO suiteRecords (suite, environment, record) VALUES (?, ?, ?)",
            arguments: [record.key.suite.description, record.key.environment, try StoredJSON.text(record)])
    }
}
