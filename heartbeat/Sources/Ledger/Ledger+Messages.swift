internal import GRDB

extension Ledger {
    /// Puts a message into the outbox; a message that is there already stays as it is.
    ///
    /// - Returns: Whether it is new.
    public func enqueue(_ message: MessageRow) throws -> Bool {
        try database.write { db in
            try Self.insert(message, db)
            return db.changesCount > 0
        }
    }

    static func insert(_ message: MessageRow, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO outbox(id, kind, task, due, route, body, state, ready, next_try, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                message.id, message.kind.rawValue, message.task, message.due, message.route, message.body,
                message.state.rawValue, message.ready, message.ready, message.expires,
            ])
    }

    /// Lets held messages go whose quiet hours are over; several for one route become one message.
    public func releaseHeld(now: Int) throws {
        try database.write { db in
            let rows = try Row.fetchAll(
                db,
                sql:
                    "SELECT id, route FROM outbox WHERE state = 'held' AND ready <= ? ORDER BY route, due, task",
                arguments: [now])
            var head: (id: String, route: String)?
            for row in rows {
                let (id, route): (String, String) = (row["id"], row["route"])
                if let head, head.route == route {
                    try db.execute(
                        sql: "UPDATE outbox SET state = 'merged', merged_into = ? WHERE id = ?",
                        arguments: [head.id, id])
                } else {
                    head = (id, route)
                    try db.execute(sql: "UPDATE outbox SET state = 'pending' WHERE id = ?", arguments: [id])
                }
            }
        }
    }

    /// The oldest message of a route that may be sent now, with the texts of those that go with it.
    ///
    /// A message whose try has begun under an earlier gateway comes first: nobody knows its end.
    public func nextDeliverable(route: String, now: Int) throws -> MessageRow? {
        try database.read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM outbox WHERE route = ?1 AND state IN ('sending', 'pending') AND next_try <= ?2
                    AND COALESCE((SELECT open_until FROM route WHERE name = ?1), 0) <= ?2
                    ORDER BY state DESC, due, id LIMIT 1
                    """, arguments: [route, now])
            guard var message = row.map(Self.message) else { return nil }
            let others = try String.fetchAll(
                db, sql: "SELECT body FROM outbox WHERE merged_into = ? ORDER BY due, task",
                arguments: [message.id])
            message.body = ([message.body] + others).joined(separator: "\n\n")
            return message
        }
    }

    /// When a message may next be tried; nil = none waits.
    public func nextTry() throws -> Int? {
        try database.read {
            try Int.fetchOne(
                $0,
                sql: """
                    SELECT MIN(MAX(next_try, COALESCE(open_until, 0))) FROM outbox
                    LEFT JOIN route ON route.name = outbox.route WHERE state IN ('pending', 'held')
                    """)
        }
    }

    /// Notes that a try begins; one that had begun before, and whose end nobody knows, counts as uncertain.
    public func beginTry(_ id: String) throws {
        try update(
            id, "uncertain = uncertain + (state = 'sending'), state = 'sending', tries = tries + 1", [])
    }

    /// Notes that the other side took a message.
    ///
    /// - Parameters:
    ///   - id: The message.
    ///   - reference: Its name there, which acknowledgements carry.
    ///   - isDone: Whether its route asks for no more.
    ///   - now: Seconds since 1970.
    /// - Throws: Errors of SQLite.
    public func accept(_ id: String, reference: String?, isDone: Bool, now: Int) throws {
        try database.write { db in
            try db.execute(
                sql: "UPDATE outbox SET state = ?, accepted = ?, reference = ?, error = NULL WHERE id = ?",
                arguments: [(isDone ? MessageState.done : .accepted).rawValue, now, reference, id])
            try Self.addReceipt(id, .accepted, now: now, reference: reference, db)
            try db.execute(
                sql: """
                    UPDATE route SET last_accepted = ?, failures = 0, open_until = NULL
                    WHERE name = (SELECT route FROM outbox WHERE id = ?)
                    """, arguments: [now, id])
            if isDone { try Self.end(id, now: now, db) }
        }
    }

    /// Puts a message off after a try that failed.
    ///
    /// - Parameters:
    ///   - id: The message.
    ///   - nextTry: Not before, in seconds since 1970.
    ///   - error: Why the try failed.
    ///   - isUncertain: Whether it may have arrived all the same.
    ///   - routeOpensAt: No message of the route is tried before; nil = this one alone waits.
    /// - Throws: Errors of SQLite.
    public func retry(
        _ id: String, at nextTry: Int, error: String, isUncertain: Bool, routeOpensAt: Int? = nil
    ) throws {
        try update(
            id, "state = 'pending', next_try = ?, error = ?, uncertain = uncertain + ?",
            [nextTry, error, isUncertain ? 1 : 0], routeOpensAt: routeOpensAt)
    }

    /// Gives a message up.
    public func bury(_ id: String, error: String) throws {
        try update(id, "state = 'dead', error = ?", [error])
    }

    /// Gives up what was not delivered in time.
    ///
    /// - Returns: The messages that died.
    public func buryExpired(now: Int) throws -> [MessageRow] {
        try database.write { db in
            let rows = try Row.fetchAll(
                db,
                sql:
                    "SELECT * FROM outbox WHERE state IN ('pending', 'held') AND expires <= ? ORDER BY due, id",
                arguments: [now]
            ).map(Self.message)
            for row in rows {
                try db.execute(
                    sql:
                        "UPDATE outbox SET state = 'dead', error = COALESCE(error || '; ', '') || 'too old' WHERE id = ?",
                    arguments: [row.id])
            }
            return rows
        }
    }

    /// Notes an acknowledgement; a message that has the level its route asks for is done.
    ///
    /// - Parameters:
    ///   - id: The message.
    ///   - level: What was acknowledged.
    ///   - needed: What its route asks for.
    ///   - now: Seconds since 1970.
    /// - Returns: Whether this acknowledgement ended the message.
    /// - Throws: Errors of SQLite.
    public func acknowledge(
        _ id: String, _ level: AcknowledgementLevel, needed: AcknowledgementLevel, now: Int
    ) throws -> Bool {
        try database.write { db in
            try Self.addReceipt(id, level, now: now, reference: nil, db)
            guard level >= needed else { return false }
            try db.execute(
                sql: "UPDATE outbox SET state = 'done' WHERE id = ? AND state = 'accepted'", arguments: [id])
            guard db.changesCount > 0 else { return false }
            try Self.end(id, now: now, db)
            return true
        }
    }

    private static func end(_ id: String, now: Int, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE route SET last_delivered = ? WHERE name = (SELECT route FROM outbox WHERE id = ?)",
            arguments: [now, id])
        try countDelivery(id, now: now, db)
    }

    /// Messages of a route that the other side took and nobody acknowledged, with their names there.
    public func unacknowledged(route: String) throws -> [(message: MessageRow, reference: String?)] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM outbox WHERE route = ? AND state = 'accepted' ORDER BY due, id",
                arguments: [route]
            ).map { (Self.message($0), $0["reference"]) }
        }
    }

    /// A message by its id.
    public func message(_ id: String) throws -> MessageRow? {
        try database.read {
            try Row.fetchOne($0, sql: "SELECT * FROM outbox WHERE id = ?", arguments: [id]).map(Self.message)
        }
    }

    /// The messages in a state, the newest first.
    public func messages(_ state: MessageState, limit: Int = 10_000) throws -> [MessageRow] {
        try database.read {
            try Row.fetchAll(
                $0, sql: "SELECT * FROM outbox WHERE state = ? ORDER BY due DESC, id LIMIT ?",
                arguments: [state.rawValue, limit]
            ).map(Self.message)
        }
    }

    /// Sends a dead message once more, or puts it away.
    ///
    /// - Returns: Whether there was such a dead message.
    public func revive(_ id: String, as state: MessageState, now: Int, expires: Int) throws -> Bool {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE outbox SET state = ?, tries = 0, uncertain = 0, next_try = ?, expires = ?
                    WHERE id = ? AND state = 'dead'
                    """, arguments: [state.rawValue, now, expires, id])
            return db.changesCount == 1
        }
    }

    private static func addReceipt(
        _ id: String, _ level: AcknowledgementLevel, now: Int, reference: String?, _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO receipt(outbox, level, at, ref) VALUES (?, ?, ?, ?)",
            arguments: [id, level.rawValue, now, reference])
    }

    private func update(
        _ id: String, _ assignment: String, _ values: [any DatabaseValueConvertible], routeOpensAt: Int? = nil
    ) throws {
        try database.write {
            try $0.execute(
                sql: "UPDATE outbox SET \(assignment) WHERE id = ?",
                arguments: StatementArguments(values + [id]) ?? [])
            guard assignment.contains("error") else { return }
            try $0.execute(
                sql: """
                    UPDATE route SET failures = failures + 1, open_until = COALESCE(?, open_until)
                    WHERE name = (SELECT route FROM outbox WHERE id = ?)
                    """, arguments: [routeOpensAt, id])
        }
    }

    static func message(_ row: Row) -> MessageRow {
        var message = MessageRow(
            id: row["id"], kind: MessageKind(rawValue: row["kind"]) ?? .beat, task: row["task"],
            due: row["due"],
            route: row["route"], body: row["body"], state: MessageState(rawValue: row["state"]) ?? .dead,
            ready: row["ready"], expires: row["expires"])
        message.tries = row["tries"]
        message.uncertainTries = row["uncertain"]
        message.error = row["error"]
        return message
    }
}
