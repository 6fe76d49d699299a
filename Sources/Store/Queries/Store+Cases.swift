import Foundation
import GRDB
package import Model

/// Some of what the reports of an attempt told, in their order.
package struct StoredCases: Hashable, Sendable {
    package let entries: [StoredCase]
    /// Whether there are more that did not fit.
    package let hasMore: Bool
}

/// What came of a batch.
package enum CaseReceipt: Hashable, Sendable {
    case kept
    /// Nothing of it, since the attempt has as much as is kept of one.
    case full
    /// The lease is not held any more, and nothing of the attempt is kept.
    case leaseLost
}

extension Store {
    /// Keeps a batch of an attempt whose lease is held, once however often it comes.
    ///
    /// - Parameter maxBytes: of JSON, for the whole attempt; a batch that begins beyond it is left out.
    package func appendCases(
        _ batch: CaseBatch, lease: LeaseToken, run: RunID, task: String, attempt: Int,
        maxBytes: Int = CaseLimits.bytes
    ) async throws -> CaseReceipt {
        guard let history else { return .full }
        let written = try await history.write { database in
            let set = try Self.caseSet(run, task, attempt, in: database)
            guard set.bytes < maxBytes else {
                return Written(set: set.id, isKept: try Self.hasBatch(batch, of: set.id, in: database))
            }
            return try Self.write(batch, of: set.id, in: database)
        }
        // Looked at after the write: whoever takes the lease away from now on finds what was written, and drops it.
        guard try await isHeld(lease) else {
            try await undo(written)
            return .leaseLost
        }
        return written.isKept ? .kept : .full
    }

    /// What one call wrote: a batch that came late, and was written before, wrote nothing.
    private struct Written: Sendable {
        let set: Int64
        var isKept = true
        var positions: [Int64] = []
    }

    private static func write(_ batch: CaseBatch, of set: Int64, in database: Database) throws -> Written {
        let insert = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO reportedCases (caseSet, position, outcome, flaky, record)
                VALUES (?, ?, ?, ?, CAST(? AS TEXT))
                """)
        var written = Written(set: set)
        var bytes = 0
        for (place, entry) in batch.entries.enumerated() {
            let record = Data(try StoredJSON.text(entry).utf8)
            let position = position(batch, place)
            try insert.execute(arguments: [
                set, position, entry.event.outcome.rawValue, entry.event.isFlaky, record,
            ])
            guard database.changesCount == 1 else { continue }
            written.positions.append(position)
            bytes += record.count
        }
        try database.execute(
            sql: "UPDATE caseSets SET bytes = bytes + ? WHERE id = ?", arguments: [bytes, set])
        return written
    }

    private func undo(_ written: Written) async throws {
        guard let history, let first = written.positions.first, let last = written.positions.last else { return }
        try await history.write { database in
            try database.execute(
                sql: "DELETE FROM reportedCases WHERE caseSet = ? AND position BETWEEN ? AND ?",
                arguments: [written.set, first, last])
        }
    }

    /// Entries of an attempt after a position, within two bounds; at least one if there is one.
    ///
    /// - Parameters:
    ///   - attempt: nil for the last one that has reported cases.
    ///   - outcomes: only those that ended like this; empty for all.
    ///   - maxBytes: of JSON, all entries together.
    package func cases(
        run: RunID, task: String, attempt: Int? = nil, outcomes: Set<Outcome> = [], after: Int64 = 0, limit: Int,
        maxBytes: Int = 1 << 20
    ) async throws -> StoredCases {
        guard let history else { return StoredCases(entries: [], hasMore: false) }
        return try await history.read { database in
            let found = try Row.fetchOne(
                database,
                sql: """
                    SELECT id, attempt FROM caseSets WHERE run = ? AND task = ? AND (? IS NULL OR attempt = ?)
                    ORDER BY attempt DESC LIMIT 1
                    """,
                arguments: [run.rawValue, task, attempt, attempt])
            guard let found else { return StoredCases(entries: [], hasMore: false) }
            let set: Int64 = found["id"]
            let number: Int = found["attempt"]
            // Each outcome on its own goes along the index; the whole in its order along the key.
            let wanted = outcomes.map(\.rawValue).sorted()
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT position, CAST(record AS BLOB) AS bytes FROM reportedCases
                    WHERE caseSet = ? AND position > ?
                    \(wanted.isEmpty ? "" : "AND outcome IN (\(wanted.map { _ in "?" }.joined(separator: ", ")))")
                    ORDER BY position LIMIT ?
                    """,
                arguments: [set, after] + StatementArguments(wanted) + [limit + 1])
            var entries: [StoredCase] = []
            var bytes = 0
            while let row = try rows.next() {
                let record: Data = row["bytes"]
                bytes += record.count
                if !entries.isEmpty, entries.count >= limit || bytes > maxBytes {
                    return StoredCases(entries: entries, hasMore: true)
                }
                let entry: CaseEntry
                do {
                    entry = try StoredJSON.value(from: String(decoding: record, as: UTF8.self))
                } catch {
                    throw ColumnFault(column: "record", detail: "not a case of this version")
                }
                entries.append(StoredCase(position: row["position"], task: task, attempt: number, entry: entry))
            }
            return StoredCases(entries: entries, hasMore: false)
        }
    }

    /// Forgets the cases of runs that history does not hold any more and that are not under way.
    package func sweepCases() async throws {
        guard let history else { return }
        let newest = try await history.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM caseSets") }
        guard let newest else { return }
        let running = try await control.read { try String.fetchSet($0, sql: "SELECT id FROM runs") }
        let kept = try StoredJSON.text(running.sorted())
        try await history.write { database in
            try database.execute(
                sql: """
                    DELETE FROM caseSets WHERE id <= ? AND run NOT IN (SELECT id FROM runs)
                    AND run NOT IN (SELECT value FROM json_each(?))
                    """,
                arguments: [newest, kept])
        }
    }

    /// Drops what attempts of an ended run reported that have no result of their own, as when their lease was lost.
    static func keepCases(of run: FinishedRun, in database: Database) throws {
        let id = run.verdict.run.rawValue
        let sets = try Row.fetchAll(
            database, sql: "SELECT id, task, attempt FROM caseSets WHERE run = ?", arguments: [id])
        guard !sets.isEmpty else { return }
        let counted = Set(
            run.tasks.flatMap(\.attempts).filter { $0.result?.cases != nil }.map { [$0.task, "\($0.number)"] })
        for set in sets {
            let task: String = set["task"]
            let attempt: Int = set["attempt"]
            let row: Int64 = set["id"]
            guard !counted.contains([task, "\(attempt)"]) else { continue }
            try database.execute(sql: "DELETE FROM caseSets WHERE id = ?", arguments: [row])
        }
    }

    /// Drops what the attempt of a lost lease has reported.
    func dropCases(ofLost lease: LeaseToken) async throws {
        let attempt = try await control.read { database in
            try Row.fetchOne(
                database, sql: "SELECT run, task, number FROM attempts WHERE lease = ?", arguments: [lease.rawValue]
            )
            .map { (run: $0["run"] as String, task: $0["task"] as String, number: $0["number"] as Int) }
        }
        guard let attempt, let history else { return }
        // Most attempts report none, and a read costs no commit.
        let set = try await history.read {
            try Int64.fetchOne(
                $0, sql: "SELECT id FROM caseSets WHERE run = ? AND task = ? AND attempt = ?",
                arguments: [attempt.run, attempt.task, attempt.number])
        }
        guard let set else { return }
        try await history.write {
            try $0.execute(sql: "DELETE FROM caseSets WHERE id = ?", arguments: [set])
        }
    }

    private func isHeld(_ lease: LeaseToken) async throws -> Bool {
        try await control.read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM attempts WHERE lease = ? AND state = 'held')",
                arguments: [lease.rawValue]) ?? false
        }
    }

    /// Where an entry of a batch stands in its attempt.
    private static func position(_ batch: CaseBatch, _ place: Int) -> Int64 {
        Int64(batch.sequence - 1) * Int64(CaseLimits.batchEntries) + Int64(place) + 1
    }

    private static func caseSet(
        _ run: RunID, _ task: String, _ attempt: Int, in database: Database
    ) throws -> (id: Int64, bytes: Int) {
        let arguments: StatementArguments = [run.rawValue, task, attempt]
        try database.execute(
            sql: "INSERT OR IGNORE INTO caseSets (run, task, attempt, bytes) VALUES (?, ?, ?, 0)",
            arguments: arguments)
        let row = try Row.fetchOne(
            database, sql: "SELECT id, bytes FROM caseSets WHERE run = ? AND task = ? AND attempt = ?",
            arguments: arguments)
        guard let row else { throw ColumnFault(column: "caseSets", detail: "the set that was made is gone") }
        return (row["id"], row["bytes"])
    }

    private static func hasBatch(_ batch: CaseBatch, of set: Int64, in database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM reportedCases WHERE caseSet = ? AND position = ?)",
            arguments: [set, position(batch, 0)]) ?? false
    }
}

extension ReportEvent {
    fileprivate var isFlaky: Bool {
        switch self {
        case .ended(let ended): ended.isFlaky
        case .suiteFailed: false
        }
    }
}
