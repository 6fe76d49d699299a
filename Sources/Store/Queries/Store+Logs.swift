import Foundation
import GRDB
package import Model

/// Entries of a run's log, in order.
package struct StoredLog: Hashable, Sendable {
    package let entries: [LogEntry]
    /// Whether there are more that did not fit.
    package let hasMore: Bool
}

extension Store {
    /// Keeps the chunks of an attempt that are not kept yet, as long as they are within its bounds; what is over them is
    /// left out without an error.
    ///
    /// - Parameter maxBytes: of text, for the whole attempt.
    /// - Returns: how many are new.
    @discardableResult
    package func appendLogs(
        _ chunks: [LogChunk], run: RunID, task: String, attempt: Int, worker: WorkerID, maxBytes: Int
    ) async throws -> Int {
        guard !chunks.isEmpty, let history else { return 0 }
        return try await history.write { database in
            var bytes = try Self.logBytes(run, task, attempt, in: database)
            var count = 0
            let insert = try database.cachedStatement(
                sql: """
                    INSERT OR IGNORE INTO logs (run, task, attempt, worker, sequence, time, stream, text)
                    VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))
                    """)
            for chunk in chunks where bytes + chunk.text.utf8.count <= maxBytes {
                try insert.execute(arguments: [
                    run.rawValue, task, attempt, worker.rawValue, chunk.sequence, chunk.time.storedMilliseconds,
                    chunk.stream.rawValue, Data(chunk.text.utf8),
                ])
                guard database.changesCount == 1 else { continue }
                bytes += chunk.text.utf8.count
                count += 1
            }
            return count
        }
    }

    /// Entries after a position, in the order of their arrival, within two bounds; at least one if there is one. After
    /// a position that was never given they start at the beginning.
    ///
    /// - Parameters:
    ///   - task: only those of this test; nil for all.
    ///   - attempt: only those of attempts with this number; nil for all.
    ///   - maxBytes: of text, all entries together.
    package func logs(
        run: RunID, task: String? = nil, attempt: Int? = nil, after: Int64 = 0, limit: Int, maxBytes: Int = 1 << 20
    ) async throws -> StoredLog {
        guard let history else { return StoredLog(entries: [], hasMore: false) }
        return try await history.read { database in
            // A reader may come with a position of a history that was lost since.
            let newest = try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'logs'") ?? 0
            var entries: [LogEntry] = []
            var bytes = 0
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT *, CAST(text AS BLOB) AS bytes FROM logs
                    WHERE run = :run AND position > :after AND (:task IS NULL OR task = :task)
                        AND (:attempt IS NULL OR attempt = :attempt)
                    ORDER BY position
                    """,
                arguments: ["run": run.rawValue, "after": after > newest ? 0 : after, "task": task, "attempt": attempt])
            while let row = try rows.next() {
                let entry = try Self.logEntry(of: row, run)
                bytes += entry.chunk.text.utf8.count
                if !entries.isEmpty, entries.count >= limit || bytes > maxBytes {
                    return StoredLog(entries: entries, hasMore: true)
                }
                entries.append(entry)
            }
            return StoredLog(entries: entries, hasMore: false)
        }
    }

    /// How much text is kept of an attempt.
    package func logBytes(run: RunID, task: String, attempt: Int) async throws -> Int {
        guard let history else { return 0 }
        return try await history.read { try Self.logBytes(run, task, attempt, in: $0) }
    }

    /// Whether a run was asked for or has started, and has not ended.
    package func isUnderWay(_ run: RunID) async throws -> Bool {
        try await control.read { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM runs WHERE id = :run) OR EXISTS (SELECT 1 FROM requests WHERE run = :run)
                    """,
                arguments: ["run": run.rawValue]) ?? false
        }
    }

    /// Forgets the logs of runs that history does not hold any more and that are not under way.
    ///
    /// - Parameter active: runs to keep beside those that this store knows as active.
    package func sweepLogs(besidesRuns active: Set<RunID> = []) async throws {
        guard let history else { return }
        // A run that starts from now on writes behind this position.
        let newest = try await history.read { try Int64.fetchOne($0, sql: "SELECT max(position) FROM logs") }
        guard let newest else { return }
        let running = try await control.read { try String.fetchSet($0, sql: "SELECT id FROM runs") }
        let kept = try StoredJSON.text(running.union(active.map(\.rawValue)).sorted())
        try await history.write { database in
            try database.execute(
                sql: """
                    DELETE FROM logs WHERE position <= ? AND run NOT IN (SELECT id FROM runs)
                    AND run NOT IN (SELECT value FROM json_each(?))
                    """,
                arguments: [newest, kept])
        }
    }

    /// In bytes of UTF-8; `length` alone would count characters.
    private static func logBytes(_ run: RunID, _ task: String, _ attempt: Int, in database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT total(length(CAST(text AS BLOB))) FROM logs WHERE run = ? AND task = ? AND attempt = ?
                """,
            arguments: [run.rawValue, task, attempt]) ?? 0
    }

    /// Text travels as bytes, since strings of C end at the first NUL that a program printed.
    private static func logEntry(of row: Row, _ run: RunID) throws -> LogEntry {
        let bytes: Data = row["bytes"]
        return LogEntry(
            position: row["position"], run: run, task: row["task"], attempt: row["attempt"],
            worker: WorkerID(rawValue: row["worker"]),
            chunk: LogChunk(
                sequence: row["sequence"], time: row.date("time"), stream: try row.choice("stream"),
                text: String(decoding: bytes, as: UTF8.self)))
    }
}
