private import Foundation
private import Kit

/// The figures of all points of a store in one file, for queries.
///
/// The folders are the truth. The index is made anew from them when it is missing, damaged or of another form; points that
/// it does not have yet are added. It is only ever renamed into place, so that a reader sees a whole one.
struct StoreIndex {
    /// One point: where its cells are in ``bytes``.
    private struct Row {
        /// Bytes of its line, without the key.
        var cells: Range<Int>
    }

    /// Names of the columns behind the key.
    private(set) var names: [String] = []
    private var rows: [String: Row] = [:]
    private var bytes: [UInt8] = []

    private static let heading = "schedlab index 1"
    private static let keyLength = 64
    /// Column of the seconds that a point took.
    static let secondsName = "host.wallSeconds"

    /// The index of a store, brought up to date with its folders.
    ///
    /// - Parameter store: The store; one without write permission is read all the same.
    init(_ store: ResultStore) {
        let keys = store.finishedKeys()
        let saved = Self(path: store.indexPath)
        if let saved, Set(saved.rows.keys) == keys {
            self = saved
            return
        }
        var figures: [String: [(name: String, value: String)]] = [:]
        for key in keys {
            if let saved, let known = saved.figures(key) {
                figures[key] = known
            } else {
                figures[key] = Self.read(store, key)
            }
        }
        let text = Self.text(figures)
        if !keys.isEmpty { try? AtomicFile.write(text, to: store.indexPath) }
        self = Self(bytes: Array(text.utf8)) ?? Self()
    }

    private init() {}

    private init?(path: String) {
        guard FileKind.of(path) == .file, let data = FileManager.default.contents(atPath: path) else {
            return nil
        }
        self.init(bytes: [UInt8](data))
    }

    /// Takes the text apart; nil for what is not whole.
    private init?(bytes: [UInt8]) {
        self.bytes = bytes
        guard let first = Self.lineEnd(bytes, from: 0) else { return nil }
        let head = String(decoding: bytes[..<first], as: UTF8.self).split(separator: "\t").map(String.init)
        guard head.count == 3, head[0] == Self.heading, head[1] == "\(bytes.count - first - 1)",
            head[2] == Self.checksum(bytes[(first + 1)...])
        else { return nil }
        guard let second = Self.lineEnd(bytes, from: first + 1) else { return nil }
        names = Self.cells(bytes[(first + 1)..<second]).dropFirst().map {
            String(decoding: $0, as: UTF8.self)
        }
        var start = second + 1
        while start < bytes.count {
            guard let end = Self.lineEnd(bytes, from: start), end - start > Self.keyLength else { return nil }
            let key = String(decoding: bytes[start..<start + Self.keyLength], as: UTF8.self)
            rows[key] = Row(cells: (start + Self.keyLength + 1)..<max(end, start + Self.keyLength + 1))
            start = end + 1
        }
    }

    /// The values of some columns of a point, nil where it has none; nil for a point that is not there.
    func values(_ key: String, _ columns: [Int]) -> [String?]? {
        guard let row = rows[key] else { return nil }
        let cells = Self.cells(bytes[row.cells])
        return columns.map { column in
            guard cells.indices.contains(column), !cells[column].isEmpty else { return nil }
            return String(decoding: cells[column], as: UTF8.self)
        }
    }

    private func figures(_ key: String) -> [(name: String, value: String)]? {
        values(key, Array(names.indices)).map { values in
            zip(names, values).compactMap { name, value in value.map { (name, $0) } }
        }
    }

    private static func read(_ store: ResultStore, _ key: String) -> [(name: String, value: String)] {
        let folder = store.folder(key)
        let text = { (name: String) in
            (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
        }
        let seconds = PointFiles.pairs(text(PointFiles.host)).first { $0.name == "wallSeconds" }
        return PointFiles.pairs(text(PointFiles.figures)) + (seconds.map { [(secondsName, $0.value)] } ?? [])
    }

    private static func text(_ figures: [String: [(name: String, value: String)]]) -> String {
        var column: [String: Int] = [:]
        var names: [String] = []
        let keys = figures.keys.sorted()
        for key in keys {
            for (name, _) in figures[key] ?? [] where column[name] == nil {
                column[name] = names.count
                names.append(name)
            }
        }
        var body = (["key"] + names).joined(separator: "\t") + "\n"
        for key in keys {
            var cells = [String](repeating: "", count: names.count)
            for (name, value) in figures[key] ?? [] {
                if let index = column[name] { cells[index] = value }
            }
            body += key + "\t" + cells.joined(separator: "\t") + "\n"
        }
        let bytes = Array(body.utf8)
        return "\(heading)\t\(bytes.count)\t\(checksum(bytes[...]))\n" + body
    }

    private static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
    }

    private static func cells(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    }

    /// FNV-1a over words of eight bytes: finds what a broken disk or an editor did, and is quick.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var word: UInt64 = 0
        var count = 0
        for byte in bytes {
            word = word << 8 | UInt64(byte)
            count += 1
            if count.isMultiple(of: 8) {
                hash = (hash ^ word) &* 0x100_0000_01B3
                hash ^= hash >> 29
                word = 0
            }
        }
        hash = (hash ^ word ^ UInt64(count)) &* 0x100_0000_01B3
        return String(hash, radix: 16)
    }
}
