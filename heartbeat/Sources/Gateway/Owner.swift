private import Foundation

#if canImport(Glibc)
    private import Glibc
#endif

/// Tells a process from every other one, also from a later one of the same number.
enum Owner {
    /// This process: boot, number, start.
    static func current() -> String { "\(boot()):\(getpid()):\(start(of: getpid()) ?? "0")" }

    /// A process group whose leader runs now.
    static func group(_ number: Int32) -> String { "\(number):\(start(of: number) ?? "0")" }

    /// The number of a group that may be killed: of this boot, with the leader that was noted or none left.
    static func livingGroup(_ text: String, owner: String) -> Int32? {
        let parts = text.split(separator: ":")
        guard owner.hasPrefix(boot() + ":"), parts.count == 2, let number = Int32(parts[0]) else {
            return nil
        }
        let start = start(of: number)
        return start == nil || start == String(parts[1]) ? number : nil
    }

    private static func boot() -> String {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "boot"
    }

    /// Field 22 of `/proc/PID/stat`; the name in field 2 may hold blanks.
    private static func start(of process: Int32) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[end...].split(separator: " ")
        return fields.count > 20 ? String(fields[20]) : nil
    }
}
