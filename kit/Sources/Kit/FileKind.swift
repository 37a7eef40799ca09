private import Foundation

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// What the file system says about a path.
public enum FileKind: Sendable {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A device, a pipe, a socket.
    case other

    /// The kind of what a path leads to, through links; nil when there is nothing.
    public static func of(_ path: String) -> FileKind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// Who may do what with the file that a path leads to, such as 0o644; nil when there is nothing.
    static func permissions(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_mode & 0o7777) : nil
    }

    /// Whether a path leads to what this process has as its standard output or error (`/dev/stdout`).
    static func isStandardStream(_ path: String) -> Bool {
        guard let identity = FileIdentity(path: path) else { return false }
        return [1, 2].contains { FileIdentity(descriptor: $0) == identity }
    }
}
