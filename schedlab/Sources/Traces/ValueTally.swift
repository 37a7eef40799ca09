/// Counts values that were passed over while their rows were kept.
struct ValueTally {
    /// One such value.
    struct Note {
        /// What is wrong and what was done, the same for all values that are counted together.
        var kind: String
        /// Its line, from 1.
        var line: Int
        /// The value as it stands in the file.
        var found: String
    }

    private var places: [String: Int] = [:]
    private var entries: [(kind: String, count: Int, examples: [Note])] = []
    /// Most kinds that are listed; a file may have a word of its own in every row.
    private static let kindLimit = 20

    /// Counts a value.
    mutating func add(_ note: Note) {
        let place = places[note.kind] ?? entries.count
        if place == entries.count {
            places[note.kind] = place
            entries.append((note.kind, 0, []))
        }
        entries[place].count += 1
        if entries[place].examples.count < ImportReport.exampleLimit { entries[place].examples.append(note) }
    }

    /// A line for each kind with its count and first examples, the most frequent kinds first.
    var lines: [String] {
        let sorted = entries.enumerated().sorted {
            ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
        }.map(\.element)
        var lines = sorted.prefix(Self.kindLimit).map { entry in
            let examples = entry.examples.map { "line \($0.line): '\(TraceError.visible($0.found))'" }
            let more = entry.count > examples.count ? ", ..." : ""
            return "\(entry.count) x \(entry.kind) (\(examples.joined(separator: ", "))\(more))"
        }
        if sorted.count > Self.kindLimit {
            let rest = sorted.dropFirst(Self.kindLimit)
            lines.append("\(rest.reduce(0) { $0 + $1.count }) x \(rest.count) other kinds of the same")
        }
        return lines
    }
}
