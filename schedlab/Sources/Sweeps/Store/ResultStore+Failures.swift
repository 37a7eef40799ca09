private import Foundation
private import Kit

/// Points that failed: why, and how to see it again.
extension ResultStore {
    /// Notes why a point failed; a store that cannot be written has nowhere to note it.
    func noteFailure(_ key: String, message: String, command: String) {
        try? AtomicFile.write("\(message)\n\(command)\n", to: failurePath(key))
    }

    /// Forgets a failure, when the point has succeeded.
    func forgetFailure(_ key: String) { try? FileManager.default.removeItem(atPath: failurePath(key)) }

    /// Why a point failed the last time; nil when it did not.
    public func failure(_ key: String) -> (message: String, command: String)? {
        guard let text = try? String(contentsOfFile: failurePath(key), encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n").map(String.init)
        guard let command = lines.last, lines.count >= 2 else { return nil }
        return (lines.dropLast().joined(separator: "\n"), command)
    }

    /// Keys of the points that failed the last time.
    func failedKeys() -> Set<String> {
        Set(
            Self.names(failures).filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.filter(
                Self.isKey))
    }

    private func failurePath(_ key: String) -> String { "\(failures)/\(key).txt" }
}
