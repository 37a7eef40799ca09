private import Foundation

/// Reads whole text files.
public enum TextFile {
    /// The bytes of a regular file.
    ///
    /// - Throws: ``FileError/cannotRead(path:reason:)``, also for folders and devices.
    public static func bytes(_ path: String) throws(FileError) -> [UInt8] {
        try checkRegular(path)
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path), options: []))
        } catch {
            throw .cannotRead(path: path, reason: FileError.reason(error))
        }
    }

    /// The text of a regular file; malformed UTF-8 becomes replacement characters.
    public static func text(_ path: String) throws(FileError) -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    /// Refuses what is not a regular file.
    static func checkRegular(_ path: String) throws(FileError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotRead(path: path, reason: "it is not a regular file")
        }
    }
}
