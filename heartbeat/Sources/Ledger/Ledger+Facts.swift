internal import GRDB

extension Ledger {
    /// The dead letters of each route: how many, and the newest one's error.
    public func deadLetters() throws -> [(route: String, count: Int, error: String)] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT route, COUNT(*) AS count, MAX(due), COALESCE(error, '') AS error FROM outbox
                    WHERE state = 'dead' GROUP BY route ORDER BY route
                    """
            ).map { ($0["route"], $0["count"], $0["error"]) }
        }
    }

    /// The oldest message of a route that the other side took before a time, when nothing was acknowledged since.
    public func overdueAcknowledgement(
        route: String, acceptedBefore: Int
    ) throws -> (task: String, due: Int)? {
        try database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT task, due FROM outbox WHERE route = ?1 AND state = 'accepted' AND accepted <= ?2
                    AND accepted > COALESCE((SELECT MAX(o.accepted) FROM outbox AS o
                                             WHERE o.route = ?1 AND o.state = 'done'), -1)
                    ORDER BY accepted, id LIMIT 1
                    """, arguments: [route, acceptedBefore]
            ).map { ($0["task"], $0["due"]) }
        }
    }

    /// Whether a canary of a route is on its way.
    public func hasOpenCanary(route: String, since: Int) throws -> Bool {
        try database.read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS(SELECT 1 FROM outbox WHERE route = ? AND kind IN ('canary', 'back')
                                  AND state IN ('pending', 'sending', 'accepted') AND due > ?)
                    """, arguments: [route, since]) ?? false
        }
    }

    /// Takes back what a clock that was ahead has put into the future.
    public func clockWentBack(to now: Int) throws {
        try database.write { db in
            try db.execute(
                sql: "UPDATE outbox SET next_try = ?1 WHERE state = 'pending' AND next_try > ?1 + 86400",
                arguments: [now])
            try db.execute(
                sql: "UPDATE alarm SET sent = ?1 WHERE closed IS NULL AND sent > ?1", arguments: [now])
            try db.execute(
                sql: """
                    UPDATE route SET first_seen = MIN(first_seen, ?1), last_accepted = MIN(last_accepted, ?1),
                        last_delivered = MIN(last_delivered, ?1), open_until = MIN(open_until, ?1 + 86400)
                    """, arguments: [now])
        }
    }

    /// Throws rows away that are older than people ask for: rows after 90 days, texts after 7.
    public func clean(now: Int) throws {
        let (rows, texts) = (now - Self.rowDays * 86_400, now - 7 * 86_400)
        try database.write { db in
            try db.execute(
                sql: "DELETE FROM slot WHERE due < ? AND state NOT IN ('due', 'running')", arguments: [rows])
            try db.execute(sql: "DELETE FROM run WHERE ended < ?", arguments: [rows])
            try db.execute(
                sql: "DELETE FROM outbox WHERE due < ? AND state NOT IN ('held', 'pending', 'sending')",
                arguments: [rows])
            try db.execute(sql: "DELETE FROM receipt WHERE outbox NOT IN (SELECT id FROM outbox)")
            try db.execute(sql: "DELETE FROM alarm WHERE closed < ?", arguments: [rows])
            try db.execute(
                sql: "UPDATE run SET text = NULL WHERE ended < ? AND text IS NOT NULL", arguments: [texts])
            try db.execute(
                sql: """
                    UPDATE outbox SET body = '' WHERE due < ? AND body != ''
                    AND (state IN ('done', 'dropped') OR state = 'merged' AND
                        (SELECT whole.state FROM outbox AS whole WHERE whole.id = outbox.merged_into) = 'done')
                    """, arguments: [texts])
        }
    }

    /// For how long rows are kept, in days.
    public static let rowDays = 90
}
