package import Foundation
import GRDB
package import Model

extension Store {
    /// Keeps samples in one transaction; a value that is no finite number is passed over.
    ///
    /// Without a history there is nothing to keep them in, and nothing happens.
    package func record(_ samples: [MetricSample]) async throws {
        let finite = samples.filter(\.value.isFinite)
        guard !finite.isEmpty, let history else { return }
        try await history.write { database in
            let insert = try database.cachedStatement(
                sql: "INSERT INTO samples (metric, time, value, tags) VALUES (?, ?, ?, ?)")
            for sample in finite {
                try insert.execute(arguments: [
                    sample.metric, sample.time.storedMilliseconds, sample.value, try StoredJSON.text(sample.tags),
                ])
            }
        }
    }

    /// The newest `limit` samples of a metric in the order of their times.
    ///
    /// - Parameters:
    ///   - tags: only samples that have all of these.
    ///   - since: samples of this very time are too old.
    ///   - until: samples of this very time still count.
    package func samples(
        metric: String, tags: [String: String] = [:], since: Date, until: Date, limit: Int
    ) async throws -> [MetricSample] {
        guard let history else { return [] }
        return try await history.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT metric, time, value, tags FROM samples
                    WHERE metric = :metric AND time > :since AND time <= :until AND NOT EXISTS (
                        SELECT 1 FROM json_each(:tags) AS wanted WHERE NOT EXISTS (
                            SELECT 1 FROM json_each(samples.tags) AS tag
                            WHERE tag.key = wanted.key AND tag.value = wanted.value))
                    ORDER BY time DESC, rowid DESC LIMIT :limit
                    """,
                arguments: [
                    "metric": metric, "since": since.storedMilliseconds, "until": until.storedMilliseconds,
                    "tags": try StoredJSON.text(tags), "limit": max(0, limit),
                ]
            )
            .map { row in
                MetricSample(
                    metric: row["metric"], tags: try row.json("tags"), value: row["value"], time: row.date("time"))
            }
            .reversed()
        }
    }

    /// Forgets samples from before a time, and of the others all but those that were recorded last.
    package func sweepSamples(before time: Date, keep: Int) async throws {
        guard let history else { return }
        try await history.write { database in
            try database.execute(
                sql: """
                    DELETE FROM samples WHERE time < :time OR rowid <= (
                        SELECT rowid FROM samples WHERE time >= :time ORDER BY rowid DESC LIMIT 1 OFFSET :keep)
                    """,
                arguments: ["time": time.storedMilliseconds, "keep": max(0, keep)])
        }
    }
}
