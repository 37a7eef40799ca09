import GRDB
public import Money
public import Ynab

extension Store {
    /// Requests that pf allows itself in an hour; YNAB allows 200.
    public static let requestLimit = 180
    private static let hourSeconds = 3600

    /// What a sync changed.
    public struct SyncCounts: Equatable, Sendable {
        /// Rows that were not there.
        public var inserted = 0
        /// Rows that changed.
        public var updated = 0
        /// Rows that are deleted now.
        public var deleted = 0
    }

    /// The answers of one sync.
    public struct SyncAnswers: Sendable {
        /// Accounts.
        public var accounts: YnabBodies.Page<YnabMirror.Account>
        /// Groups.
        public var groups: YnabBodies.Page<YnabMirror.Group>
        /// Categories; their knowledge is that of the groups.
        public var categories: [YnabMirror.Category]
        /// Transactions.
        public var transactions: YnabBodies.Page<YnabMirror.Transaction>
        /// Whether these are all rows, not a delta: what is stored is dropped first.
        public var isFull: Bool

        /// The answers of one sync.
        public init(
            accounts: YnabBodies.Page<YnabMirror.Account>, groups: YnabBodies.Page<YnabMirror.Group>,
            categories: [YnabMirror.Category], transactions: YnabBodies.Page<YnabMirror.Transaction>,
            isFull: Bool
        ) {
            self.accounts = accounts
            self.groups = groups
            self.categories = categories
            self.transactions = transactions
            self.isFull = isFull
        }
    }

    /// What the last sync of a plan left.
    public struct SyncState: Equatable, Sendable {
        /// The plan.
        public var planID: String
        /// The first day that is known.
        public var since: CalendarDay
        /// Knowledge by resource.
        public var knowledge: [String: Int]
    }

    /// The last sync; nil = none yet.
    ///
    /// - Throws: ``StoreError``.
    public func syncState() throws -> SyncState? {
        try reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT plan_id, resource, since_day, knowledge FROM ynab_sync ORDER BY resource")
            guard let first = rows.first, let since = CalendarDay(first["since_day"] as String) else {
                return nil
            }
            let knowledge = rows.map { ($0["resource"] as String, $0["knowledge"] as Int) }
            return SyncState(
                planID: first["plan_id"], since: since,
                knowledge: Dictionary(knowledge, uniquingKeysWith: { $1 }))
        }
    }

    /// Counts requests before they are sent.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - seconds: Now, in seconds since 1970.
    /// - Throws: ``StoreError/rateLimit(limit:retryAfterSeconds:)`` when they would exceed the hour's limit.
    public func countRequests(_ count: Int, now seconds: Int) throws {
        try writing { database in
            try Self.requireRequests(database, count, now: seconds)
            try database.execute(
                sql: "DELETE FROM ynab_request WHERE at <= ?", arguments: [seconds - Self.hourSeconds])
            for _ in 0..<count {
                try database.execute(sql: "INSERT INTO ynab_request(at) VALUES (?)", arguments: [seconds])
            }
        }
    }

    /// Refuses to begin what the hour's limit would cut off.
    ///
    /// - Throws: ``StoreError/rateLimit(limit:retryAfterSeconds:)``.
    public func requireRequests(_ count: Int, now seconds: Int) throws {
        try reading { try Self.requireRequests($0, count, now: seconds) }
    }

    private static func requireRequests(_ database: GRDB.Database, _ count: Int, now seconds: Int) throws {
        let times = try Int.fetchAll(
            database, sql: "SELECT at FROM ynab_request WHERE at > ? ORDER BY at",
            arguments: [seconds - hourSeconds])
        guard times.count + count > requestLimit, let oldest = times.first else { return }
        throw StoreError.rateLimit(
            limit: times.count, retryAfterSeconds: max(1, oldest + hourSeconds - seconds))
    }

    /// Stores the answers of a sync and the server's knowledge in one transaction.
    ///
    /// - Throws: ``StoreError``.
    public func apply(
        _ answers: SyncAnswers, planID: String, since: CalendarDay, _ stamp: Stamp
    ) throws -> SyncCounts {
        try writing { database in
            let before = try Self.deletedByID(database)
            if answers.isFull {
                for table in ["subtransaction", "transaction", "category", "group", "account"] {
                    try database.execute(sql: "DELETE FROM ynab_\(table)")
                }
                try database.execute(sql: "DELETE FROM ynab_sync")
            }
            let counts = Self.counts(answers.transactions.rows, before)
            try Self.put(database, answers)
            for (resource, knowledge) in [
                ("accounts", answers.accounts.knowledge), ("categories", answers.groups.knowledge),
                ("transactions", answers.transactions.knowledge),
            ] {
                try database.execute(
                    sql: """
                        INSERT OR REPLACE INTO ynab_sync(plan_id, resource, since_day, knowledge, synced_at)
                        VALUES (?, ?, ?, ?, ?)
                        """, arguments: [planID, resource, since.description, knowledge, stamp.at])
            }
            try Self.audit(database, stamp, "ynab.sync", "plan \(planID)")
            return counts
        }
    }

    /// The data of a year.
    ///
    /// - Throws: ``StoreError``.
    public func ynabMirror(year: Int) throws -> YnabMirror {
        try reading { database in
            YnabMirror(
                accounts: try Row.fetchAll(database, sql: "SELECT * FROM ynab_account").map {
                    YnabMirror.Account(
                        id: $0["id"], name: $0["name"], isOnBudget: $0["on_budget"], isDeleted: $0["deleted"])
                },
                groups: try Row.fetchAll(database, sql: "SELECT * FROM ynab_group").map {
                    YnabMirror.Group(
                        id: $0["id"], name: $0["name"], isInternal: $0["internal"], isDeleted: $0["deleted"])
                },
                categories: try Row.fetchAll(database, sql: "SELECT * FROM ynab_category").map {
                    YnabMirror.Category(
                        id: $0["id"], groupID: $0["group_id"], name: $0["name"], isInternal: $0["internal"],
                        isDeleted: $0["deleted"])
                }, transactions: try Self.transactions(database, year: year))
        }
    }

    private static func transactions(_ database: GRDB.Database, year: Int) throws -> [YnabMirror.Transaction]
    {
        let days: StatementArguments = [
            "\(CalendarDay.firstDay(of: year))", "\(CalendarDay.lastDay(of: year))",
        ]
        var parts: [String: [YnabMirror.Part]] = [:]
        let partRows = try Row.fetchCursor(
            database,
            sql: """
                SELECT s.id, s.transaction_id, s.milliunits, s.payee, s.category_id, s.transfer_account_id, s.deleted
                FROM ynab_subtransaction s JOIN ynab_transaction t ON t.id = s.transaction_id
                WHERE t.day BETWEEN ? AND ? ORDER BY s.transaction_id, s.place
                """, arguments: days)
        while let row = try partRows.next() {
            parts[row[1], default: []].append(
                YnabMirror.Part(
                    id: row[0], milliunits: row[2], payee: row[3], categoryID: row[4],
                    transferAccountID: row[5],
                    isDeleted: row[6]))
        }
        var transactions: [YnabMirror.Transaction] = []
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT id, day, milliunits, account_id, payee, category_id, transfer_account_id, deleted
                FROM ynab_transaction WHERE day BETWEEN ? AND ?
                """, arguments: days)
        while let row = try rows.next() {
            guard let day = CalendarDay(row[1] as String) else { continue }
            let id: String = row[0]
            transactions.append(
                YnabMirror.Transaction(
                    id: id, day: day, milliunits: row[2], accountID: row[3], payee: row[4],
                    categoryID: row[5],
                    transferAccountID: row[6], isDeleted: row[7], parts: parts[id] ?? []))
        }
        return transactions
    }

    private static func deletedByID(_ database: GRDB.Database) throws -> [String: Bool] {
        let rows = try Row.fetchAll(database, sql: "SELECT id, deleted FROM ynab_transaction")
        return Dictionary(rows.map { ($0["id"], $0["deleted"]) }, uniquingKeysWith: { $1 })
    }

    private static func counts(_ rows: [YnabMirror.Transaction], _ before: [String: Bool]) -> SyncCounts {
        var counts = SyncCounts()
        for row in rows {
            switch (before[row.id], row.isDeleted) {
            case (nil, false): counts.inserted += 1
            case (nil, true), (true?, true): break
            case (false?, true): counts.deleted += 1
            case (_?, false): counts.updated += 1
            }
        }
        return counts
    }

    private static func put(_ database: GRDB.Database, _ answers: SyncAnswers) throws {
        for row in answers.accounts.rows {
            try database.execute(
                sql: "INSERT OR REPLACE INTO ynab_account VALUES (?, ?, ?, ?)",
                arguments: [row.id, row.name, row.isOnBudget, row.isDeleted])
        }
        for row in answers.groups.rows {
            try database.execute(
                sql: "INSERT OR REPLACE INTO ynab_group VALUES (?, ?, ?, ?)",
                arguments: [row.id, row.name, row.isInternal, row.isDeleted])
        }
        for row in answers.categories {
            try database.execute(
                sql: "INSERT OR REPLACE INTO ynab_category VALUES (?, ?, ?, ?, ?)",
                arguments: [row.id, row.groupID, row.name, row.isInternal, row.isDeleted])
        }
        let whole = try database.makeStatement(
            sql: "INSERT OR REPLACE INTO ynab_transaction VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        let part = try database.makeStatement(
            sql: "INSERT OR REPLACE INTO ynab_subtransaction VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for row in answers.transactions.rows {
            try database.execute(
                sql: "DELETE FROM ynab_subtransaction WHERE transaction_id = ?", arguments: [row.id])
            try whole.execute(arguments: [
                row.id, row.day.description, row.milliunits, row.accountID, row.payee, row.categoryID,
                row.transferAccountID, row.isDeleted,
            ])
            for (place, inner) in row.parts.enumerated() {
                try part.execute(arguments: [
                    inner.id, row.id, place, inner.milliunits, inner.payee, inner.categoryID,
                    inner.transferAccountID, inner.isDeleted,
                ])
            }
        }
    }
}
