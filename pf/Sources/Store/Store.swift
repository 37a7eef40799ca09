private import Foundation
import GRDB

/// The household's database.
public struct Store: Sendable {
    /// Where it is.
    public let path: String
    let queue: DatabaseQueue

    /// Seconds that a command waits for another one.
    static let busySeconds = 5.0

    /// What a write is recorded with.
    public struct Stamp: Sendable {
        /// When, `YYYY-MM-DDTHH:MM:SSZ`.
        public var at: String
        /// Who.
        public var actor: String

        /// When and who.
        public init(at: String, actor: String) {
            self.at = at
            self.actor = actor
        }
    }

    /// Opens the database for reading.
    ///
    /// - Throws: ``StoreError``.
    public static func read(_ path: String) throws -> Store {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        var configuration = configuration
        configuration.readonly = true
        let store = try open(path, configuration)
        // A command that was killed while it made the file left no table in it.
        let isEmpty = try store.reading { try Schema.migrator.appliedIdentifiers($0).isEmpty }
        guard !isEmpty else { throw StoreError.missing(path: path) }
        return store
    }

    /// Opens the database for writing; makes it, and its folder, if it is missing.
    ///
    /// - Throws: ``StoreError``.
    public static func write(_ path: String) throws -> Store {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            if !FileManager.default.fileExists(atPath: folder) {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw StoreError.cannotWrite(path: folder, reason: "the folder cannot be made")
        }
        // Made with its permissions first: nobody else may read it, not even for a moment.
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
        let store = try open(path, configuration)
        try store.perform {
            let journal = FileSystem.of(folder)?.isRemote ?? false ? "DELETE" : "WAL"
            try store.queue.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA journal_mode = \(journal)")
            }
            try Schema.migrator.migrate(store.queue)
        }
        return store
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        return configuration
    }

    private static func open(_ path: String, _ configuration: Configuration) throws -> Store {
        try translate(path) {
            let store = Store(path: path, queue: try DatabaseQueue(path: path, configuration: configuration))
            if try store.queue.read(Schema.migrator.hasBeenSuperseded) { throw StoreError.newer(path: path) }
            return store
        }
    }

    /// Reads in one transaction.
    func reading<Result>(_ body: (GRDB.Database) throws -> Result) throws -> Result {
        try perform { try queue.read(body) }
    }

    /// Writes in one immediate transaction: all of it, or nothing.
    func writing<Result>(_ body: (GRDB.Database) throws -> Result) throws -> Result {
        try perform { try queue.write(body) }
    }

    func perform<Result>(_ body: () throws -> Result) throws -> Result {
        try Self.translate(path, body)
    }

    /// Says what SQLite's errors mean here.
    private static func translate<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as DatabaseError {
            let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw StoreError.busy(path: path)
            case .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_IOERR:
                throw StoreError.cannotWrite(path: path, reason: reason)
            default: throw StoreError.unreadable(path: path, reason: reason)
            }
        }
    }

    /// Adds a row to the audit.
    static func audit(_ database: GRDB.Database, _ stamp: Stamp, _ action: String, _ subject: String) throws {
        try database.execute(
            sql: "INSERT INTO audit(at, actor, action, subject) VALUES (?, ?, ?, ?)",
            arguments: [stamp.at, stamp.actor, action, subject])
    }
}
