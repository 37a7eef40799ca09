public import Budgets
import GRDB
import Household
import Kit

extension Store {
    /// A version of a budget.
    public struct BudgetVersion: Equatable, Sendable {
        /// The year.
        public var year: Int
        /// 1, 2, 3...
        public var version: Int
        /// Schema version of the original text.
        public var schema: Int
        /// The document in version 2.
        public var content: String
        /// What it was stored with.
        public var note: String?
        /// Who stored it.
        public var author: String?
        /// When.
        public var createdAt: String
    }

    /// Versions of a year, or of all years, in order.
    ///
    /// - Throws: ``StoreError``.
    public func budgets(year: Int?) throws -> [BudgetVersion] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM budget_version WHERE ?1 IS NULL OR year = ?1 ORDER BY year, version",
                arguments: [year]
            ).map(Self.version)
        }
    }

    /// A version of a budget; nil = the latest.
    ///
    /// - Throws: ``StoreError``.
    public func budget(year: Int, version: Int?) throws -> BudgetVersion {
        let found = try budgets(year: year)
        guard let budget = found.last(where: { version == nil || $0.version == version }) else {
            throw StoreError.noBudget(year: year, version: version)
        }
        return budget
    }

    /// Stores a budget as the next version; equal content makes none.
    ///
    /// - Parameters:
    ///   - document: The budget.
    ///   - original: Its text as it was written.
    ///   - note: What it is stored with; nil = nothing.
    ///   - expected: The version that must be the latest; nil = any, 0 = none yet.
    ///   - stamp: When, and who.
    /// - Returns: The version, and whether it is new.
    /// - Throws: ``StoreError``.
    public func save(
        _ document: BudgetDocument, original: String, note: String?, expected: Int?, _ stamp: Stamp
    ) throws -> (version: Int, isNew: Bool) {
        let year = document.budget.year
        return try writing { database in
            let latest = try Row.fetchOne(
                database, sql: "SELECT * FROM budget_version WHERE year = ? ORDER BY version DESC LIMIT 1",
                arguments: [year]
            ).map(Self.version)
            let number = latest?.version ?? 0
            if let expected, expected != number {
                throw StoreError.staleBudget(year: year, expected: expected, latest: number)
            }
            if let latest, latest.content == document.canonicalText { return (number, false) }
            try database.execute(
                sql: """
                    INSERT INTO budget_version(year, version, schema, content, original, sha256, note, author, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    year, number + 1, document.schemaVersion, document.canonicalText, original,
                    SHA256.hexDigest(Array(document.canonicalText.utf8)), note, stamp.actor, stamp.at,
                ])
            try Self.audit(database, stamp, "budget.save", "budget \(year) v\(number + 1)")
            return (number + 1, true)
        }
    }

    private static func version(_ row: Row) -> BudgetVersion {
        BudgetVersion(
            year: row["year"], version: row["version"], schema: row["schema"], content: row["content"],
            note: row["note"], author: row["author"], createdAt: row["created_at"])
    }
}
