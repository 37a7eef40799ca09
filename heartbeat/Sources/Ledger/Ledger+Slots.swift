internal import GRDB

extension Ledger {
    /// Writes due slots down, once each, and remembers up to when.
    ///
    /// A task's older slots that still wait give way to a newer one that runs, unless the task wants all of them.
    ///
    /// - Parameters:
    ///   - rows: The slots with their first state.
    ///   - upTo: Up to when slots are recorded now, in seconds since 1970.
    ///   - tasks: The tasks whose slots they are, one a line; nil = as before.
    ///   - superseding: Tasks of which only the newest slot runs.
    /// - Returns: The rows that are new.
    /// - Throws: Errors of SQLite.
    public func record(_ rows: [SlotRow], upTo: Int, tasks: String?, superseding: [String]) throws
        -> [SlotRow]
    {
        try database.write { db in
            var new: [SlotRow] = []
            for row in rows {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO slot(task, due, seen, state, reason) VALUES (?, ?, ?, ?, ?)",
                    arguments: [row.task, row.due, upTo, row.state.rawValue, row.reason])
                if db.changesCount > 0 { new.append(row) }
            }
            for row in new where row.state == .due && superseding.contains(row.task) {
                try db.execute(
                    sql: """
                        UPDATE slot SET state = 'missed', reason = 'a newer slot came first'
                        WHERE task = ? AND due < ? AND state = 'due' AND attempt = 0
                        """, arguments: [row.task, row.due])
            }
            try Self.set(.recordedUpTo, String(upTo), db)
            if let tasks { try Self.set(.tasks, tasks, db) }
            return new
        }
    }

    /// Writes one slot down.
    public func insert(_ slot: SlotRow, seen: Int) throws {
        try database.write {
            try $0.execute(
                sql: "INSERT OR IGNORE INTO slot(task, due, seen, state, reason) VALUES (?, ?, ?, ?, ?)",
                arguments: [slot.task, slot.due, seen, slot.state.rawValue, slot.reason])
        }
    }

    /// The oldest waiting slot of each task that has no running one, by due time, then task.
    public func waitingSlots(limit: Int = .max) throws -> [SlotRow] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT task, MIN(due) AS due, state, attempt, reason FROM slot AS s WHERE state = 'due'
                    AND NOT EXISTS (SELECT 1 FROM slot WHERE task = s.task AND state = 'running')
                    GROUP BY task ORDER BY due, task LIMIT ?
                    """, arguments: [limit]
            ).map(Self.slot)
        }
    }

    /// Takes a waiting slot for a run; the attempt counts before anything starts.
    ///
    /// - Returns: The attempt's number; nil when the slot does not wait any more.
    public func claim(task: String, due: Int, owner: String) throws -> Int? {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE slot SET state = 'running', attempt = attempt + 1, owner = ?, process_group = NULL
                    WHERE task = ? AND due = ? AND state = 'due'
                    """, arguments: [owner, task, due])
            guard db.changesCount == 1 else { return nil }
            return try Int.fetchOne(
                db, sql: "SELECT attempt FROM slot WHERE task = ? AND due = ?", arguments: [task, due])
        }
    }

    /// Notes the agent's process group (and what tells it from a later one of that number), so that a later gateway can end it.
    public func setProcessGroup(_ group: String, task: String, due: Int) throws {
        try database.writeWithoutTransaction { db in
            // Whoever cuts the power ends the agent as well: this one need not reach the disk.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            defer { try? db.execute(sql: "PRAGMA synchronous = FULL") }
            try db.execute(
                sql: "UPDATE slot SET process_group = ? WHERE task = ? AND due = ?",
                arguments: [group, task, due])
        }
    }

    /// A slot whose gateway is gone.
    public struct Interrupted: Equatable, Sendable {
        /// The slot.
        public var slot: SlotRow
        /// Who ran it.
        public var owner: String
        /// The agent's process group, as far as it was noted.
        public var processGroup: String?
    }

    /// The running slots of other owners.
    public func interruptedSlots(owner: String) throws -> [Interrupted] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM slot WHERE state = 'running' AND owner != ? ORDER BY due, task",
                arguments: [owner]
            ).map { Interrupted(slot: Self.slot($0), owner: $0["owner"], processGroup: $0["process_group"]) }
        }
    }

    /// Lets an interrupted slot wait again, or fail for good.
    public func release(_ slot: SlotRow, attemptLimit: Int) throws -> SlotState {
        var slot = slot
        slot.state = slot.attempt < attemptLimit ? .due : .failed
        slot.reason = Self.interrupted
        return try database.write {
            try $0.execute(
                sql: "UPDATE slot SET state = ?, owner = NULL, reason = ? WHERE task = ? AND due = ?",
                arguments: [slot.state.rawValue, slot.reason, slot.task, slot.due])
            if slot.state == .failed { try Self.countRun(slot, ended: nil, $0) }
            return slot.state
        }
    }

    /// The reason of slots whose gateway ended while they ran.
    public static let interrupted = "interrupted"

    /// Ends a slot with its run (nil = no agent ran) and its message, in one transaction.
    public func finish(_ slot: SlotRow, run: RunRow?, message: MessageRow?) throws {
        try database.write { db in
            try db.execute(
                sql: "UPDATE slot SET state = ?, reason = ?, owner = NULL WHERE task = ? AND due = ?",
                arguments: [slot.state.rawValue, slot.reason, slot.task, slot.due])
            if let run {
                try db.execute(
                    sql: """
                        INSERT INTO run(task, due, attempt, started, ended, exit, status, text)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        slot.task, slot.due, slot.attempt, run.started, run.ended, run.exit,
                        slot.state.rawValue,
                        run.text,
                    ])
            }
            if slot.state != .skipped { try Self.countRun(slot, ended: run?.ended, db) }
            if let message { try Self.insert(message, db) }
        }
    }

    /// The slots of a task or of all, the newest first.
    public func slots(task: String?, limit: Int) throws -> [SlotRow] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM slot WHERE task = ? OR ? IS NULL ORDER BY due DESC, task LIMIT ?",
                arguments: [task, task, limit]
            ).map(Self.slot)
        }
    }

    /// How many slots of tasks came to a good end since a time.
    public func beatCount(of tasks: [String], since: Int) throws -> Int {
        try database.read { db in
            try tasks.reduce(0) { count, task in
                try count
                    + (Int.fetchOne(
                        db,
                        sql:
                            "SELECT COUNT(*) FROM slot WHERE task = ? AND due >= ? AND state IN ('quiet', 'spoke')",
                        arguments: [task, since]) ?? 0)
            }
        }
    }

    /// Notes that a pass has ended: it was alive, and slots are recorded up to then.
    public func endPass(now: Int) throws {
        try database.write { db in
            try Self.set(.lastPass, String(now), db)
            try Self.set(.recordedUpTo, String(now), db)
        }
    }

    static func slot(_ row: Row) -> SlotRow {
        SlotRow(
            task: row["task"], due: row["due"], state: SlotState(rawValue: row["state"]) ?? .failed,
            attempt: row["attempt"], reason: row["reason"])
    }
}
