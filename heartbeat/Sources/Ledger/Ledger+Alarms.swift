internal import GRDB

extension Ledger {
    /// The alarms that are open, by key.
    public func openAlarms() throws -> [AlarmRow] {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM alarm WHERE closed IS NULL ORDER BY key").map {
                AlarmRow(key: $0["key"], text: $0["text"], opened: $0["opened"], sent: $0["sent"])
            }
        }
    }

    /// Opens an alarm, tells it again or closes it, with its messages, in one transaction.
    public func change(_ alarm: AlarmRow, to change: AlarmChange, messages: [MessageRow], now: Int) throws {
        try database.write { db in
            switch change {
            case .opens:
                try db.execute(
                    sql: "INSERT OR REPLACE INTO alarm(key, opened, sent, text) VALUES (?, ?, ?, ?)",
                    arguments: [alarm.key, now, now, alarm.text])
            case .repeats:
                try db.execute(
                    sql: "UPDATE alarm SET sent = ?, text = ? WHERE key = ? AND closed IS NULL",
                    arguments: [now, alarm.text, alarm.key])
            case .closes:
                try db.execute(
                    sql: "UPDATE alarm SET closed = ? WHERE key = ? AND closed IS NULL",
                    arguments: [now, alarm.key])
            }
            for message in messages { try Self.insert(message, db) }
        }
    }

    /// What alarm messages are about that were stored before a time and reached nobody.
    public func stuckAlarms(before time: Int) throws -> [String] {
        try database.read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT task FROM outbox WHERE kind = 'alarm' AND ready < ? GROUP BY task, due
                    HAVING SUM(state IN ('accepted', 'done')) = 0 ORDER BY task
                    """, arguments: [time])
        }
    }
}
