private import Foundation
private import Synchronization

/// A text file that appears under its name only when it is complete.
///
/// Text goes to a temporary file beside it; ``finish()`` renames it. A file that is never finished
/// leaves nothing behind. Devices and pipes are written to as they are: there is nothing to rename.
public final class AtomicFile {
    /// The path under which the file will appear.
    public let path: String
    /// Where the text goes until then; nil when it goes to `path` itself.
    private let temporaryPath: String?
    private let handle: FileHandle
    private var buffer = Data()
    /// Changes what is written; nil = it is written as it is.
    private let filter: (any ByteFilter)?
    private var isFinished = false

    private static let bufferBytes = 1 << 16
    /// Temporary files of this process, for ``removeUnfinished()``.
    private static let unfinished = Mutex<Set<String>>([])

    /// Creates the temporary file, and the folder if it is missing.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - filter: Changes its bytes on the way, as a compressor does; nil = they are written as they are.
    /// - Throws: ``FileError`` when the folder cannot be made or written to.
    public init(path: String, filter: (any ByteFilter)? = nil) throws(FileError) {
        self.filter = filter
        let kind = Self.kind(path)
        if kind == S_IFDIR { throw .cannotWrite(path: path, reason: "it is a folder") }
        let isDevice = path.hasPrefix("/dev/") || path.hasPrefix("/proc/") || (kind != nil && kind != S_IFREG)
        // Through a symbolic link the file behind it is written, as everywhere.
        let target = isDevice ? path : URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        self.path = target
        if !isDevice { try Self.makeFolder(URL(fileURLWithPath: target).deletingLastPathComponent().path) }
        temporaryPath = isDevice ? nil : target + ".part-\(ProcessInfo.processInfo.processIdentifier)"
        if let temporaryPath {
            guard FileManager.default.createFile(atPath: temporaryPath, contents: nil) else {
                throw .cannotWrite(path: target, reason: String(cString: strerror(errno)))
            }
            Self.unfinished.withLock { _ = $0.insert(temporaryPath) }
        }
        guard let handle = FileHandle(forWritingAtPath: temporaryPath ?? target) else {
            throw .cannotWrite(path: target, reason: String(cString: strerror(errno)))
        }
        self.handle = handle
    }

    deinit {
        guard !isFinished else { return }
        try? handle.close()
        discard()
    }

    /// Refuses to write over a file that the same command reads.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``.
    public static func refuse(_ path: String, ifAmong inputs: [String]) throws(FileError) {
        let output = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard kind(path) == S_IFREG,
            inputs.contains(where: { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path == output })
        else { return }
        throw .cannotWrite(path: path, reason: "this command reads it; give another name")
    }

    /// Writes a whole file.
    ///
    /// - Throws: ``FileError``.
    public static func write(_ text: String, to path: String) throws(FileError) {
        let file = try AtomicFile(path: path)
        try file.append(text)
        try file.finish()
    }

    /// Removes the temporary files of everything that this process has begun; for interrupts.
    public static func removeUnfinished() {
        unfinished.withLock { paths in
            for path in paths { unlink(path) }
            paths.removeAll()
        }
    }

    /// Adds text at the end.
    ///
    /// - Throws: ``FileError`` when the disk is full, for example; the file will not appear.
    public func append(_ text: String) throws(FileError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Adds bytes at the end.
    ///
    /// - Throws: ``FileError`` when the disk is full, for example; the file will not appear.
    public func append(bytes: [UInt8]) throws(FileError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Completes the file and gives it its name.
    ///
    /// - Throws: ``FileError``; the file then does not appear.
    public func finish() throws(FileError) {
        try flush(isLast: true)
        do {
            if temporaryPath != nil { try handle.synchronize() }
            try handle.close()
        } catch {
            throw .cannotWrite(path: path, reason: FileError.reason(error))
        }
        if let temporaryPath {
            guard rename(temporaryPath, path) == 0 else {
                throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
            }
            Self.unfinished.withLock { _ = $0.remove(temporaryPath) }
        }
        isFinished = true
    }

    private func flush(isLast: Bool = false) throws(FileError) {
        guard let bytes = filtered(isLast: isLast) else {
            throw .cannotWrite(path: path, reason: "it cannot be compressed")
        }
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw .cannotWrite(path: path, reason: FileError.reason(error))
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func filtered(isLast: Bool) -> Data? {
        guard let filter else { return buffer }
        return filter.pass([UInt8](buffer), isLast: isLast).map { Data($0) }
    }

    private func discard() {
        guard let temporaryPath else { return }
        unlink(temporaryPath)
        Self.unfinished.withLock { _ = $0.remove(temporaryPath) }
    }

    /// Makes a folder and those above it, as far as they are missing.
    private static func makeFolder(_ path: String) throws(FileError) {
        switch kind(path) {
        case S_IFDIR: return
        case .some: throw .cannotWrite(path: path, reason: "it is not a folder")
        case nil: break
        }
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if parent != path { try makeFolder(parent) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// The kind of file at a path, as `S_IFMT` has it; nil when there is none.
    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
