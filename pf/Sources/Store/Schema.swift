import GRDB

/// The tables and how they came to be.
enum Schema {
    /// All migrations in order; a shipped one never changes.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        return migrator
    }

    private static let version1 = """
        CREATE TABLE document(
            id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, status TEXT NOT NULL,
            earner TEXT NOT NULL, employer TEXT NOT NULL, tax_year INTEGER NOT NULL, pay_day TEXT,
            content TEXT NOT NULL CHECK(json_valid(content)), findings TEXT NOT NULL CHECK(json_valid(findings)),
            supersedes INTEGER REFERENCES document(id) ON DELETE SET NULL, created_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX document_year ON document(tax_year, status);
        CREATE TABLE budget_version(
            year INTEGER NOT NULL, version INTEGER NOT NULL, schema INTEGER NOT NULL,
            content TEXT NOT NULL CHECK(json_valid(content)), original TEXT NOT NULL, sha256 TEXT NOT NULL,
            note TEXT, author TEXT, created_at TEXT NOT NULL, PRIMARY KEY(year, version)
        ) STRICT;
        CREATE TRIGGER budget_version_keep BEFORE UPDATE ON budget_version
            BEGIN SELECT RAISE(ABORT, 'budget versions are immutable'); END;
        CREATE TRIGGER budget_version_stay BEFORE DELETE ON budget_version
            BEGIN SELECT RAISE(ABORT, 'budget versions are immutable'); END;
        CREATE TABLE rule_file(
            kind TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, yaml TEXT NOT NULL, PRIMARY KEY(kind, name)
        ) STRICT;
        CREATE TABLE ynab_account(
            id TEXT PRIMARY KEY, name TEXT NOT NULL, on_budget INTEGER NOT NULL, deleted INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE ynab_group(
            id TEXT PRIMARY KEY, name TEXT NOT NULL, internal INTEGER NOT NULL, deleted INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE ynab_category(
            id TEXT PRIMARY KEY, group_id TEXT NOT NULL, name TEXT NOT NULL, internal INTEGER NOT NULL,
            deleted INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE ynab_transaction(
            id TEXT PRIMARY KEY, day TEXT NOT NULL, milliunits INTEGER NOT NULL, account_id TEXT NOT NULL, payee TEXT,
            category_id TEXT, transfer_account_id TEXT, deleted INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX ynab_transaction_day ON ynab_transaction(day);
        CREATE TABLE ynab_subtransaction(
            id TEXT PRIMARY KEY, transaction_id TEXT NOT NULL REFERENCES ynab_transaction(id) ON DELETE CASCADE,
            place INTEGER NOT NULL, milliunits INTEGER NOT NULL, payee TEXT, category_id TEXT,
            transfer_account_id TEXT, deleted INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX ynab_subtransaction_parent ON ynab_subtransaction(transaction_id);
        CREATE TABLE ynab_sync(
            plan_id TEXT NOT NULL, resource TEXT NOT NULL, since_day TEXT NOT NULL, knowledge INTEGER NOT NULL,
            synced_at TEXT NOT NULL, PRIMARY KEY(plan_id, resource)
        ) STRICT;
        CREATE TABLE ynab_request(at INTEGER NOT NULL) STRICT;
        CREATE TABLE audit(
            seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_keep BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay'); END;
        CREATE TRIGGER audit_stay BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stay'); END;
        """
}
