internal import GRDB

extension Ledger {
    /// How a task has been doing.
    public struct TaskFacts: Equatable, Sendable {
        /// The last slot that spoke, whose message nobody acknowledged, with nothing acknowledged after it.
        public var unacknowledgedDue: Int?
        /// How many of its last slots failed, one after the other.
        public var failuresInARow: Int
        /// Why the last one failed.
        public var failure: String?
        /// When an agent last ran for it.
        public var lastRun: Int?
        /// When a message of it was last acknowledged.
        public var lastDelivered: Int?
    }

    /// How a task has been doing.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - dueBefore: Only slots due before this time should have been acknowledged by now.
    public func facts(task: String, dueBefore: Int) throws -> TaskFacts {
        try database.read { db in
            let lastGood =
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT MAX(due) FROM outbox WHERE kind = 'beat' AND task = ?
                        AND (SELECT state FROM outbox AS whole
                             WHERE whole.id = COALESCE(outbox.merged_into, outbox.id)) = 'done'
                        """, arguments: [task]) ?? Int.min
            // A beat that was cut off, or waits for long, should have spoken as well.
            let bad = try Int.fetchOne(
                db,
                sql: """
                    SELECT MIN(due) FROM (
                        SELECT due FROM outbox WHERE kind = 'beat' AND task = ?1 AND due < ?2 AND due > ?3
                        AND state NOT IN ('held', 'dropped')
                        UNION ALL
                        SELECT due FROM slot WHERE task = ?1 AND due < ?2 AND due > ?3 AND state IN ('due', 'running'))
                    """, arguments: [task, dueBefore, lastGood])
            let states = try Row.fetchAll(
                db,
                sql: """
                    SELECT state, reason FROM slot WHERE task = ? AND state IN ('failed', 'spoke', 'quiet')
                    ORDER BY due DESC LIMIT 10
                    """, arguments: [task])
            let failures = states.prefix { $0["state"] == SlotState.failed.rawValue }
            return TaskFacts(
                unacknowledgedDue: bad, failuresInARow: failures.count, failure: failures.first?["reason"],
                lastRun: try Int.fetchOne(db, sql: "SELECT MAX(ended) FROM run WHERE task = ?", arguments: [task]),
                lastDelivered: try Int.fetchOne(
                    db,
                    sql: """
                        SELECT MAX(receipt.at) FROM outbox
                        JOIN receipt ON receipt.outbox = COALESCE(outbox.merged_into, outbox.id)
                        WHERE outbox.kind = 'beat' AND outbox.task = ?
                          AND (SELECT state FROM outbox AS whole
                               WHERE whole.id = COALESCE(outbox.merged_into, outbox.id)) = 'done'
                        """, arguments: [task]))
        }
    }

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

    /// The oldest message of each route that the other side took before a time and nobody acknowledged since.
    public func overdueAcknowledgements(
        route: String, acceptedBefore: Int
    ) throws -> (task: String, due: Int)? {
        try database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT task, due FROM outbox WHERE route = ?1 AND state = 'accepted' AND accepted <= ?2
                    AND accepted > COALESCE((SELECT MAX(o.accepted) FROM outbox AS o
                                             WHERE o.route = ?1 AND o.state = 'done'), 0)
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

    /// Throws rows away that are older than people ask for: rows after 90 days, texts after 7.
    public func clean(now: Int) throws {
        let (rows, texts) = (now - 90 * 86_400, now - 7 * 86_400)
        try database.write { db in
            try db.execute(sql: "DELETE FROM slot WHERE due < ? AND state NOT IN ('due', 'running')", arguments: [rows])
            try db.execute(sql: "DELETE FROM run WHERE ended < ?", arguments: [rows])
            try db.execute(
                sql: "DELETE FROM outbox WHERE due < ? AND state IN ('done', 'dead', 'merged', 'dropped')",
                arguments: [rows])
            try db.execute(sql: "DELETE FROM receipt WHERE outbox NOT IN (SELECT id FROM outbox)")
            try db.execute(sql: "DELETE FROM alarm WHERE closed < ?", arguments: [rows])
            try db.execute(sql: "UPDATE run SET text = NULL WHERE ended < ? AND text IS NOT NULL", arguments: [texts])
            // The last delivered text stays: `say: changes` compares with it.
            try db.execute(
                sql: """
                    UPDATE outbox SET body = '' WHERE due < ? AND state IN ('done', 'merged', 'dropped') AND body != ''
                    AND due < (SELECT MAX(o.due) FROM outbox AS o WHERE o.task = outbox.task AND o.state IN ('done', 'merged'))
                    """, arguments: [texts])
        }
    }
}
