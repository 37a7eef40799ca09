private import Foundation

/// What kind of file system a folder is on.
enum FileSystem {
    /// Types of network shares, on which SQLite's WAL does not work.
    private static let remoteTypes: Set<String> = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p"]

    /// Whether a folder is on a network share, as far as the system's list of mounts tells.
    static func isRemote(_ folder: String) -> Bool {
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else {
            return false
        }
        let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        var best = (length: -1, type: "")
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count >= 3 else { continue }
            // Blanks of a path are written as octal numbers.
            let point = fields[1].split(separator: "\\040", omittingEmptySubsequences: false).joined(
                separator: " ")
            let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
            if isAbove, point.utf8.count > best.length { best = (point.utf8.count, fields[2]) }
        }
        return remoteTypes.contains(best.type)
    }
}
