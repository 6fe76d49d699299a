import GRDB
package import Model

extension Store {
    /// Runs that have ended, newest first.
    ///
    /// - Parameter suite: only those of this suite; nil for all.
    package func finishedRuns(suite: ObjectIdentity? = nil, limit: Int) async throws -> [FinishedRun] {
        guard let history else { return [] }
        return try await history.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM runs WHERE :suite IS NULL OR suite = :suite ORDER BY startedAt DESC, id DESC LIMIT :limit
                    """,
                arguments: ["suite": suite?.description, "limit": max(0, limit)]
            )
            .map { try Self.run(of: $0, in: database) }
        }
    }

    package func finishedRun(_ id: RunID) async throws -> FinishedRun? {
        guard let history else { return nil }
        return try await history.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id.rawValue])
                .map { try Self.run(of: $0, in: database) }
        }
    }

    /// Keeps the newest runs of each suite in each environment, and the newest events.
    package func sweepHistory(keepRuns: Int, keepEvents: Int = 10_000) async throws {
        guard let history else { return }
        try await history.write { database in
            try database.execute(
                sql: """
                    DELETE FROM runs WHERE id IN (
                        SELECT id FROM (
                            SELECT id, row_number() OVER (
                                PARTITION BY suite, environment ORDER BY startedAt DESC, id DESC) AS place FROM runs
                        ) WHERE place > ?)
                    """,
                arguments: [keepRuns])
            try database.execute(
                sql: "DELETE FROM events WHERE sequence <= (SELECT max(sequence) FROM events) - ?",
                arguments: [keepEvents])
        }
    }

    /// Writes a run with its cases; a second time it replaces the first.
    func saveHistory(of run: FinishedRun) async throws {
        guard let history else { return }
        try await history.write { database in
            let id = run.verdict.run.rawValue
            try database.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [id])
            try database.execute(
                sql: """
                    INSERT INTO runs (id, suite, environment, outcome, startedAt, endedAt, verdict)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, run.key.suite.description, run.key.environment, run.verdict.outcome.rawValue,
                    run.verdict.startedAt.storedMilliseconds, run.verdict.endedAt.storedMilliseconds,
                    try StoredJSON.text(run.verdict),
                ])
            let insert = try database.cachedStatement(
                sql: "INSERT INTO cases (run, position, name, outcome, flaky, record) VALUES (?, ?, ?, ?, ?, ?)")
            for (position, task) in run.tasks.enumerated() {
                try insert.execute(arguments: [
                    id, position, task.name, task.outcome.rawValue, task.flaky,
                    try StoredJSON.text(task.withoutSecrets),
                ])
            }
            try Self.keepCases(of: run, in: database)
        }
    }

    private static func run(of row: Row, in database: Database) throws -> FinishedRun {
        let id: String = row["id"]
        let cases = try Row.fetchAll(
            database, sql: "SELECT record FROM cases WHERE run = ? ORDER BY position", arguments: [id])
        return FinishedRun(
            key: SuiteKey(suite: try row.identity("suite"), environment: row["environment"]),
            verdict: try row.json("verdict"), tasks: try cases.map { try $0.json("record") })
    }
}
