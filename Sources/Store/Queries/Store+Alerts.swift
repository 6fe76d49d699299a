import GRDB
package import Model

extension Store {
    /// What is remembered of every alert rule, by rule.
    package func alerts() async throws -> [AlertRecord] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM alerts")
                .map { row -> AlertRecord in try row.json("record") }
        }
        .sorted { $0.rule < $1.rule }
    }

    package func saveAlert(_ record: AlertRecord) async throws {
        try await saveAlerts([record])
    }

    package func deleteAlert(_ rule: ObjectIdentity) async throws {
        try await saveAlerts([], deleting: [rule])
    }

    /// Writes some records and forgets others, all or none.
    package func saveAlerts(_ records: [AlertRecord], deleting rules: [ObjectIdentity] = []) async throws {
        guard !records.isEmpty || !rules.isEmpty else { return }
        try await control.write { database in
            let save = try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO alerts (rule, record) VALUES (?, ?)")
            for record in records {
                try save.execute(arguments: [record.rule.description, try StoredJSON.text(record)])
            }
            let delete = try database.cachedStatement(sql: "DELETE FROM alerts WHERE rule = ?")
            for rule in rules { try delete.execute(arguments: [rule.description]) }
        }
    }
}
