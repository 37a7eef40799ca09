internal import GRDB

extension Ledger {
    /// How tasks have been doing, by name.
    ///
    /// - Parameter failingOnly: Whether only those are asked for whose last slot failed.
    /// - Returns: Those of which anything is known.
    /// - Throws: Errors of SQLite.
    public func tasks(failingOnly: Bool = false) throws -> [TaskRow] {
        let condition = failingOnly ? "WHERE failures > 0" : ""
        return try database.read {
            try Row.fetchAll($0, sql: "SELECT * FROM task \(condition) ORDER BY name").map(Self.task)
        }
    }

    /// How a task has been doing; nil when nothing has happened yet.
    public func task(_ name: String) throws -> TaskRow? {
        try database.read {
            try Row.fetchOne($0, sql: "SELECT * FROM task WHERE name = ?", arguments: [name]).map(Self.task)
        }
    }

    /// The text of a task's newest message that is still on its way.
    public func textUnderWay(task: String) throws -> String? {
        try database.read {
            try String.fetchOne(
                $0,
                sql: """
                    SELECT body FROM outbox WHERE kind = 'beat' AND task = ? AND due = (SELECT MAX(due) FROM outbox
                        WHERE kind = 'beat' AND task = ?) AND state NOT IN ('done', 'dead', 'dropped')
                    """, arguments: [task, task])
        }
    }

    /// Slots that should have spoken, whose message nobody acknowledged, nor one of a later slot of the task.
    ///
    /// - Returns: For each task the oldest one, and since when it should have arrived; by task.
    public func undelivered() throws -> [(task: String, due: Int, since: Int)] {
        try database.read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT task, MIN(due) AS due, MIN(since) AS since FROM (
                        SELECT task, due, ready AS since FROM outbox
                        WHERE kind = 'beat' AND state IN ('pending', 'sending', 'accepted', 'dead')
                        UNION ALL
                        SELECT o.task, o.due, o.ready FROM outbox AS o JOIN outbox AS whole ON whole.id = o.merged_into
                        WHERE o.state = 'merged' AND whole.state NOT IN ('done', 'dropped') AND o.kind = 'beat'
                        UNION ALL
                        SELECT task, due, seen FROM slot WHERE state IN ('due', 'running'))
                    WHERE due > COALESCE((SELECT delivered_due FROM task AS t WHERE t.name = task), -1)
                    GROUP BY task ORDER BY task
                    """
            ).map { ($0["task"], $0["due"], $0["since"]) }
        }
    }

    static func countRun(_ slot: SlotRow, ended: Int?, _ db: Database) throws {
        let isFailure = slot.state == .failed
        try db.execute(
            sql: """
                INSERT INTO task(name, last_run, failures, failure) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT(name) DO UPDATE SET last_run = COALESCE(?2, last_run),
                    failures = CASE WHEN ?3 THEN failures + 1 ELSE 0 END, failure = ?4
                """, arguments: [slot.task, ended, isFailure ? 1 : 0, isFailure ? slot.reason : nil])
    }

    /// Notes that a message, and those that went with it, arrived.
    static func countDelivery(_ id: String, now: Int, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO task(name, last_delivered, delivered_due, delivered_text)
                SELECT task, ?1, due, body FROM outbox
                WHERE kind = 'beat' AND (id = ?2 OR merged_into = ?2) ORDER BY due
                ON CONFLICT(name) DO UPDATE SET last_delivered = excluded.last_delivered,
                    delivered_due = excluded.delivered_due, delivered_text = excluded.delivered_text
                WHERE excluded.delivered_due >= COALESCE(task.delivered_due, 0)
                """, arguments: [now, id])
    }

    private static func task(_ row: Row) -> TaskRow {
        TaskRow(
            name: row["name"], lastRun: row["last_run"], failuresInARow: row["failures"],
            failure: row["failure"],
            lastDelivered: row["last_delivered"], deliveredDue: row["delivered_due"],
            deliveredText: row["delivered_text"])
    }
}
