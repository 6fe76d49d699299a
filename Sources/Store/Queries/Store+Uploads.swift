import Foundation
import GRDB
package import Model

/// Files of attempts that are to be in buckets, from the moment their result is recorded, and those that are.
extension Store {
    /// One that waits, and its Environment as it is in force; nil when that is gone.
    package struct OpenUpload: Sendable {
        /// Its own as long as it waits.
        package let number: Int64
        package let upload: ArtifactUpload
        package let environment: DeclaredObject?
    }

    /// Part of the transaction that records a result, so that neither is there without the other.
    static func enqueueUploads(of lease: LeaseToken, _ result: TaskResult, in database: Database) throws {
        guard let artifacts = result.artifacts, !artifacts.isEmpty,
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT attempts.run, task, number, suite, environment FROM attempts
                    JOIN runs ON runs.id = attempts.run WHERE lease = ?
                    """,
                arguments: [lease.rawValue])
        else { return }
        let suite = try row.identity("suite")
        let environment = ObjectIdentity(kind: .environment, namespace: suite.namespace, name: row["environment"])
        guard let bucket = try declared(environment, in: database).flatMap(ArtifactBucket.init(of:)) else { return }
        let id = try self.id(of: bucket, in: database)
        let run = RunID(rawValue: row["run"])
        let insert = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO uploads
                    (run, task, attempt, path, size, sha256, bucket, key, environment, createdAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let now = Date()
        for artifact in artifacts {
            let upload = ArtifactUpload(
                of: artifact, run: run, task: row["task"], attempt: row["number"], to: bucket, createdAt: now)
            try insert.execute(arguments: [
                run.rawValue, upload.task, upload.attempt, artifact.path, artifact.size, artifact.sha256, id,
                upload.key, environment.description, now.storedMilliseconds,
            ])
        }
    }

    /// Those that wait, the oldest first.
    ///
    /// - Parameters:
    ///   - excluded: Environments whose files are left out.
    ///   - numbers: files that are left out.
    ///   - last: files that come after all others.
    package func openUploads(
        besides excluded: Set<ObjectIdentity> = [], without numbers: Set<Int64> = [], last: Set<Int64> = [], limit: Int
    ) async throws -> [OpenUpload] {
        let excluded = try StoredJSON.text(excluded.map(\.description).sorted())
        let numbers = try StoredJSON.text(numbers.sorted())
        let last = try StoredJSON.text(last.sorted())
        return try await control.read { database in
            var environments: [ObjectIdentity: DeclaredObject?] = [:]
            return try Row.fetchAll(
                database,
                sql: Self.selection + """
                     WHERE uploadedAt IS NULL AND environment NOT IN (SELECT value FROM json_each(?))
                        AND uploads.rowid NOT IN (SELECT value FROM json_each(?))
                    ORDER BY uploads.rowid IN (SELECT value FROM json_each(?)), createdAt, run, task, path LIMIT ?
                    """,
                arguments: [excluded, numbers, last, limit]
            )
            .map { row in
                let upload = try Self.upload(row)
                let identity = upload.bucket.environment
                let environment = try environments[identity] ?? Self.declared(identity, in: database)
                environments[identity] = environment
                return OpenUpload(number: row["number"], upload: upload, environment: environment)
            }
        }
    }

    /// How many wait, by Environment.
    package func openUploadCounts() async throws -> [ObjectIdentity: Int] {
        try await control.read { database in
            let rows = try Row.fetchAll(
                database,
                sql:
                    "SELECT environment, COUNT(*) AS waiting FROM uploads WHERE uploadedAt IS NULL GROUP BY environment"
            )
            return Dictionary(try rows.map { (try $0.identity("environment"), $0["waiting"] as Int) }) { $1 }
        }
    }

    /// Those of a run, whether they wait or are there.
    package func uploads(of run: RunID) async throws -> [ArtifactUpload] {
        try await control.read { database in
            try Row.fetchAll(
                database, sql: Self.selection + " WHERE run = ? ORDER BY task, attempt, path",
                arguments: [run.rawValue]
            )
            .map(Self.upload)
        }
    }

    /// Remembers where a file is now.
    package func finishUpload(_ upload: ArtifactUpload) async throws {
        try await control.write { database in
            try database.execute(
                sql: """
                    UPDATE uploads SET bucket = ?, key = ?, uploadedAt = ?
                    WHERE run = ? AND task = ? AND attempt = ? AND path = ?
                    """,
                arguments: [
                    try Self.id(of: upload.bucket, in: database), upload.key, upload.uploadedAt?.storedMilliseconds,
                    upload.run.rawValue, upload.task, upload.attempt, upload.artifact.path,
                ])
        }
    }

    /// It is not to be brought anywhere any more.
    package func dropUpload(_ upload: ArtifactUpload) async throws {
        try await control.write { database in
            try database.execute(
                sql: """
                    DELETE FROM uploads WHERE run = ? AND task = ? AND attempt = ? AND path = ? AND uploadedAt IS NULL
                    """,
                arguments: [upload.run.rawValue, upload.task, upload.attempt, upload.artifact.path])
        }
    }

    /// Forgets where files are of runs that are known no more; they themselves stay. Does nothing without history.
    package func sweepUploads() async throws {
        guard let history else { return }
        let runs = try await control.read { database in
            try String.fetchSet(
                database,
                sql: """
                    SELECT DISTINCT run FROM uploads
                    WHERE uploadedAt IS NOT NULL AND run NOT IN (SELECT id FROM runs)
                    """)
        }
        guard !runs.isEmpty else { return }
        let known = try await history.read { try String.fetchSet($0, sql: "SELECT id FROM runs") }
        let gone = runs.subtracting(known)
        guard !gone.isEmpty else { return }
        try await control.write { database in
            for run in gone {
                try database.execute(
                    sql: "DELETE FROM uploads WHERE run = ? AND uploadedAt IS NOT NULL", arguments: [run])
            }
            try database.execute(sql: "DELETE FROM buckets WHERE id NOT IN (SELECT bucket FROM uploads)")
        }
    }

    // MARK: Rules of expiry

    /// As it was last set in a bucket; nil for none.
    package func expiryRule(_ id: String, in place: String) async throws -> ExpiryRule? {
        try await control.read { database in
            try Row.fetchOne(
                database, sql: "SELECT rule FROM expiryRules WHERE place = ? AND id = ?", arguments: [place, id]
            )
            .map { try $0.json("rule") }
        }
    }

    /// With nil there is none any more.
    package func saveExpiryRule(_ id: String, in place: String, _ rule: ExpiryRule?) async throws {
        try await control.write { database in
            guard let rule else {
                return try database.execute(
                    sql: "DELETE FROM expiryRules WHERE place = ? AND id = ?", arguments: [place, id])
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO expiryRules (place, id, rule) VALUES (?, ?, ?)",
                arguments: [place, id, try StoredJSON.text(rule)])
        }
    }

    // MARK: Rows

    private static let selection = """
        SELECT uploads.*, uploads.rowid AS number, buckets.value AS place FROM uploads JOIN buckets ON buckets.id = uploads.bucket
        """

    private static func upload(_ row: Row) throws -> ArtifactUpload {
        let uploaded: Int64? = row["uploadedAt"]
        return ArtifactUpload(
            run: RunID(rawValue: row["run"]), task: row["task"], attempt: row["attempt"],
            artifact: AttemptArtifact(path: row["path"], size: row["size"], sha256: row["sha256"]),
            bucket: try row.json("place"), key: row["key"], createdAt: row.date("createdAt"),
            uploadedAt: uploaded.map(Date.init(storedMilliseconds:)))
    }

    /// What is in force of an object; nil also for what this version can't read.
    private static func declared(_ identity: ObjectIdentity, in database: Database) throws -> DeclaredObject? {
        let row = try Row.fetchOne(
            database, sql: "SELECT declared FROM objects WHERE object = ?", arguments: [identity.description])
        return row.flatMap { try? $0.json("declared") }
    }

    private static func id(of bucket: ArtifactBucket, in database: Database) throws -> Int64 {
        let text = try StoredJSON.text(bucket)
        try database.execute(sql: "INSERT OR IGNORE INTO buckets (value) VALUES (?)", arguments: [text])
        return try Int64.fetchOne(database, sql: "SELECT id FROM buckets WHERE value = ?", arguments: [text]) ?? 0
    }
}
