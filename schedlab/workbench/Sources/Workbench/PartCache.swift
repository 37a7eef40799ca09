private import Foundation
private import Kit
private import TextFormats

/// Parts of records, compressed, in a folder of files: made once for each content, whoever asks.
///
/// A folder for each record's content; the file `parts` in it lists them with their lengths and comes last, so that what
/// a server that was killed left behind is not taken for a whole.
struct PartCache: Sendable {
    /// The folder; records are never written to, nor anything beside them.
    let folder: String
    /// Bytes that are kept at most; what was used longest ago goes first.
    var byteLimit = 4_000_000_000

    /// Form of the parts; another one has a folder of its own.
    private static let version = "parts-2"
    private static let listName = "parts"
    private static let listEnd = "."

    /// The user's cache.
    static func usual(_ environment: [String: String]) -> PartCache {
        let home = environment["HOME"] ?? NSTemporaryDirectory()
        let base = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.cache"
        return PartCache(folder: "\(base)/schedlab/\(version)")
    }

    /// Lengths of a record's parts by name; nil when they are not all there.
    func list(key: String) -> [String: Int]? {
        let path = path(key, Self.listName)
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        var lengths: [String: Int] = [:]
        let lines = text.split(separator: "\n")
        guard lines.last == Self.listEnd[...] else { return nil }
        for line in lines.dropLast() {
            let pieces = line.split(separator: " ")
            guard pieces.count == 2, let length = Int(pieces[1]) else { return nil }
            lengths[String(pieces[0])] = length
        }
        // It was used now.
        try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
        return lengths
    }

    /// A part that is there, of the length that the list gives.
    func file(key: String, name: String, byteCount: Int) -> ServedFile? {
        guard let file = ServedFile(path: path(key, name)), file.byteCount == byteCount else { return nil }
        return file
    }

    /// Keeps parts, if it can: a full disk costs time, not the answer.
    ///
    /// - Returns: Whether all of them are kept.
    func write(key: String, _ parts: [String: [UInt8]]) -> Bool {
        do {
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: path(key, "")), withIntermediateDirectories: true)
            var list = ""
            for (name, bytes) in parts.sorted(by: { $0.key < $1.key }) {
                try Self.write(bytes, to: path(key, name))
                list += "\(name) \(bytes.count)\n"
            }
            try Self.write(Array((list + Self.listEnd + "\n").utf8), to: path(key, Self.listName))
        } catch {
            try? FileManager.default.removeItem(atPath: path(key, ""))
            return false
        }
        makeRoom(besides: key)
        return true
    }

    /// Two servers may write the same part: both have the same bytes.
    private static func write(_ bytes: [UInt8], to target: String) throws {
        let temporary = target + ".new-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: temporary))
            guard rename(temporary, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }

    /// Compresses a part as it is sent; nil when zlib fails.
    static func packed(_ bytes: [UInt8]) -> [UInt8]? {
        GzipStream(.zlib, isFast: true).pass(bytes, isLast: true)
    }

    private func path(_ key: String, _ name: String) -> String {
        "\(folder)/\(key)/\(name.replacing("/", with: "-"))"
    }

    // MARK: Room

    /// Takes away what was used longest ago, until the rest is within the limit.
    private func makeRoom(besides key: String) {
        let manager = FileManager.default
        var kept: [(key: String, used: Date, byteCount: Int)] = []
        for name in ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).sorted() {
            let files = (try? manager.contentsOfDirectory(atPath: path(name, ""))) ?? []
            let sizes = files.map { file in
                let facts = try? manager.attributesOfItem(atPath: path(name, file))
                return (facts?[.size] as? Int) ?? 0
            }
            let facts = try? manager.attributesOfItem(atPath: path(name, Self.listName))
            let used = facts?[.modificationDate] as? Date ?? .distantPast
            kept.append((name, used, sizes.reduce(0, +)))
        }
        var total = kept.reduce(0) { $0 + $1.byteCount }
        for old in kept.sorted(by: { $0.used < $1.used }) where total > byteLimit && old.key != key {
            try? manager.removeItem(atPath: path(old.key, ""))
            total -= old.byteCount
        }
    }
}
