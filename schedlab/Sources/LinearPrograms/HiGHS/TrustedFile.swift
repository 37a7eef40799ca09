#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Whether code may be loaded from a file: only this user and root may have written it.
enum TrustedFile {
    /// Why a file must not be loaded; nil = it may.
    ///
    /// The file itself and the folder that it lies in are looked at, links followed.
    static func problem(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return String(cString: strerror(errno)) }
        defer { free(resolved) }
        let file = String(cString: resolved)
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        return problem(of: file) ?? problem(of: "/" + folder)
    }

    private static func problem(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return String(cString: strerror(errno)) }
        if status.st_uid != 0 && status.st_uid != geteuid() { return "\(path) belongs to another user" }
        let others = status.st_mode & (S_IWGRP | S_IWOTH)
        // A group of one's own is usual on some systems; everybody is not.
        if others & S_IWOTH != 0 || (others & S_IWGRP != 0 && status.st_gid != getegid()) {
            return "others may write \(path); take that right away (chmod go-w)"
        }
        return nil
    }
}
