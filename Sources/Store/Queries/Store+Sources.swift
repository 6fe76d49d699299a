import GRDB
package import Model

/// A source as it was configured and last read.
package struct StoredSource: Hashable, Sendable {
    package let name: String
    package let url: String
    /// The branch or tag that is followed; nil follows the remote's default branch.
    package let ref: String?
    /// The folder of manifests within the tree; empty for its root.
    package let path: String
    package var status: SourceStatus
    /// The newest set that was read without a fault; what a stale source falls back to.
    package var lastGood: DesiredSet?
    /// The newest commit whose every action was carried out.
    package var convergedRevision: Revision?

    package init(
        name: String, url: String, ref: String? = nil, path: String = "", status: SourceStatus,
        lastGood: DesiredSet? = nil, convergedRevision: Revision? = nil
    ) {
        self.name = name
        self.url = url
        self.ref = ref
        self.path = path
        self.status = status
        self.lastGood = lastGood
        self.convergedRevision = convergedRevision
    }
}

extension Store {
    package func source(named name: String) async throws -> StoredSource? {
        try await control.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM sources WHERE name = ?", arguments: [name])
                .map(StoredSource.init(row:))
        }
    }

    /// All sources by name.
    package func sources() async throws -> [StoredSource] {
        try await control.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM sources ORDER BY name").map(StoredSource.init(row:))
        }
    }

    /// Those that are not named, by name.
    package func sources(besides names: Set<String>) async throws -> [StoredSource] {
        try await control.read { database in
            let others = try String.fetchAll(database, sql: "SELECT name FROM sources ORDER BY name")
                .filter { !names.contains($0) }
            return try others.compactMap { name in
                try Row.fetchOne(database, sql: "SELECT * FROM sources WHERE name = ?", arguments: [name])
                    .map(StoredSource.init(row:))
            }
        }
    }

    package func saveSource(_ source: StoredSource) async throws {
        try await control.write { database in
            let arguments: StatementArguments = [
                source.name, source.url, source.ref, source.path, try StoredJSON.text(source.status),
                try source.lastGood.map { try StoredJSON.text($0) },
                try source.convergedRevision.map { try StoredJSON.text($0) },
            ]
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO sources (name, url, ref, path, status, lastGood, convergedRevision)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: arguments)
        }
    }
}

extension Store {
    /// Forgets a source and its pin; its objects are not touched.
    package func deleteSource(_ name: String) async throws {
        try await control.write { database in
            try database.execute(sql: "DELETE FROM sources WHERE name = ?", arguments: [name])
            try database.execute(sql: "DELETE FROM pins WHERE source = ?", arguments: [name])
            try database.execute(sql: "DELETE FROM commits WHERE source = ?", arguments: [name])
        }
    }
}

extension StoredSource {
    fileprivate init(row: Row) throws {
        self.init(
            name: row["name"], url: row["url"], ref: row["ref"], path: row["path"],
            status: try row.json("status"), lastGood: try row.optionalJSON("lastGood"),
            convergedRevision: try row.optionalJSON("convergedRevision"))
    }
}
