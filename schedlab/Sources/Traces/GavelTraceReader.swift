private import Kit
public import Workload

/// Reads Gavel's trace files: one job a line, fields separated by tabs, no header.
///
/// - Ten fields: model, command, working directory, steps flag, needs data (0 or 1), steps, scale factor,
///   priority weight, SLO (negative = none; not used), arrival in seconds.
/// - Seven fields (older): model, command, steps flag, needs data, steps, arrival in seconds, scale factor.
public enum GavelTraceReader {
    /// Reads the jobs of a file.
    ///
    /// - Throws: ``TraceError`` with file, line and field, or a `FileError`.
    public static func jobs(path: String) throws -> [Job] {
        try jobs(text: TextFile.text(path), file: path)
    }

    /// Reads the jobs of a text.
    ///
    /// - Parameters:
    ///   - text: The trace.
    ///   - file: Its name, for messages.
    /// - Returns: The jobs in the order of the lines.
    /// - Throws: ``TraceError`` with file, line and field.
    public static func jobs(text: String, file: String) throws(TraceError) -> [Job] {
        var jobs: [Job] = []
        // A carriage return and line feed are one character.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, raw) in lines.enumerated() {
            var line = raw
            if index == 0 && line.first == "\u{FEFF}" { line = line.dropFirst() }
            if line.isEmpty { continue }
            jobs.append(try job(line, id: jobs.count, file: file, number: index + 1))
        }
        guard !jobs.isEmpty else { throw .noJobs(file: file) }
        return jobs
    }

    private static func job(
        _ line: Substring, id: Int, file: String, number: Int
    ) throws(TraceError) -> Job {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        let row = Row(fields: fields, file: file, line: number)
        switch fields.count {
        case 10:
            return Job(
                id: id,
                jobClass: JobClass(
                    model: try row.text(0, "model"), scaleFactor: try row.wholeNumber(6, "scale factor")),
                totalSteps: try row.positive(5, "steps"), arrivalSeconds: try row.atLeastZero(9, "arrival"),
                priorityWeight: try row.weight(7))
        case 7:
            return Job(
                id: id,
                jobClass: JobClass(
                    model: try row.text(0, "model"), scaleFactor: try row.wholeNumber(6, "scale factor")),
                totalSteps: try row.positive(4, "steps"), arrivalSeconds: try row.atLeastZero(5, "arrival"))
        default:
            throw .fieldCount(
                file: file, line: number, found: fields.count, expected: "10 (or 7 in the older form)")
        }
    }

    /// Typed access to one line.
    private struct Row {
        let fields: [Substring]
        let file: String
        let line: Int

        func text(_ index: Int, _ field: String) throws(TraceError) -> String {
            guard !fields[index].isEmpty else { throw bad(index, field, "a name") }
            return String(fields[index])
        }

        func wholeNumber(_ index: Int, _ field: String) throws(TraceError) -> Int {
            guard let value = DecimalNumber.int(String(fields[index])), value >= 1 else {
                throw bad(index, field, "a whole number >= 1")
            }
            return value
        }

        func positive(_ index: Int, _ field: String) throws(TraceError) -> Double {
            guard let value = DecimalNumber.double(String(fields[index])), value > 0, value <= 1e15 else {
                throw bad(index, field, "a number > 0 and at most 1e15")
            }
            return value
        }

        func weight(_ index: Int) throws(TraceError) -> Double {
            guard let value = DecimalNumber.double(String(fields[index])),
                PriorityWeight.range.contains(value)
            else {
                throw bad(index, "priority weight", PriorityWeight.expected)
            }
            return value
        }

        func atLeastZero(_ index: Int, _ field: String) throws(TraceError) -> Double {
            guard let value = DecimalNumber.double(String(fields[index])), value >= 0, value.isFinite else {
                throw bad(index, field, "a number of seconds >= 0")
            }
            return value
        }

        private func bad(_ index: Int, _ field: String, _ expected: String) -> TraceError {
            .badField(file: file, line: line, field: field, found: String(fields[index]), expected: expected)
        }
    }
}
