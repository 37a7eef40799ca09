private import Foundation

/// What kind of file system a folder is on.
public struct FileSystem: Equatable, Sendable {
    /// Where the file system is mounted.
    public var mountPoint: String
    /// Such as `ext4` or `nfs4`.
    public var type: String

    /// A file system.
    public init(mountPoint: String, type: String) {
        self.mountPoint = mountPoint
        self.type = type
    }

    /// Types of network shares, on which SQLite's WAL does not work: its index is memory that processes of one machine
    /// share.
    private static let remoteTypes: Set<String> = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p"]
    /// Types that are gone when the machine or container is.
    private static let passingTypes: Set<String> = ["tmpfs", "ramfs", "overlay"]

    /// Whether it is a network share.
    public var isRemote: Bool { Self.remoteTypes.contains(type) }

    /// Whether what is written there is lost when a container is replaced.
    public var isPassing: Bool { mountPoint == "/" || Self.passingTypes.contains(type) }

    /// The file system of a folder; nil where the system does not tell.
    public static func of(_ folder: String) -> FileSystem? {
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else {
            return nil
        }
        return of(URL(fileURLWithPath: folder).resolvingSymlinksInPath().path, mounts: mounts)
    }

    /// The file system of a path in a list of mounts as `/proc/self/mounts` has it.
    public static func of(_ path: String, mounts: String) -> FileSystem? {
        var best: FileSystem?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count >= 3 else { continue }
            // Blanks of a path are written as octal numbers.
            let point = fields[1].split(separator: "\\040", omittingEmptySubsequences: false).joined(
                separator: " ")
            let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
            // Of two on one point the later one is on top.
            if isAbove, point.utf8.count >= best?.mountPoint.utf8.count ?? 0 {
                best = FileSystem(mountPoint: point, type: fields[2])
            }
        }
        return best
    }
}
