/// What is odd about columns that change nothing: counted, and told; no job is lost for it.
struct Oddities {
    private var states: [String: Int] = [:]
    private var malformed: [String: (count: Int, line: Int, found: String)] = [:]

    /// Counts a word in the column `state` that is none of ours.
    mutating func countState(_ word: String) { states[word, default: 0] += 1 }

    /// Counts a field that cannot be read.
    mutating func countMalformed(column: String, line: Int, found: String) {
        malformed[column, default: (0, line, found)].count += 1
    }

    /// Words with their numbers of jobs, the most frequent first.
    var observations: [String] {
        states.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { word, count in
            "state '\(TraceError.visible(word))' of \(count) \(count == 1 ? "job" : "jobs") is kept as it is"
        }
    }

    /// Columns whose fields cannot be read.
    var warnings: [String] {
        malformed.sorted { $0.key < $1.key }.map { column, entry in
            "\(column) cannot be read in \(entry.count) \(entry.count == 1 ? "row" : "rows"), first in line \(entry.line): '\(TraceError.visible(entry.found))'; the jobs are kept without it"
        }
    }
}
