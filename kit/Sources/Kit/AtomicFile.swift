private import Foundation
private import Synchronization

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

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
    ///   - permissions: Who may do what with the file, such as 0o600; nil = as with the file that it replaces, and with a
    ///     new one as the process is told to.
    /// - Throws: ``FileError`` when the folder cannot be made or written to.
    public init(
        path: String, filter: (any ByteFilter)? = nil, permissions: Int? = nil
    ) throws(FileError) {
        self.filter = filter
        let kind = FileKind.of(path)
        if kind == .folder { throw .cannotWrite(path: path, reason: "it is a folder") }
        let isDevice = kind == .other || FileKind.isStandardStream(path)
        // Through a symbolic link the file behind it is written, as everywhere.
        let target = isDevice ? path : URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        self.path = target
        if !isDevice {
            try InputGuard.refuseOutput(target)
            try OutputFolder.make(URL(fileURLWithPath: target).deletingLastPathComponent().path)
        }
        temporaryPath = isDevice ? nil : target + ".part-\(ProcessInfo.processInfo.processIdentifier)"
        if let temporaryPath {
            guard FileManager.default.createFile(atPath: temporaryPath, contents: nil) else {
                throw .cannotWrite(path: target, reason: String(cString: strerror(errno)))
            }
            Self.unfinished.withLock { _ = $0.insert(temporaryPath) }
            // While it is empty: nobody may read a byte more than in the end.
            if let mode = permissions ?? FileKind.permissions(of: target),
                chmod(temporaryPath, mode_t(mode)) != 0
            {
                let reason = String(cString: strerror(errno))
                Self.discard(temporaryPath)
                throw .cannotWrite(path: target, reason: reason)
            }
        }
        do {
            handle = try Self.open(temporaryPath ?? target, for: target)
        } catch {
            // As with a file that may be read only: it stays, and nothing beside it.
            if let temporaryPath { Self.discard(temporaryPath) }
            throw error
        }
    }

    deinit {
        guard !isFinished else { return }
        try? handle.close()
        if let temporaryPath { Self.discard(temporaryPath) }
    }

    /// Writes a whole file.
    ///
    /// - Parameters:
    ///   - text: All of it.
    ///   - path: The file.
    ///   - permissions: As of ``init(path:filter:permissions:)``.
    /// - Throws: ``FileError``.
    public static func write(
        _ text: String, to path: String, permissions: Int? = nil
    ) throws(FileError) {
        let file = try AtomicFile(path: path, permissions: permissions)
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

    /// Whether a file's name is that of one which a killed process left unfinished.
    static func isUnfinished(_ name: String) -> Bool {
        guard let mark = name.range(of: ".part-") else { return false }
        let number = name[mark.upperBound...]
        return !number.isEmpty && number.allSatisfy { ("0"..."9").contains($0) }
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
        try Self.finishTogether([self])
    }

    /// Completes several files and gives them their names together.
    ///
    /// Before the first is renamed, all are on the disk: a full disk leaves none. Whoever asks the process to end waits
    /// until all have their names.
    ///
    /// - Throws: ``FileError``; what has no name yet then does not appear.
    public static func finishTogether(_ files: [AtomicFile]) throws(FileError) {
        for file in files { try file.complete() }
        let failure = unfinished.withLock { paths -> FileError? in
            for file in files {
                if let temporaryPath = file.temporaryPath {
                    guard rename(temporaryPath, file.path) == 0 else {
                        return .cannotWrite(path: file.path, reason: String(cString: strerror(errno)))
                    }
                    paths.remove(temporaryPath)
                }
                file.isFinished = true
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Brings everything to the disk, under the temporary name.
    private func complete() throws(FileError) {
        try flush(isLast: true)
        do {
            if temporaryPath != nil { try handle.synchronize() }
            try handle.close()
        } catch {
            throw .cannotWrite(path: path, reason: FileError.reason(error))
        }
    }

    /// Opens a file for writing; a pipe that nobody reads is an error instead of a wait without end.
    private static func open(_ path: String, for target: String) throws(FileError) -> FileHandle {
        let flags = O_WRONLY | O_CLOEXEC | O_NONBLOCK | (FileKind.isStandardStream(path) ? O_APPEND : 0)
        #if canImport(Glibc)
            let descriptor = Glibc.open(path, flags)
        #else
            let descriptor = Darwin.open(path, flags)
        #endif
        guard descriptor >= 0 else {
            let reason = errno == ENXIO ? "it is a pipe that nobody reads" : String(cString: strerror(errno))
            throw .cannotWrite(path: target, reason: reason)
        }
        _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
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

    private static func discard(_ temporaryPath: String) {
        unlink(temporaryPath)
        unfinished.withLock { _ = $0.remove(temporaryPath) }
    }
}
