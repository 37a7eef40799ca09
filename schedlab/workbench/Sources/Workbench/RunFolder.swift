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

        fileprivate init(_ facts: stat) {
            #if canImport(Darwin)
                let time = facts.st_mtimespec
            #else
                let time = facts.st_mtim
            #endif
            size = Int(facts.st_size)
            modified = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
            file = UInt64(facts.st_ino)
        }

        /// Whether the same file has more in it.
        func isGrown(from old: Stamp) -> Bool { file == old.file && size > old.size }
    }

    /// Records that are listed at most.
    static let limit = 20_000

    /// The folder.
    let path: String
    /// What was found, by path.
    private(set) var entries: [Entry] = []
    private var placeOfID: [String: Int] = [:]
    /// What files were when they were read; no entry: it is no record.
    private var known: [String: (stamp: Stamp, entry: Entry?)] = [:]

    init(path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

    /// Looks what is there; files that have not changed are not read again.
    mutating func scan() {
        var found: [String: (stamp: Stamp, entry: Entry?)] = [:]
        var list: [Entry] = []
        var places: [String: Int] = [:]
        for (file, stamp) in recordFiles() {
            let old = known[file].flatMap { $0.stamp == stamp ? $0 : nil }
            let now = old ?? (stamp, RunRecord.isOne(path: file) ? entry(file) : nil)
            found[file] = now
            guard let entry = now.entry else { continue }
            if let other = places[entry.id] {
                // Eight digits name a run: of two with the same ones only the first can be asked for.
                list.append(unlisted(entry, sameAs: list[other]))
            } else {
                places[entry.id] = list.count
                list.append(entry)
            }
        }
        (entries, placeOfID, known) = (list, places, found)
    }

    /// A record by what pages call it.
    subscript(id: String) -> Entry? { placeOfID[id].map { entries[$0] } }

    private func unlisted(_ entry: Entry, sameAs other: Entry) -> Entry {
        Entry(
            id: "", path: entry.path,
            described: RunListing.line(
                id: "", relativePath: relative(entry.path),
                problem: "its number is that of \(relative(other.path)); rename one of them"))
    }

    private func relative(_ file: String) -> String {
        file.hasPrefix(path + "/") ? String(file.dropFirst(path.count + 1)) : file
    }

    /// Files that are called records, with what they are; links are not followed, so nothing outside is ever read.
    private func recordFiles() -> [(path: String, stamp: Stamp)] {
        var files: [(path: String, stamp: Stamp)] = []
        var folders = [path]
        while let folder = folders.popLast(), files.count < Self.limit {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where !name.hasPrefix(".") {
                let place = "\(folder)/\(name)"
                var facts = stat()
                guard lstat(place, &facts) == 0 else { continue }
                if facts.st_mode & S_IFMT == S_IFDIR {
                    folders.append(place)
                } else if facts.st_mode & S_IFMT == S_IFREG, name.hasSuffix(".record") {
                    files.append((place, Stamp(facts)))
                }
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    /// What a file is now; nil when it is gone.
    static func stamp(_ path: String) -> Stamp? {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return Stamp(facts)
    }

    private func entry(_ file: String) -> Entry {
        do {
            let record = try RunRecord(path: file)
            let id = RunID.of(record)
            return Entry(
                id: id, path: file,
                described: RunListing.line(record, id: id, relativePath: relative(file)))
        } catch {
            let id = String(SHA256.hexDigest(Array(file.utf8)).prefix(8))
            return Entry(
                id: id, path: file,
                described: RunListing.line(id: id, relativePath: relative(file), problem: "\(error)"))
        }
    }
}
