/// What is odd about columns that change nothing, and about times that fit twice: counted, and told; no job
/// is lost for it.
struct Oddities {
    private struct Entry {
        var count = 0
        var line: Int
        var found: String
    }

    private var states: [String: Int] = [:]
    private var malformed: [String: Entry] = [:]
    private var doubledTimes: [String: Entry] = [:]
    private var earlyStarts: Entry?

    /// Counts a word in the column `state` that is none of ours.
    mutating func countState(_ word: String) { states[word, default: 0] += 1 }

    /// Counts a field that cannot be read.
    mutating func countMalformed(column: String, line: Int, found: String) {
        malformed[column, default: Entry(line: line, found: found)].count += 1
    }

    /// Counts an arrival in a local time that clocks show twice.
    mutating func countDoubledTime(zone: String, line: Int, found: String) {
        doubledTimes[zone, default: Entry(line: line, found: found)].count += 1
    }

    /// Counts a job that was recorded to start before it came.
    mutating func countEarlyStart(line: Int, found: String) {
        var entry = earlyStarts ?? Entry(line: line, found: found)
        entry.count += 1
        earlyStarts = entry
    }

    /// Words with their numbers of jobs, the most frequent first.
    var observations: [String] {
        states.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { word, count in
            "state '\(TraceError.visible(word))' of \(count) \(count == 1 ? "job" : "jobs") is kept as it is"
        }
    }

    /// Columns whose fields cannot be read, or do not make sense.
    var warnings: [String] {
        let unread = malformed.sorted { $0.key < $1.key }.map { column, entry in
            "\(column) cannot be read in \(Self.place(entry)); the jobs are kept without it"
        }
        let doubled = doubledTimes.sorted { $0.key < $1.key }.map { zone, entry in
            "submit_time is shown twice by clocks in \(zone) in \(Self.place(entry)); the first time is taken"
        }
        let early = earlyStarts.map { ["recorded_start_seconds is before the arrival in \(Self.place($0))"] }
        return unread + doubled + (early ?? [])
    }

    private static func place(_ entry: Entry) -> String {
        "\(entry.count) \(entry.count == 1 ? "row" : "rows"), first in line \(entry.line): '\(TraceError.visible(entry.found))'"
    }
}
