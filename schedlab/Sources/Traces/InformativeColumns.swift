internal import Workload

/// Reads the columns of a jobs file that are kept but change no result.
///
/// A value that cannot be read is passed over and noted; it never costs the job, unless the reading is
/// strict.
struct InformativeColumns {
    private let row: CSVTable.Row
    private let isStrict: Bool
    /// The values that were passed over.
    private(set) var notes: [ValueTally.Note] = []

    /// The columns of a row.
    init(row: CSVTable.Row, isStrict: Bool) {
        self.row = row
        self.isStrict = isStrict
    }

    /// Fills in what the row says.
    ///
    /// - Throws: ``TraceError`` when the reading is strict.
    mutating func fill(_ details: inout JobDetails) throws(TraceError) {
        details.nodeCount = try number("nodes", "a whole number from 1 to 1e6") {
            $0 >= 1 && $0 <= 1e6 && $0 == $0.rounded()
        }
        .map { Int($0) }
        details.cpuMilli = try amount("cpus", unit: 1000)
        details.memoryMiB = try amount("memory_gib", unit: 1024)
        details.timeLimitSeconds = try number("time_limit_seconds", "a number > 0") { $0 > 0 }
        details.deadlineSeconds = try number("deadline_seconds", "a number > 0") { $0 > 0 }
        guard let state = row.text("state") else { return }
        // Slurm writes who cancelled a job behind the word.
        let word = state.prefix { $0 != " " }
        if let known = JobDetails.State(rawValue: word.lowercased()) {
            details.state = known
        } else {
            details.state = .other
            notes.append(
                .init(
                    kind: "state '\(TraceError.visible(String(word)))' is not known, the job is kept",
                    line: row.line, found: state))
        }
    }

    private mutating func amount(_ column: String, unit: Double) throws(TraceError) -> Int {
        // Far beyond any machine, far inside an Int.
        let value = try number(column, "a number from 0 to 1e12") { $0 >= 0 && $0 <= 1e12 }
        return Int(((value ?? 0) * unit).rounded())
    }

    private mutating func number(
        _ column: String, _ expected: String, isGood: (Double) -> Bool
    ) throws(TraceError) -> Double? {
        do throws(TraceError) {
            guard let value = try row.number(column, (-Double.infinity)..., expected) else { return nil }
            guard isGood(value) else { throw row.bad(column, expected) }
            return value
        } catch {
            if isStrict { throw error }
            notes.append(
                .init(kind: "\(error.kind), taken as empty", line: row.line, found: row.text(column) ?? ""))
            return nil
        }
    }
}
