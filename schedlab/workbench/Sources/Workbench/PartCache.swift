private import Foundation
private import TextFormats
internal import Views

/// Parts of records, compressed, in a folder of files: made once for each content, whoever asks.
struct PartCache: Sendable {
    /// The folder; records are never written to, nor anything beside them.
    let folder: String

    /// Form of the parts; another one has a folder of its own.
    private static let version = "parts-1"

    /// The user's cache.
    static func usual(_ environment: [String: String]) -> PartCache {
        let home = environment["HOME"] ?? NSTemporaryDirectory()
        let base = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.cache"
        return PartCache(folder: "\(base)/schedlab/\(version)")
    }

    /// A part that is there already, compressed.
    func read(key: String, name: String) -> [UInt8]? {
        (try? Data(contentsOf: URL(fileURLWithPath: path(key, name)))).map { [UInt8]($0) }
    }

    /// Keeps a part, if it can: a full disk costs time, not the answer.
    func write(key: String, name: String, _ bytes: [UInt8]) {
        let target = path(key, name)
        let folder = URL(fileURLWithPath: target).deletingLastPathComponent()
        let temporary = target + ".part-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: temporary))
            // Two servers may write the same part: both have the same bytes.
            guard rename(temporary, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
        }
    }

    /// Compresses a part as it is sent; nil when zlib fails.
    static func packed(_ bytes: [UInt8]) -> [UInt8]? { GzipStream(.zlib).pass(bytes, isLast: true) }

    private func path(_ key: String, _ name: String) -> String {
        "\(folder)/\(key)/\(name.replacingOccurrences(of: "/", with: "-"))"
    }
}
