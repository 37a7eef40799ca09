/// What a reader did with a user's file.
public struct ImportReport: Sendable, Equatable {
    /// A row that was left out.
    public struct DroppedRow: Sendable, Equatable {
        /// Its line, from 1.
        public var line: Int
        /// Why.
        public var reason: String
        /// What it has in common with other rows with the same fault.
        public var kind: String
    }

    /// Rows that were left out for one reason.
    public struct DropReason: Sendable, Equatable {
        /// The reason; without the value where values differ.
        public var reason: String
        /// How many rows.
        public var count: Int
        /// The first ``exampleLimit`` of them.
        public var examples: [DroppedRow]
    }

    /// What a jobs file says of times, for a look whether units and origins are right.
    public struct Times: Sendable, Equatable {
        /// From the first arrival to the last, in seconds.
        public var arrivalSpanSeconds: Double
        /// Median of the durations in seconds; nil = the file gives none.
        public var medianDurationSeconds: Double?
        /// Longest duration in seconds; nil = the file gives none.
        public var longestDurationSeconds: Double?
    }

    /// Most examples of one fault.
    public static let exampleLimit = 10

    /// The file.
    public var file: String
    /// SHA-256 of its bytes, in hexadecimal.
    public var sha256 = ""
    /// Rows after the header.
    public var rowCount = 0
    /// Columns that the simulation uses.
    public var columnsUsed: [String] = []
    /// Columns that are kept in the record but change nothing today.
    public var columnsKept: [String] = []
    /// Columns that schedlab does not know.
    public var columnsUnused: [String] = []
    /// What was filled in where the file says nothing.
    public var derived: [String] = []
    /// The licence of the file as far as it is stated; nil = nothing is known.
    public var licence: String?
    /// Rows that were left out.
    public var dropped: [DroppedRow] = []
    /// What was kept but looks wrong, or had a value passed over.
    public var warnings: [String] = []
    /// Span of arrivals and lengths of durations; nil for files without them.
    public var times: Times?

    /// The rows that were left out by reason, the most frequent first, ties in order of the rows.
    public var dropReasons: [DropReason] {
        var places: [String: Int] = [:]
        var reasons: [DropReason] = []
        for row in dropped {
            guard let place = places[row.kind] else {
                places[row.kind] = reasons.count
                reasons.append(.init(reason: row.reason, count: 1, examples: [row]))
                continue
            }
            reasons[place].count += 1
            if reasons[place].reason != row.reason { reasons[place].reason = row.kind }
            if reasons[place].examples.count < Self.exampleLimit { reasons[place].examples.append(row) }
        }
        return reasons.enumerated().sorted {
            ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
        }.map(\.element)
    }

    /// A report about a file of which nothing was read yet.
    public init(file: String) { self.file = file }
}
