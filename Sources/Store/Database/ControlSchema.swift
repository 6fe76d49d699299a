import GRDB

/// The tables of `control.db`: what the controller must not lose while it works.
enum ControlSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        migrator.registerMigration("2") { try $0.execute(sql: version2) }
        migrator.registerMigration("secrets") { try $0.execute(sql: secrets) }
        migrator.registerMigration("schedules") { try $0.execute(sql: schedules) }
        migrator.registerMigration("prunes") { try $0.execute(sql: prunes) }
        migrator.registerMigration("directives") { try $0.execute(sql: directives) }
        migrator.registerMigration("uploads") { try $0.execute(sql: uploads) }
        migrator.registerMigration("places") { try $0.execute(sql: places) }
        return migrator
    }

    /// `object`, `suite` and `environment` hold identities as people write them; times are milliseconds since 1970.
    private static let version1 = """
        CREATE TABLE sources (
            name TEXT NOT NULL PRIMARY KEY, url TEXT NOT NULL, ref TEXT, path TEXT NOT NULL, status TEXT NOT NULL,
            lastGood TEXT, convergedRevision TEXT
        ) STRICT;

        CREATE TABLE objects (
            object TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, declared TEXT NOT NULL, specHash TEXT NOT NULL,
            generation INTEGER NOT NULL, revision TEXT NOT NULL, status TEXT NOT NULL, createdAt INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE instances (
            id TEXT NOT NULL PRIMARY KEY, object TEXT NOT NULL, ordinal INTEGER NOT NULL, value TEXT NOT NULL
        ) STRICT;

        -- The highest incarnation that an ordinal ever had; it outlives intents and instances.
        CREATE TABLE incarnations (
            object TEXT NOT NULL, ordinal INTEGER NOT NULL, highest INTEGER NOT NULL, PRIMARY KEY (object, ordinal)
        ) STRICT;

        CREATE TABLE intents (
            id TEXT NOT NULL PRIMARY KEY, object TEXT NOT NULL, ordinal INTEGER NOT NULL, state TEXT NOT NULL,
            instance TEXT, token TEXT NOT NULL, tags TEXT NOT NULL, createdAt INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX openIntents ON intents (object, ordinal) WHERE state = 'open';

        CREATE TABLE mockPorts (
            environment TEXT NOT NULL, service TEXT NOT NULL, port INTEGER NOT NULL, PRIMARY KEY (environment, service)
        ) STRICT;

        CREATE TABLE runs (
            id TEXT NOT NULL PRIMARY KEY, suite TEXT NOT NULL, environment TEXT NOT NULL, startedAt INTEGER NOT NULL,
            record TEXT NOT NULL
        ) STRICT;

        -- `state` is held, completed or lost; only a held one takes a result.
        CREATE TABLE attempts (
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, task TEXT NOT NULL, number INTEGER NOT NULL,
            lease TEXT NOT NULL UNIQUE, worker TEXT NOT NULL, leasedAt INTEGER NOT NULL, state TEXT NOT NULL,
            result TEXT, PRIMARY KEY (run, task, number)
        ) STRICT;

        CREATE TABLE suiteRecords (
            suite TEXT NOT NULL, environment TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (suite, environment)
        ) STRICT;

        CREATE TABLE workers (
            id TEXT NOT NULL PRIMARY KEY, lastSeen INTEGER NOT NULL, record TEXT NOT NULL
        ) STRICT;

        CREATE TABLE spentTokens (id TEXT NOT NULL PRIMARY KEY, expires INTEGER NOT NULL) STRICT;
        """

    /// Files of attempts that are to be in buckets (`uploadedAt` is NULL) or are, and what was said of their expiry.
    private static let uploads = """
        CREATE TABLE buckets (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE) STRICT;

        CREATE TABLE uploads (
            run TEXT NOT NULL, task TEXT NOT NULL, attempt INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
            sha256 TEXT NOT NULL, bucket INTEGER NOT NULL REFERENCES buckets (id), key TEXT NOT NULL,
            environment TEXT NOT NULL, createdAt INTEGER NOT NULL, uploadedAt INTEGER,
            PRIMARY KEY (run, task, attempt, path)
        ) STRICT;
        CREATE INDEX openUploads ON uploads (createdAt) WHERE uploadedAt IS NULL;

        CREATE TABLE expiryRules (
            place TEXT NOT NULL, id TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (place, id)
        ) STRICT;
        """

    /// The account at a cloud that an instance was seen in, by references alone.
    private static let places = "ALTER TABLE instances ADD COLUMN place TEXT;"

    private static let schedules = """
        CREATE TABLE schedules (suite TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL) STRICT;
        """

    /// What went, for as long as a prune budget counts it, and what people let go.
    private static let prunes = """
        CREATE TABLE prunes (
            subject TEXT NOT NULL PRIMARY KEY, prunedAt INTEGER NOT NULL, record TEXT NOT NULL
        ) STRICT;

        CREATE TABLE approvals (
            hash TEXT NOT NULL PRIMARY KEY, expiresAt INTEGER NOT NULL, record TEXT NOT NULL
        ) STRICT;
        """

    /// Runs and desired sets say more than they did; those of before are forgotten, verdicts stay.
    private static let version2 = """
        UPDATE sources SET lastGood = NULL;
        DELETE FROM runs;

        CREATE TABLE alerts (rule TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL) STRICT;

        -- Open drift; what has ended is in history.db. `object` is empty for what is unmanaged.
        CREATE TABLE drift (
            object TEXT NOT NULL, field TEXT NOT NULL, class TEXT NOT NULL, record TEXT NOT NULL,
            PRIMARY KEY (object, field, class)
        ) STRICT;

        CREATE TABLE losses (
            object TEXT NOT NULL, ordinal INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (object, ordinal)
        ) STRICT;

        CREATE TABLE requests (
            run TEXT NOT NULL PRIMARY KEY, requestedAt INTEGER NOT NULL, record TEXT NOT NULL
        ) STRICT;
        """

    /// What people said beside git, which instances schedules stopped, and which commits were in force.
    private static let directives = """
        CREATE TABLE suspensions (object TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL) STRICT;
        CREATE TABLE lifetimes (object TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL) STRICT;
        CREATE TABLE pins (source TEXT NOT NULL PRIMARY KEY, record TEXT NOT NULL) STRICT;
        CREATE TABLE plannedStops (instance TEXT NOT NULL PRIMARY KEY) STRICT;
        CREATE TABLE commits (
            sequence INTEGER PRIMARY KEY, source TEXT NOT NULL, commitID TEXT NOT NULL
        ) STRICT;
        CREATE INDEX commitsBySource ON commits (source, commitID);
        """

    /// The encrypted store: `bytes` is what the key that `key` names encrypted.
    private static let secrets = """
        CREATE TABLE secrets (
            namespace TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, key TEXT NOT NULL,
            bytes BLOB NOT NULL, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, PRIMARY KEY (namespace, name)
        ) STRICT;
        """
}
