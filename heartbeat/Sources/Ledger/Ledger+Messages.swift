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
                INSERT OR IGNORE INTO outbox(id, kind, task, due, route, body, state, next_try, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                message.id, message.kind.rawValue, message.task, message.due, message.route, message.body,
                message.state.rawValue, message.nextTry, message.expires,
            ])
    }

    /// Lets held messages go whose quiet hours are over; several for one route become one message.
    public func releaseHeld(now: Int) throws {
        try database.write { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM outbox WHERE state = 'held' AND next_try <= ? ORDER BY route, due, task",
                arguments: [now]
            ).map(Self.message)
            var index = 0
            while index < rows.count {
                let group = rows[index...].prefix { $0.route == rows[index].route }
                let body = group.map(\.body).joined(separator: "\n\n")
                try db.execute(
                    sql: "UPDATE outbox SET state = 'pending', body = ? WHERE id = ?",
                    arguments: [body, rows[index].id])
                for other in group.dropFirst() {
                    try db.execute(
                        sql: "UPDATE outbox SET state = 'merged', merged_into = ? WHERE id = ?",
                        arguments: [rows[index].id, other.id])
                }
                index += group.count
            }
        }
    }

    /// The messages of a route that may be sent now, the oldest first.
    ///
    /// A message whose try has begun under an earlier gateway comes first: nobody knows its end.
    public func deliverable(route: String, now: Int, limit: Int) throws -> [MessageRow] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM outbox WHERE route = ? AND state IN ('sending', 'pending') AND next_try <= ?
                    ORDER BY state DESC, due, id LIMIT ?
                    """, arguments: [route, now, limit]
            ).map(Self.message)
        }
    }

    /// Notes that a try begins.
    public func beginTry(_ id: String) throws {
        try update(id, "state = 'sending', tries = tries + 1", [])
    }

    /// Notes that the other side took a message.
    ///
    /// - Parameter reference: Its name there, which acknowledgements carry.
    public func accept(_ id: String, reference: String?, now: Int) throws {
        try database.write { db in
            try db.execute(
                sql: "UPDATE outbox SET state = 'accepted', accepted = ?, reference = ?, error = NULL WHERE id = ?",
                arguments: [now, reference, id])
            try Self.addReceipt(id, .accepted, now: now, reference: reference, db)
            try db.execute(
                sql: """
                    UPDATE route SET last_accepted = ?, failures = 0, open_until = NULL
                    WHERE name = (SELECT route FROM outbox WHERE id = ?)
                    """, arguments: [now, id])
        }
    }

    /// Puts a message off after a try that failed.
    public func retry(_ id: String, at nextTry: Int, error: String) throws {
        try update(id, "state = 'pending', next_try = ?, error = ?", [nextTry, error])
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
                db, sql: "SELECT * FROM outbox WHERE state IN ('pending', 'held') AND expires <= ? ORDER BY due, id",
                arguments: [now]
            ).map(Self.message)
            for row in rows {
                try db.execute(
                    sql: "UPDATE outbox SET state = 'dead', error = COALESCE(error || '; ', '') || 'too old' WHERE id = ?",
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
    /// - Returns: Whether this acknowledgement ended the message.
    public func acknowledge(
        _ id: String, _ level: AcknowledgementLevel, needed: AcknowledgementLevel, now: Int
    ) throws -> Bool {
        try database.write { db in
            try Self.addReceipt(id, level, now: now, reference: nil, db)
            guard level >= needed else { return false }
            try db.execute(
                sql: "UPDATE outbox SET state = 'done' WHERE id = ? AND state = 'accepted'", arguments: [id])
            let isNew = db.changesCount > 0
            try db.execute(
                sql: "UPDATE route SET last_delivered = ? WHERE name = (SELECT route FROM outbox WHERE id = ?)",
                arguments: [now, id])
            return isNew
        }
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
                    UPDATE outbox SET state = ?, tries = 0, next_try = ?, expires = ?
                    WHERE id = ? AND state = 'dead'
                    """, arguments: [state.rawValue, now, expires, id])
            return db.changesCount == 1
        }
    }

    /// The text of a task's last message that was acknowledged, and when.
    public func lastDelivered(task: String) throws -> (text: String, at: Int)? {
        try database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT outbox.body AS body, MAX(receipt.at) AS at FROM outbox
                    JOIN receipt ON receipt.outbox = COALESCE(outbox.merged_into, outbox.id)
                    WHERE outbox.kind = 'beat' AND outbox.task = ?
                      AND (SELECT state FROM outbox AS whole WHERE whole.id = COALESCE(outbox.merged_into, outbox.id)) = 'done'
                    GROUP BY outbox.id ORDER BY outbox.due DESC LIMIT 1
                    """, arguments: [task]
            ).map { ($0["body"], $0["at"]) }
        }
    }

    private static func addReceipt(
        _ id: String, _ level: AcknowledgementLevel, now: Int, reference: String?, _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO receipt(outbox, level, at, ref) VALUES (?, ?, ?, ?)",
            arguments: [id, level.rawValue, now, reference])
    }

    private func update(_ id: String, _ assignment: String, _ values: [any DatabaseValueConvertible]) throws {
        try database.write {
            try $0.execute(
                sql: "UPDATE outbox SET \(assignment) WHERE id = ?",
                arguments: StatementArguments(values + [id]) ?? [])
        }
    }

    static func message(_ row: Row) -> MessageRow {
        MessageRow(
            id: row["id"], kind: MessageKind(rawValue: row["kind"]) ?? .beat, task: row["task"], due: row["due"],
            route: row["route"], body: row["body"], state: MessageState(rawValue: row["state"]) ?? .dead,
            tries: row["tries"], nextTry: row["next_try"], expires: row["expires"], acceptedAt: row["accepted"],
            error: row["error"])
    }
}
