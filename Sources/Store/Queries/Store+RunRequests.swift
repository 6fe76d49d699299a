import GRDB
package import Model

extension Store {
    /// Runs that were asked for and have not started, the oldest first.
    package func runRequests() async throws -> [RunRequest] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM requests ORDER BY requestedAt, run")
                .map { try $0.json("record") }
        }
    }

    package func saveRunRequests(_ requests: [RunRequest]) async throws {
        try await control.write { database in
            for request in requests {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO requests (run, requestedAt, record) VALUES (?, ?, ?)",
                    arguments: [
                        request.run.rawValue, request.requestedAt.storedMilliseconds, try StoredJSON.text(request),
                    ])
            }
        }
    }

    /// The request can't be met any more.
    package func deleteRunRequest(_ run: RunID) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM requests WHERE run = ?", arguments: [run.rawValue])
        }
    }
}
