import GRDB

extension Store {
    /// The SHA-256 of all artifacts that have to be on the disk: those of runs that are known, but for those that are in a
    /// bucket for their run, and those that are still to be brought into one; nil while history can't be read, when nobody
    /// can tell.
    package func referredArtifacts() async throws -> Set<String>? {
        guard let history else { return nil }
        // Before history: a run that ends meanwhile is in both then, and never in neither.
        let (underWay, uploaded, open) = try await control.read { database in
            (
                try Self.references(
                    database,
                    sql: """
                        SELECT attempts.run AS run, json_extract(artifact.value, '$.sha256') AS sha256 FROM attempts,
                            json_each(attempts.result, '$.artifacts') artifact
                        WHERE attempts.result IS NOT NULL AND instr(attempts.result, '"artifacts"') > 0
                        """),
                try Self.references(database, sql: "SELECT run, sha256 FROM uploads WHERE uploadedAt IS NOT NULL"),
                try String.fetchSet(database, sql: "SELECT sha256 FROM uploads WHERE uploadedAt IS NULL")
            )
        }
        let ended = try await history.read { database in
            try Self.references(
                database,
                sql: """
                    SELECT cases.run AS run, json_extract(artifact.value, '$.sha256') AS sha256 FROM cases,
                        json_each(cases.record, '$.attempts') attempt,
                        json_each(attempt.value, '$.result.artifacts') artifact
                    WHERE instr(cases.record, '"artifacts"') > 0
                    """)
        }
        return Set(ended.union(underWay).subtracting(uploaded).map(\.sha256)).union(open)
    }

    /// Contents that a run refers to.
    private struct Reference: Hashable {
        let run: String
        let sha256: String
    }

    private static func references(_ database: Database, sql: String) throws -> Set<Reference> {
        Set(try Row.fetchAll(database, sql: sql).map { Reference(run: $0["run"], sha256: $0["sha256"]) })
    }
}
