import GRDB

/// The tables of `history.db`: what people look back at, and what may be lost.
enum HistorySchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        migrator.registerMigration("2") { try $0.execute(sql: version2) }
        migrator.registerMigration("3") { try $0.execute(sql: version3) }
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

    private static let version2 = """
        CREATE TABLE samples (
            metric TEXT NOT NULL, time INTEGER NOT NULL, value REAL NOT NULL, tags TEXT NOT NULL
        ) STRICT;
        CREATE INDEX samplesByMetric ON samples (metric, time);

        CREATE TABLE drift (
            id INTEGER PRIMARY KEY AUTOINCREMENT, object TEXT NOT NULL, resolvedAt INTEGER NOT NULL, record TEXT NOT NULL
        ) STRICT;
        CREATE INDEX driftByTime ON drift (resolvedAt);

        -- A chunk that is sent twice is kept once.
        CREATE TABLE logs (
            position INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, task TEXT NOT NULL, attempt INTEGER NOT NULL,
            worker TEXT NOT NULL, sequence INTEGER NOT NULL, time INTEGER NOT NULL, stream TEXT NOT NULL,
            text TEXT NOT NULL, UNIQUE (run, task, attempt, sequence)
        ) STRICT;
        CREATE INDEX logsOfRun ON logs (run);
        """

    private static let version3 = """
        -- What the reports of an attempt tell: written while the attempt lasts, before its run stands in history.
        CREATE TABLE caseSets (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL, task TEXT NOT NULL, attempt INTEGER NOT NULL,
            bytes INTEGER NOT NULL, UNIQUE (run, task, attempt)
        ) STRICT;

        -- A batch that is sent twice is kept once: its entries have the same positions.
        CREATE TABLE reportedCases (
            caseSet INTEGER NOT NULL REFERENCES caseSets (id) ON DELETE CASCADE, position INTEGER NOT NULL,
            outcome TEXT NOT NULL, flaky INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (caseSet, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reportedCasesByOutcome ON reportedCases (caseSet, outcome, position);
        """
}
