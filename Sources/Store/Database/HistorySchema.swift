import GRDB

/// The tables of `history.db`: what people look back at, and what may be lost.
enum HistorySchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        return migrator
    }

    private static let version1 = """
        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, object TEXT, severity TEXT NOT NULL,
            reason TEXT NOT NULL, message TEXT NOT NULL, revision TEXT
        ) STRICT;
        CREATE INDEX eventsOfObject ON events (object, sequence);

        CREATE TABLE runs (
            id TEXT NOT NULL PRIMARY KEY, suite TEXT NOT NULL, environment TEXT NOT NULL, outcome TEXT NOT NULL,
            startedAt INTEGER NOT NULL, endedAt INTEGER NOT NULL, verdict TEXT NOT NULL
        ) STRICT;
        CREATE INDEX runsByTime ON runs (startedAt);
        CREATE INDEX runsOfSuite ON runs (suite, environment, startedAt);

        CREATE TABLE cases (
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, position INTEGER NOT NULL, name TEXT NOT NULL,
            outcome TEXT NOT NULL, flaky INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (run, position)
        ) STRICT;
        """
}
