import GRDB
package import Model

/// An event with its place in the order of all events.
package struct StoredEvent: Hashable, Sendable {
    /// Grows from 1 and is never used twice.
    package let sequence: Int64
    package let event: Event

    package init(sequence: Int64, event: Event) {
        self.sequence = sequence
        self.event = event
    }
}

extension Store {
    /// Appends events in their order.
    package func record(_ events: [Event]) async throws {
        guard !events.isEmpty, let history else { return }
        try await history.write { database in
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO events (time, object, severity, reason, message, revision) VALUES (?, ?, ?, ?, ?, ?)
                    """)
            for event in events {
                try insert.execute(arguments: [
                    event.time.storedMilliseconds, event.object?.description, event.severity.rawValue,
                    event.reason.rawValue, event.message, event.revision,
                ])
            }
        }
    }

    /// Events in the order they were recorded: the last `limit` ones, or the first `limit` ones after a sequence number.
    ///
    /// - Parameter object: only those of this object; nil for all.
    package func events(object: ObjectIdentity? = nil, limit: Int, after: Int64? = nil) async throws -> [StoredEvent] {
        guard let history else { return [] }
        return try await history.read { database in
            let events = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM events WHERE (:object IS NULL OR object = :object) AND sequence > :after
                    ORDER BY sequence \(after == nil ? "DESC" : "ASC") LIMIT :limit
                    """,
                arguments: ["object": object?.description, "after": after ?? 0, "limit": max(0, limit)]
            )
            .map { row in
                let event = Event(
                    time: row.date("time"), object: row["object"] == nil ? nil : try row.identity("object"),
                    severity: try row.choice("severity"), reason: try row.choice("reason"), message: row["message"],
                    revision: row["revision"])
                return StoredEvent(sequence: row["sequence"], event: event)
            }
            return after == nil ? events.reversed() : events
        }
    }
}
