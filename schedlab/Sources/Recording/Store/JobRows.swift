/// Rows of jobs by number, from the first one that matters: a reader that begins late need not make room for
/// all that ended before.
struct JobRows {
    private var rows: [RecordState.JobRow] = []
    private var base = 0

    /// No jobs.
    init() {}

    /// Rows without content for a range of numbers.
    init(_ numbers: Range<Int>) {
        base = numbers.lowerBound
        rows = Array(repeating: RecordState.JobRow(), count: numbers.count)
    }

    /// Whether there is a row for a number.
    func contains(_ job: Int) -> Bool { job >= base && job < base + rows.count }

    /// The row of a job; one without content where there is none.
    subscript(job: Int) -> RecordState.JobRow {
        @inline(__always) _read {
            if contains(job) { yield rows[job - base] } else { yield RecordState.JobRow() }
        }
        @inline(__always) _modify {
            precondition(contains(job), "job \(job) is not among \(base)..<\(base + rows.count)")
            yield &rows[job - base]
        }
    }

    mutating func append(_ row: RecordState.JobRow) { rows.append(row) }
}
