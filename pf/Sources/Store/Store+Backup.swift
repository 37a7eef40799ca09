private import Foundation
import GRDB
import Kit

extension Store {
    /// A backup that was made.
    public struct Backup: Equatable, Sendable {
        /// Its path.
        public var path: String
        /// Its SHA-256 in hexadecimal.
        public var sha256: String
        /// How many backups the folder has now.
        public var keptCount: Int
    }

    /// Backups that a folder keeps.
    public static let backupLimit = 30

    /// Writes a copy of the database into a folder, checked before it gets its name; others may write meanwhile.
    ///
    /// - Parameters:
    ///   - folder: Made, for its owner alone, where it is missing.
    ///   - moment: `YYYYMMDDTHHMMSSZ`, for the name.
    /// - Returns: The backup.
    /// - Throws: ``StoreError``, `FileError`; then no new backup is there and the older ones are untouched.
    public func backup(to folder: String, moment: String) throws -> Backup {
        try Self.makeFolder(folder)
        let name = Self.freeName(in: folder, moment: moment)
        let temporary = "\(folder)/.\(name).part-\(getpid())"
        defer { unlink(temporary) }
        try Self.makeEmpty(temporary)
        try perform {
            try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [temporary]) }
        }
        try Self.requireIntact(temporary)
        let sha256 = try Self.digest(temporary)
        // The sum first: a database without one is no backup yet.
        try AtomicFile.write("\(sha256)  \(name)\n", to: "\(folder)/\(name).sha256")
        guard rename(temporary, "\(folder)/\(name)") == 0 else { throw Self.failed("\(folder)/\(name)") }
        return Backup(path: "\(folder)/\(name)", sha256: sha256, keptCount: Self.prune(folder))
    }

    /// Puts a backup in the place of the database, which moves aside.
    ///
    /// - Parameters:
    ///   - file: A backup, with its SHA-256 file beside it.
    ///   - path: Where the database is.
    ///   - moment: `YYYYMMDDTHHMMSSZ`, for the name of what moves aside.
    /// - Returns: Where the former database is now; nil = there was none.
    /// - Throws: ``StoreError``, `FileError`; then the present database is untouched.
    public static func restore(_ file: String, to path: String, moment: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: file) else {
            throw FileError.cannotRead(path: file, reason: "there is no such file")
        }
        try requireSum(file)
        try requireIntact(file)
        try makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let temporary = "\(path).part-\(getpid())"
        defer { unlink(temporary) }
        try copy(file, to: temporary)
        // What was checked is what is put in place.
        try requireIntact(temporary)
        let aside = try moveAside(path, moment: moment)
        guard rename(temporary, path) == 0 else { throw failed(path) }
        return aside
    }

    /// Moves a database with what belongs to it; its last writes are in the file before.
    private static func moveAside(_ path: String, moment: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        // A damaged one is moved as it is.
        if let store = try? write(path) {
            _ = try? store.queue.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
            try? store.queue.close()
        }
        var aside = "\(path).before-restore-\(moment)"
        var number = 2
        while FileManager.default.fileExists(atPath: aside) {
            aside = "\(path).before-restore-\(moment)-\(number)"
            number += 1
        }
        for ending in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
            guard rename(path + ending, aside + ending) == 0 else { throw failed(path + ending) }
        }
        guard rename(path, aside) == 0 else { throw failed(path) }
        return aside
    }

    private static func makeFolder(_ folder: String) throws {
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw StoreError.cannotWrite(path: folder, reason: "the folder cannot be made") }
    }

    private static func makeEmpty(_ path: String) throws {
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failed(path) }
        close(descriptor)
    }

    private static func failed(_ path: String) -> StoreError {
        .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }

    private static func freeName(in folder: String, moment: String) -> String {
        var name = "pf-\(moment).db"
        var number = 2
        while FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            // Two digits keep the order of the names.
            name = "pf-\(moment)-\(number < 10 ? "0" : "")\(number).db"
            number += 1
        }
        return name
    }

    /// Removes the oldest backups; the number of those that stay.
    private static func prune(_ folder: String) -> Int {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix("pf-") && $0.hasSuffix(".db") }
            // Without its ending a name comes before the same with a number.
            .sorted { $0.dropLast(3) < $1.dropLast(3) }
        for name in names.dropLast(backupLimit) {
            unlink("\(folder)/\(name)")
            unlink("\(folder)/\(name).sha256")
        }
        return min(names.count, backupLimit)
    }

    /// Opens a copy for reading only and asks SQLite whether it is whole.
    private static func requireIntact(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let verdict: String?
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            guard try !queue.read(Schema.migrator.hasBeenSuperseded) else {
                throw StoreError.newer(path: path)
            }
            guard try !queue.read({ try Schema.migrator.appliedIdentifiers($0) }).isEmpty else {
                throw StoreError.unreadable(path: path, reason: "it has no tables of pf")
            }
            verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        } catch let error as DatabaseError {
            throw StoreError.unreadable(path: path, reason: error.message ?? "it is no database")
        }
        guard verdict == "ok" else {
            throw StoreError.unreadable(
                path: path, reason: "integrity_check: \(verdict?.prefix(80) ?? "no answer")")
        }
    }

    private static func requireSum(_ file: String) throws {
        let text = (try? String(contentsOfFile: "\(file).sha256", encoding: .utf8)) ?? ""
        let expected = text.prefix { $0 != " " && $0 != "\n" }
        guard !expected.isEmpty else {
            throw StoreError.unreadable(
                path: file, reason: "\(file).sha256 is missing; without it nothing proves the copy")
        }
        guard try digest(file) == expected else {
            throw StoreError.unreadable(
                path: file, reason: "its SHA-256 is not that of \(file).sha256; it is damaged")
        }
    }

    private static func digest(_ path: String) throws -> String {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            var digest = SHA256()
            while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty { digest.update(Array(part)) }
            return digest.hexDigest()
        } catch { throw FileError.cannotRead(path: path, reason: "it cannot be read") }
    }

    private static func copy(_ source: String, to target: String) throws {
        do {
            let input = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
            defer { try? input.close() }
            try makeEmpty(target)
            let output = try FileHandle(forWritingTo: URL(fileURLWithPath: target))
            defer { try? output.close() }
            while let part = try input.read(upToCount: 1 << 20), !part.isEmpty {
                try output.write(contentsOf: part)
            }
            try output.synchronize()
        } catch let error as StoreError { throw error } catch {
            throw StoreError.cannotWrite(path: target, reason: "the copy cannot be written")
        }
    }
}
