private import Foundation

#if canImport(Glibc)
    private import Glibc
#endif

/// The folder that holds a ledger; one gateway at a time works on it.
public final class StateFolder: Sendable {
    /// The folder.
    public let path: String
    private let descriptor: Int32

    /// Makes the folder (for its owner alone) and locks it.
    ///
    /// - Throws: ``LedgerError/locked(folder:)`` while another process holds it.
    public init(locking path: String) throws(LedgerError) {
        self.path = path
        try Self.make(path)
        let lock = path + "/lock"
        descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unusable(folder: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked(folder: path)
        }
    }

    deinit {
        // A child that was just forked shares the lock until it executes; closing alone would leave it locked.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// The ledger's file in a folder.
    public static func ledgerPath(_ folder: String) -> String { folder + "/ledger.sqlite" }

    /// Whether there is room for a transaction; tried out, because quotas and reserves are not seen otherwise.
    public static func hasRoom(_ folder: String) -> Bool {
        let probe = folder + "/room-\(getpid())"
        let descriptor = open(probe, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno != ENOSPC && errno != EDQUOT }
        defer {
            close(descriptor)
            unlink(probe)
        }
        let bytes = [UInt8](repeating: 0x20, count: 64 * 1024)
        return write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    }

    private static func make(_ path: String) throws(LedgerError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unusable(folder: path, reason: "it cannot be made")
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw .unusable(folder: path, reason: String(cString: strerror(errno)))
        }
    }
}
