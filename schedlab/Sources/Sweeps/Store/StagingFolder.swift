private import Foundation
internal import Kit
private import Synchronization

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// A folder that appears under its name only when everything in it is complete.
///
/// It is filled under a name that says whose it is, and renamed in one step: whoever lists the store sees whole results
/// or none, however the process ends.
final class StagingFolder {
    /// Where the files go until then.
    let path: String
    private var isFinished = false

    /// Folders of this process, for ``removeUnfinished()``.
    private static let unfinished = Mutex<Set<String>>([])
    private static let counter = Mutex(0)
    private static let prefix = ".part-"

    /// Makes an empty folder inside another.
    ///
    /// - Throws: `FileError`.
    init(in parent: String) throws(FileError) {
        let number = Self.counter.withLock { count in
            count += 1
            return count
        }
        path = "\(parent)/\(Self.prefix)\(Self.host)-\(getpid())-\(number)"
        Self.unfinished.withLock { [path] paths in _ = paths.insert(path) }
        guard mkdir(path, 0o777) == 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }

    deinit {
        guard !isFinished else { return }
        Self.remove(path)
        Self.unfinished.withLock { [path] paths in _ = paths.remove(path) }
    }

    /// Gives the folder its name; does nothing when somebody else has finished the same meanwhile.
    ///
    /// Whoever asks the process to end waits until the name is given.
    ///
    /// - Returns: Whether it was ours.
    /// - Throws: `FileError`.
    func finish(as target: String) throws(FileError) -> Bool {
        let code = Self.unfinished.withLock { [path] paths -> Int32 in
            guard rename(path, target) == 0 else { return errno }
            paths.remove(path)
            return 0
        }
        if code == ENOTEMPTY || code == EEXIST { return false }
        guard code == 0 else { throw .cannotWrite(path: target, reason: String(cString: strerror(code))) }
        isFinished = true
        return true
    }

    /// Removes the folders that this process has begun; for interrupts.
    static func removeUnfinished() {
        unfinished.withLock { paths in
            for path in paths { remove(path) }
            paths.removeAll()
        }
    }

    /// Removes what killed processes of this machine have left in a folder.
    static func removeAbandoned(in parent: String, names: [String]) {
        for name in names where isUnfinished(name) {
            let parts = name.dropFirst(prefix.count).split(separator: "-")
            guard parts.count >= 3, let process = Int32(parts[parts.count - 2]),
                parts.dropLast(2).joined(separator: "-") == host, process != getpid()
            else { continue }
            // No such process: nobody will finish it.
            if kill(process, 0) != 0 && errno == ESRCH { remove("\(parent)/\(name)") }
        }
    }

    /// Whether a name is that of a folder which is not complete.
    static func isUnfinished(_ name: String) -> Bool { name.hasPrefix(prefix) }

    private static let host: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "host" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()

    private static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
