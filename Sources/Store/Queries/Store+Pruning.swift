package import Foundation
import GRDB
package import Model

/// What prune budgets count, and what people let happen.
extension Store {
    /// Destructive actions that were carried out after a time, or were about to be.
    package func prunes(since: Date) async throws -> [PruneRecord] {
        try await control.read { database in
            try Row.fetchAll(
                database, sql: "SELECT record FROM prunes WHERE prunedAt > ? ORDER BY prunedAt, subject",
                arguments: [since.storedMilliseconds]
            ).map { try $0.json("record") }
        }
    }

    /// Enters an action before it is carried out; one that was entered already keeps its first time.
    package func enterPrune(_ record: PruneRecord) async throws {
        try await control.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO prunes (subject, prunedAt, record) VALUES (?, ?, ?)",
                arguments: [record.subject, record.prunedAt.storedMilliseconds, try StoredJSON.text(record)])
        }
    }

    package func sweepPrunes(before: Date) async throws {
        try await control.write { database in
            try database.execute(
                sql: "DELETE FROM prunes WHERE prunedAt < ?", arguments: [before.storedMilliseconds])
        }
    }

    /// All that have not been swept, the newest first.
    package func approvals() async throws -> [Approval] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM approvals ORDER BY expiresAt DESC, hash")
                .map { try $0.json("record") }
        }
    }

    /// The same hash again takes the place of the earlier approval.
    package func saveApproval(_ approval: Approval) async throws {
        try await control.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO approvals (hash, expiresAt, record) VALUES (?, ?, ?)",
                arguments: [
                    approval.hash.rawValue, approval.expiresAt.storedMilliseconds, try StoredJSON.text(approval),
                ])
        }
    }

    package func sweepApprovals(before: Date) async throws {
        try await control.write { database in
            try database.execute(
                sql: "DELETE FROM approvals WHERE expiresAt < ?", arguments: [before.storedMilliseconds])
        }
    }
}
