internal import GRDB

extension Ledger {
    /// Notes the routes that there are.
    public func seeRoutes(_ names: [String], now: Int) throws {
        try database.write { db in
            for name in names {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO route(name, first_seen) VALUES (?, ?)",
                    arguments: [name, now])
            }
        }
    }

    /// What is known of all routes, by name.
    public func routes() throws -> [RouteRow] {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM route ORDER BY name").map {
                RouteRow(
                    name: $0["name"], firstSeen: $0["first_seen"], lastAccepted: $0["last_accepted"],
                    lastAcknowledged: $0["last_delivered"], failures: $0["failures"],
                    openUntil: $0["open_until"])
            }
        }
    }
}
