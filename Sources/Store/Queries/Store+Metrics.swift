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
            // Many samples of a batch have the same tags, and writing those as JSON would be most of the work.
            var texts: [[String: String]: String] = [:]
            for sample in finite {
                let tags = try texts[sample.tags] ?? StoredJSON.text(sample.tags)
                texts[sample.tags] = tags
                try insert.execute(arguments: [sample.metric, sample.time.storedMilliseconds, sample.value, tags])
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
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT time, value, tags FROM samples WHERE metric = ? AND time > ? AND time <= ?
                    ORDER BY time DESC, rowid DESC
                    """,
                arguments: [metric, since.storedMilliseconds, until.storedMilliseconds])
            var known: [String: [String: String]] = [:]
            var samples: [MetricSample] = []
            while samples.count < limit, let row = try rows.next() {
                let text: String = row["tags"]
                let found: [String: String] = try known[text] ?? row.json("tags")
                known[text] = found
                guard tags.allSatisfy({ found[$0] == $1 }) else { continue }
                samples.append(
                    MetricSample(metric: metric, tags: found, value: row["value"], time: row.date("time")))
            }
            return samples.reversed()
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
