private import Foundation
private import Kit
internal import Recording
private import Reports
internal import Views

/// The records below a folder: the folder is the truth, nothing else is kept of it.
struct RunFolder: Sendable {
    /// A record that was found.
    struct Entry: Sendable {
        /// What pages call it.
        var id: String
        /// Its path, absolute.
        var path: String
        /// Its line of the list.
        var described: String
    }

    /// What a file was when it was read.
    struct Stamp: Equatable, Sendable {
        var size: Int
        var modified: Double
        var file: UInt64
    }

    /// Records that are listed at most.
    static let limit = 20_000

    /// The folder.
    let path: String
    private(set) var entries: [Entry] = []
    private var known: [String: (stamp: Stamp, entry: Entry)] = [:]

    init(path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

    /// Looks what is there; records that have not changed are not read again.
    mutating func scan() {
        var found: [Entry] = []
        var kept: [String: (stamp: Stamp, entry: Entry)] = [:]
        for file in recordPaths() {
            guard let stamp = Self.stamp(file) else { continue }
            if let old = known[file], old.stamp == stamp {
                kept[file] = old
                found.append(old.entry)
                continue
            }
            let entry = entry(file)
            kept[file] = (stamp, entry)
            found.append(entry)
        }
        (entries, known) = (found, kept)
    }

    /// A record by what pages call it.
    subscript(id: String) -> Entry? { entries.first { $0.id == id } }

    /// Files that begin as records do; links are not followed, so nothing outside is ever read.
    private func recordPaths() -> [String] {
        let keys: [URLResourceKey] = [.isRegularFileKey]
        guard
            let files = FileManager.default.enumerator(
                at: URL(fileURLWithPath: path), includingPropertiesForKeys: keys,
                options: [.skipsHiddenFiles])
        else { return [] }
        var paths: [String] = []
        for case let url as URL in files where url.pathExtension == "record" {
            guard (try? url.resourceValues(forKeys: Set(keys)))?.isRegularFile == true,
                RunRecord.isOne(path: url.path)
            else { continue }
            paths.append(url.standardizedFileURL.path)
            if paths.count == Self.limit { break }
        }
        return paths.sorted()
    }

    /// What a file is now; nil when it is gone.
    static func stamp(_ path: String) -> Stamp? {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            let size = facts[.size] as? Int
        else { return nil }
        let modified = (facts[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return Stamp(
            size: size, modified: modified, file: (facts[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0)
    }

    private func entry(_ file: String) -> Entry {
        let relative = file.hasPrefix(path + "/") ? String(file.dropFirst(path.count + 1)) : file
        do {
            let record = try RunRecord(path: file)
            let id = RunID.of(record)
            return Entry(
                id: id, path: file, described: RunListing.line(record, id: id, relativePath: relative))
        } catch {
            let id = String(SHA256.hexDigest(Array(file.utf8)).prefix(8))
            return Entry(
                id: id, path: file,
                described: RunListing.line(id: id, relativePath: relative, problem: "\(error)"))
        }
    }
}
