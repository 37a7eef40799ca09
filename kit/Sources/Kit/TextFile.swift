private import Foundation

/// Reads whole text files.
public enum TextFile {
    /// Most bytes of a file that is read as a whole: 1 GiB.
    public static let limitBytes = 1 << 30

    /// The bytes of a regular file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: Most bytes that are read.
    /// - Returns: All bytes.
    /// - Throws: ``FileError/cannotRead(path:reason:)``, also for folders and devices;
    ///   ``FileError/tooLarge(path:byteCount:limitBytes:)`` before anything is read.
    public static func bytes(_ path: String, limit: Int = limitBytes) throws(FileError) -> [UInt8] {
        let byteCount = try checkRegular(path)
        guard byteCount <= limit else { throw .tooLarge(path: path, byteCount: byteCount, limitBytes: limit) }
        do {
            // Never mapped: a file that shrinks under a map ends the process.
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .cannotRead(path: path, reason: FileError.reason(error))
        }
    }

    /// The text of a regular file; malformed UTF-8 becomes replacement characters.
    ///
    /// - Throws: As ``bytes(_:limit:)``.
    public static func text(_ path: String, limit: Int = limitBytes) throws(FileError) -> String {
        String(decoding: try bytes(path, limit: limit), as: UTF8.self)
    }

    /// The first bytes of a regular file, to find out what it is; none of what is no such file, which is not waited for.
    public static func head(_ path: String, byteCount: Int) -> [UInt8] {
        guard FileKind.of(path) == .file, let file = FileHandle(forReadingAtPath: path) else { return [] }
        return [UInt8]((try? file.read(upToCount: byteCount)) ?? Data())
    }

    /// Refuses what is not a regular file, and notes it as an input of this command.
    ///
    /// - Returns: Its size in bytes.
    /// - Throws: ``FileError/cannotRead(path:reason:)``.
    @discardableResult
    static func checkRegular(_ path: String) throws(FileError) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotRead(path: path, reason: "it is not a regular file")
        }
        InputGuard.note(input: path)
        return Int(status.st_size)
    }
}
