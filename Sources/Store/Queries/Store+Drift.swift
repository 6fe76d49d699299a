package import Foundation
import GRDB
package import Model

extension Store {
    /// Open drift, in the order it was first seen.
    package func openDrift() async throws -> [DriftRecord] {
        let records: [DriftRecord] = try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM drift").map { try $0.json("record") }
        }
        return records.sorted { ($0.firstSeen, $0.finding.field) < ($1.firstSeen, $1.finding.field) }
    }

    /// Takes the whole ledger: what is not in it is open no longer.
    package func saveOpenDrift(_ records: [DriftRecord]) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM drift")
            for record in records {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO drift (object, field, class, record) VALUES (?, ?, ?, ?)",
                    arguments: [
                        record.finding.object?.description ?? "", record.finding.field, record.finding.kind.rawValue,
                        try StoredJSON.text(record),
                    ])
            }
        }
    }

    /// Drift that has ended; history that can't be written is lost.
    package func recordResolvedDrift(_ records: [DriftRecord]) async throws {
        guard !records.isEmpty, let history else { return }
        try await history.write { database in
            for record in records {
                guard let resolution = record.resolution else { continue }
                try database.execute(
                    sql: "INSERT INTO drift (object, resolvedAt, record) VALUES (?, ?, ?)",
                    arguments: [
                        record.finding.object?.description ?? "", resolution.at.storedMilliseconds,
                        try StoredJSON.text(record),
                    ])
            }
        }
    }

    /// Drift that ended since a time, the newest first.
    package func resolvedDrift(since: Date, limit: Int = 1_000) async throws -> [DriftRecord] {
        guard let history else { return [] }
        return try await history.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT record FROM drift WHERE resolvedAt >= ? ORDER BY resolvedAt DESC, id DESC LIMIT ?",
                arguments: [since.storedMilliseconds, max(0, limit)]
            )
            .map { try $0.json("record") }
        }
    }

    /// Notes who was behind drift that has ended.
    package func noteAuthor(
        _ author: ChangeAuthor, ofDrift field: String, of object: ObjectIdentity?, firstSeen: Date
    ) async throws {
        guard let history else { return }
        try await history.write { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT id, record FROM drift WHERE object = ? AND resolvedAt >= ? ORDER BY id DESC",
                arguments: [object?.description ?? "", firstSeen.storedMilliseconds])
            for row in rows {
                var record: DriftRecord = try row.json("record")
                guard record.finding.field == field,
                    record.firstSeen.storedMilliseconds == firstSeen.storedMilliseconds
                else { continue }
                record.note(author)
                try database.execute(
                    sql: "UPDATE drift SET record = ? WHERE id = ?",
                    arguments: [try StoredJSON.text(record), row["id"] as Int64])
            }
        }
    }

    /// Keeps the newest lines of the ledger.
    package func sweepDrift(keep: Int = 10_000) async throws {
        guard let history else { return }
        try await history.write { database in
            try database.execute(
                sql: "DELETE FROM drift WHERE id <= (SELECT max(id) FROM drift) - ?", arguments: [keep])
        }
    }
}
