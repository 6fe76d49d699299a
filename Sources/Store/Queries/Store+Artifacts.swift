import GRDB

extension Store {
    /// The SHA-256 of all artifacts of runs that are known; nil while history can't be read, when nobody can tell.
    package func referredArtifacts() async throws -> Set<String>? {
        guard let history else { return nil }
        let ended = try await history.read { database in
            try String.fetchSet(
                database,
                sql: """
                    SELECT json_extract(artifact.value, '$.sha256') FROM cases,
                        json_each(cases.record, '$.attempts') attempt,
                        json_each(attempt.value, '$.result.artifacts') artifact
                    WHERE instr(cases.record, '"artifacts"') > 0
                    """)
        }
        let underWay = try await control.read { database in
            try String.fetchSet(
                database,
                sql: """
                    SELECT json_extract(artifact.value, '$.sha256') FROM attempts,
                        json_each(attempts.result, '$.artifacts') artifact
                    WHERE attempts.result IS NOT NULL AND instr(attempts.result, '"artifacts"') > 0
                    """)
        }
        return ended.union(underWay)
    }
}
