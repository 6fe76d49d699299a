package import Foundation
import GRDB
package import Model

extension Store {
    /// All workers that have joined, by id.
    package func workers() async throws -> [WorkerRecord] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record, lastSeen FROM workers ORDER BY id")
                .map { row in
                    var worker: WorkerRecord = try row.json("record")
                    worker.lastSeen = row.date("lastSeen")
                    return worker
                }
        }
    }

    package func saveWorker(_ worker: WorkerRecord) async throws {
        try await control.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO workers (id, lastSeen, record) VALUES (?, ?, ?)",
                arguments: [worker.id.rawValue, worker.lastSeen.storedMilliseconds, try StoredJSON.text(worker)])
        }
    }

    /// Moves the time at which workers were last heard forward, in one transaction; unknown ones are passed over.
    package func touchWorkers(_ times: [WorkerID: Date]) async throws {
        guard !times.isEmpty else { return }
        try await control.write { database in
            for (id, time) in times {
                try database.execute(
                    sql: "UPDATE workers SET lastSeen = max(lastSeen, ?) WHERE id = ?",
                    arguments: [time.storedMilliseconds, id.rawValue])
            }
        }
    }

    package func deleteWorker(_ id: WorkerID) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM workers WHERE id = ?", arguments: [id.rawValue])
        }
    }
}
