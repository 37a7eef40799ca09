private import Foundation
package import GRDB

/// What happened, in one SQLite file: slots, runs, messages, receipts, routes, alarms.
///
/// Each change of state is one transaction, written through to the disk before it counts.
public final class Ledger: Sendable {
    /// The file.
    public let path: String
    /// The open file.
    package let database: DatabaseQueue

    /// Opens a ledger, and makes it when it is not there.
    ///
    /// - Parameter path: The file, for its owner alone.
    /// - Throws: ``LedgerError``, or the error of SQLite when it cannot be read or written.
    public init(path: String) throws {
        self.path = path
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        database = try DatabaseQueue(path: path, configuration: Self.configuration(isReadOnly: false))
        try Schema.migrate(database, path: path)
    }

    /// Opens a ledger to look at it only.
    ///
    /// - Throws: ``LedgerError/missing(file:)``.
    public init(readingFrom path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerError.missing(file: path) }
        database = try DatabaseQueue(path: path, configuration: Self.configuration(isReadOnly: true))
        try Schema.check(database, path: path)
    }

    private static func configuration(isReadOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.busyMode = .timeout(5)
        configuration.journalMode = isReadOnly ? .default : .wal
        if !isReadOnly {
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        }
        return configuration
    }

    /// What the file's own check says; `ok` when all is well.
    public func integrity() throws -> String {
        try database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") ?? "no answer" }
    }

    /// A remembered value, such as the time of the last pass.
    public func value(_ key: MetaKey) throws -> String? {
        try database.read {
            try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key.rawValue])
        }
    }

    /// Remembers a value.
    public func set(_ key: MetaKey, _ value: String) throws {
        try database.write { try Self.set(key, value, $0) }
    }

    static func set(_ key: MetaKey, _ value: String, _ db: Database) throws {
        try db.execute(
            sql:
                "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            arguments: [key.rawValue, value])
    }
}
