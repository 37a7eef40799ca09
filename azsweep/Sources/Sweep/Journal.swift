private import ARMClient
package import AzureModel
private import Foundation
package import Kit
private import Synchronization

/// What a sweep has done, in a file that survives its end: one JSON line for each event, each on the
/// disk before the next request leaves (decision 0031).
package final class Journal: Sendable {
    /// What a line tells.
    package enum Event: String, Sendable {
        case intent, submitted, done, failed, skipped, replan
    }

    /// Its path.
    package let path: String
    private let now: @Sendable () -> Timestamp
    private let descriptor: Int32
    private let isBroken = Mutex(false)

    private init(path: String, descriptor: Int32, now: @escaping @Sendable () -> Timestamp) {
        self.path = path
        self.descriptor = descriptor
        self.now = now
    }

    deinit {
        // A child that was just forked shares the lock until it executes; closing alone would leave it locked.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Begins a journal with its plan; the file appears whole or not at all, readable by its owner only.
    ///
    /// - Throws: ``SweepError/refused(reason:)`` when the file is there already.
    package static func create(
        path: String, plan: Plan, endpoint: String, apiVersion: String,
        now: @escaping @Sendable () -> Timestamp
    ) throws(SweepError) -> Journal {
        let temporary = path + ".part-\(getpid())"
        unlink(temporary)
        let descriptor = Foundation.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .badUsage(reason: "\(path): \(Self.systemReason())") }
        defer { unlink(temporary) }
        let journal = Journal(path: path, descriptor: descriptor, now: now)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .refused(reason: "\(path) is in use") }
        let header = JSONValue.object([
            ("journal", .int(1)), ("at", .string("\(now())")), ("endpoint", .string(endpoint)),
            ("apiVersion", .string(apiVersion)), ("plan", PlanFile.json(plan)),
        ])
        try journal.write(header.oneLine)
        guard link(temporary, path) == 0 else {
            if errno == EEXIST { throw existing(path) }
            throw .badUsage(reason: "\(path): \(Self.systemReason())")
        }
        syncFolder(of: path)
        return journal
    }

    /// Refuses a journal that is there already.
    package static func refuseExisting(_ path: String) throws(SweepError) {
        var status = stat()
        if stat(path, &status) == 0 { throw existing(path) }
    }

    private static func existing(_ path: String) -> SweepError {
        .refused(
            reason:
                "\(path) is there already; 'azsweep resume \(path)' goes on with it, or name another by --journal"
        )
    }

    /// Opens a journal to go on with it; a torn last line is cut off.
    ///
    /// - Throws: ``SweepError``, also when another process has it open.
    package static func open(
        path: String, now: @escaping @Sendable () -> Timestamp
    ) throws(SweepError) -> (journal: Journal, record: JournalRecord) {
        let descriptor = Foundation.open(path, O_RDWR | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw .notFound(what: "journal", name: path, near: []) }
            throw .unreadable(path: path, reason: Self.systemReason())
        }
        let journal = Journal(path: path, descriptor: descriptor, now: now)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .refused(reason: "another azsweep is at work on \(path)")
        }
        let bytes: [UInt8]
        do {
            bytes = try TextFile.bytes(path)
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        let whole = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let record = try JournalRecord(Array(bytes[..<whole]), path: path)
        guard ftruncate(descriptor, off_t(whole)) == 0 else {
            throw .unreadable(path: path, reason: Self.systemReason())
        }
        return (journal, record)
    }

    /// Writes an event and waits until it is on the disk.
    ///
    /// - `fields`: What belongs to it, after the time, the event and the step.
    /// - Fails with ``SweepError/journalBroken(path:reason:)``; then nothing may be sent any more.
    package func append(
        _ event: Event, step: PlanStep, _ fields: [(String, JSONValue)] = []
    ) throws(SweepError) {
        let head: [(String, JSONValue)] = [
            ("at", .string("\(now())")), ("event", .string(event.rawValue)), ("step", .int(step.number)),
            ("kind", .string(step.kind.rawValue)), ("id", .string(step.id.text)),
        ]
        try write(JSONValue.object(head + fields).oneLine)
    }

    private func write(_ line: String) throws(SweepError) {
        let bytes = Array((line + "\n").utf8)
        let reason: String? = isBroken.withLock { isBroken in
            if isBroken { return "an earlier line could not be written" }
            var start = 0
            while start < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Foundation.write(descriptor, $0.baseAddress?.advanced(by: start), bytes.count - start)
                }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    isBroken = true
                    return Self.systemReason()
                }
                start += count
            }
            guard fsync(descriptor) == 0 else {
                isBroken = true
                return Self.systemReason()
            }
            return nil
        }
        if let reason { throw .journalBroken(path: path, reason: reason) }
    }

    private static func systemReason() -> String { String(cString: strerror(errno)) }

    /// Makes the name of a new file survive a loss of power, as far as the file system lets us.
    private static func syncFolder(of path: String) {
        let folder = Foundation.open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY)
        guard folder >= 0 else { return }
        _ = fsync(folder)
        close(folder)
    }
}
