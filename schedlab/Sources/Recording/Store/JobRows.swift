/// Rows of jobs by number, from the first one that matters: a reader that begins late need not make room for
/// all that ended before.
struct JobRows {
    /// One without content comes first: it stands for all that are not there.
    private var rows: ContiguousArray<RecordState.JobRow> = [RecordState.JobRow()]
    private var base = 0

    /// No jobs.
    init() {}

    /// Rows without content for a range of numbers.
    init(_ numbers: Range<Int>) {
        base = numbers.lowerBound
        rows = ContiguousArray(repeating: RecordState.JobRow(), count: numbers.count + 1)
    }

    /// Whether there is a row for a number.
    func contains(_ job: Int) -> Bool { job >= base && job - base < rows.count - 1 }

    /// The row of a job; one without content where there is none.
    subscript(job: Int) -> RecordState.JobRow {
        @inline(__always) _read { yield rows[contains(job) ? job - base + 1 : 0] }
        @inline(__always) _modify {
            precondition(contains(job), "job \(job) is not among \(base)..<\(base + rows.count - 1)")
            yield &rows[job - base + 1]
        }
    }

    mutating func append(_ row: RecordState.JobRow) { rows.append(row) }
}
