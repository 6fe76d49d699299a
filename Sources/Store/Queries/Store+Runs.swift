import GRDB
package import Model

extension Store {
    /// Writes a run down; a request for it is met by that.
    package func startRun(_ run: RunRecord) async throws {
        try await control.write { database in
            guard try !Self.isActive(run.id, in: database) else { throw StoreError.runExists(run.id) }
            try database.execute(
                sql: "INSERT INTO runs (id, suite, environment, startedAt, record) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    run.id.rawValue, run.suite.key.suite.description, run.suite.key.environment,
                    run.startedAt.storedMilliseconds, try StoredJSON.text(run),
                ])
            try database.execute(sql: "DELETE FROM requests WHERE run = ?", arguments: [run.id.rawValue])
        }
    }

    /// Runs that have not ended, oldest first.
    package func activeRuns() async throws -> [RunRecord] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT record FROM runs ORDER BY startedAt, id")
                .map { try $0.json("record") }
        }
    }

    /// All attempts of an active run, in the order of their leases.
    package func attempts(of run: RunID) async throws -> [AttemptRecord] {
        try await control.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM attempts WHERE run = ? ORDER BY leasedAt, task, number",
                arguments: [run.rawValue]
            )
            .map { row in
                AttemptRecord(
                    run: run, task: row["task"], number: row["number"], lease: LeaseToken(rawValue: row["lease"]),
                    worker: WorkerID(rawValue: row["worker"]), leasedAt: row.date("leasedAt"),
                    result: try row.optionalJSON("result"))
            }
        }
    }

    /// Writes down that a worker holds an attempt; refused when the run has ended or the attempt was leased before.
    package func grantLease(_ attempt: AttemptRecord) async throws {
        try await control.write { database in
            guard try Self.isActive(attempt.run, in: database) else { throw StoreError.runNotActive(attempt.run) }
            let taken = try Int.fetchOne(
                database, sql: "SELECT 1 FROM attempts WHERE run = ? AND task = ? AND number = ?",
                arguments: [attempt.run.rawValue, attempt.task, attempt.number])
            guard taken == nil else {
                throw StoreError.attemptExists(run: attempt.run, task: attempt.task, number: attempt.number)
            }
            try database.execute(
                sql: """
                    INSERT INTO attempts (run, task, number, lease, worker, leasedAt, state, result)
                    VALUES (?, ?, ?, ?, ?, ?, 'held', NULL)
                    """,
                arguments: [
                    attempt.run.rawValue, attempt.task, attempt.number, attempt.lease.rawValue,
                    attempt.worker.rawValue, attempt.leasedAt.storedMilliseconds,
                ])
        }
    }

    /// Records a worker's result if its lease is still held; false for a late, repeated or unknown one.
    package func completeAttempt(lease: LeaseToken, result: TaskResult) async throws -> Bool {
        try await end(lease, as: "completed", result)
    }

    /// Records an errored result for a lease that ran out, so that its worker's result is refused; false when it has one.
    package func loseLease(_ lease: LeaseToken, result: TaskResult) async throws -> Bool {
        guard try await end(lease, as: "lost", result) else { return false }
        // What is left behind here is left out when the run ends.
        try? await dropCases(ofLost: lease)
        return true
    }

    /// The compare-and-set on the lease: of all that try to end an attempt exactly one is told true.
    private func end(_ lease: LeaseToken, as state: String, _ result: TaskResult) async throws -> Bool {
        try await control.write { database in
            try database.execute(
                sql: "UPDATE attempts SET state = ?, result = ? WHERE lease = ? AND state = 'held'",
                arguments: [state, try StoredJSON.text(result), lease.rawValue])
            guard database.changesCount == 1 else { return false }
            try Self.enqueueUploads(of: lease, result, in: database)
            return true
        }
    }

    /// Ends an active run: history first (an upsert), then, in one transaction, its work is removed and its suite's
    /// record saved, so that a crash between the two repeats at most the history.
    ///
    /// - Returns: what kept history from being written, nil when nothing did; the run has ended in either case.
    @discardableResult
    package func finishRun(_ run: FinishedRun, record: SuiteRecord) async throws -> StoreError? {
        let id = run.verdict.run
        guard try await control.read({ try Self.isActive(id, in: $0) }) else { throw StoreError.runNotActive(id) }
        var fault: StoreError?
        do {
            try await saveHistory(of: run)
        } catch let error as StoreError {
            fault = error
        }
        try await control.write { database in
            try database.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [id.rawValue])
            guard database.changesCount == 1 else { throw StoreError.runNotActive(id) }
            try Self.put(record, in: database)
        }
        return fault
    }

    private static func isActive(_ run: RunID, in database: Database) throws -> Bool {
        try Int.fetchOne(database, sql: "SELECT 1 FROM runs WHERE id = ?", arguments: [run.rawValue]) != nil
    }
}
