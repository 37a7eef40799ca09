internal import GRDB

/// The tables, and how older files become newer ones.
enum Schema {
    private static let version = 1

    static func migrate(_ database: DatabaseQueue, path: String) throws {
        let found = try database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        guard found <= version else {
            throw LedgerError.newerVersion(file: path, found: found, known: version)
        }
        guard found == 0 else { return }
        try database.write {
            try $0.execute(sql: tables)
            try $0.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    static func check(_ database: DatabaseQueue, path: String) throws {
        let found = try database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        guard found > 0 else { throw LedgerError.missing(file: path) }
        guard found <= version else {
            throw LedgerError.newerVersion(file: path, found: found, known: version)
        }
    }

    private static let tables = """
        CREATE TABLE slot(
            task TEXT NOT NULL, due INTEGER NOT NULL, seen INTEGER NOT NULL, state TEXT NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0, owner TEXT, process_group TEXT, reason TEXT,
            PRIMARY KEY(task, due)) STRICT;
        CREATE INDEX slot_state ON slot(state, task, due);
        CREATE TABLE run(
            id INTEGER PRIMARY KEY, task TEXT NOT NULL, due INTEGER NOT NULL, attempt INTEGER NOT NULL,
            started INTEGER NOT NULL, ended INTEGER NOT NULL, exit INTEGER, status TEXT NOT NULL, text TEXT) STRICT;
        CREATE INDEX run_task ON run(task, ended);
        CREATE TABLE outbox(
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, task TEXT NOT NULL, due INTEGER NOT NULL, route TEXT NOT NULL,
            body TEXT NOT NULL, state TEXT NOT NULL, ready INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
            uncertain INTEGER NOT NULL DEFAULT 0, next_try INTEGER NOT NULL, expires INTEGER NOT NULL,
            accepted INTEGER, reference TEXT, merged_into TEXT, error TEXT) STRICT;
        CREATE INDEX outbox_state ON outbox(state, route, next_try);
        CREATE INDEX outbox_task ON outbox(task, due);
        CREATE INDEX outbox_route ON outbox(route, state, accepted);
        CREATE INDEX outbox_merged ON outbox(merged_into) WHERE merged_into IS NOT NULL;
        CREATE TABLE receipt(
            outbox TEXT NOT NULL, level TEXT NOT NULL, at INTEGER NOT NULL, ref TEXT,
            PRIMARY KEY(outbox, level)) STRICT;
        CREATE TABLE task(
            name TEXT PRIMARY KEY, last_run INTEGER, failures INTEGER NOT NULL DEFAULT 0, failure TEXT,
            last_delivered INTEGER, delivered_due INTEGER, delivered_text TEXT) STRICT;
        CREATE TABLE route(
            name TEXT PRIMARY KEY, first_seen INTEGER NOT NULL, last_accepted INTEGER, last_delivered INTEGER,
            failures INTEGER NOT NULL DEFAULT 0, open_until INTEGER) STRICT;
        CREATE TABLE alarm(
            key TEXT NOT NULL, opened INTEGER NOT NULL, closed INTEGER, sent INTEGER NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY(key, opened)) STRICT;
        CREATE UNIQUE INDEX alarm_open ON alarm(key) WHERE closed IS NULL;
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        """
}
