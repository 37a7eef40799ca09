private import Foundation

/// A text file that appears under its name only when it is complete.
///
/// Text goes to a temporary file beside it; ``finish()`` renames it. A file that is never finished
/// leaves nothing behind.
public final class AtomicFile {
    /// The path under which the file will appear.
    public let path: String
    private let temporaryPath: String
    private let handle: FileHandle
    private var buffer = Data()
    private var isFinished = false

    private static let bufferBytes = 1 << 16

    /// Creates the temporary file, and the folder if it is missing.
    ///
    /// - Throws: ``FileError`` when the folder cannot be made or written to.
    public init(path: String) throws(FileError) {
        self.path = path
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: folder, reason: FileError.reason(error))
        }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw .cannotWrite(path: path, reason: "it is a folder")
        }
        temporaryPath = path + ".part-\(ProcessInfo.processInfo.processIdentifier)"
        guard FileManager.default.createFile(atPath: temporaryPath, contents: nil),
            let handle = FileHandle(forWritingAtPath: temporaryPath)
        else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        self.handle = handle
    }

    deinit {
        guard !isFinished else { return }
        try? handle.close()
        try? FileManager.default.removeItem(atPath: temporaryPath)
    }

    /// Writes a whole file.
    public static func write(_ text: String, to path: String) throws(FileError) {
        let file = try AtomicFile(path: path)
        try file.append(text)
        try file.finish()
    }

    /// Adds text at the end.
    public func append(_ text: String) throws(FileError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Completes the file and gives it its name.
    public func finish() throws(FileError) {
        try flush()
        do {
            try handle.synchronize()
            try handle.close()
            guard rename(temporaryPath, path) == 0 else {
                throw FileError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
            }
        } catch let error as FileError {
            throw error
        } catch {
            throw .cannotWrite(path: path, reason: FileError.reason(error))
        }
        isFinished = true
    }

    private func flush() throws(FileError) {
        do {
            try handle.write(contentsOf: buffer)
        } catch {
            throw .cannotWrite(path: path, reason: FileError.reason(error))
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
