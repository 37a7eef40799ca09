/// What a reader did with a user's file.
public struct ImportReport: Sendable, Equatable {
    /// A row that was left out.
    public struct DroppedRow: Sendable, Equatable {
        /// Its line, from 1.
        public var line: Int
        /// Why.
        public var reason: String
    }

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
    /// What the rows say taken together: spans of time, words that were counted.
    public var observations: [String] = []
    /// What looks like a mistake of the file, though every row can be used.
    public var warnings: [String] = []
    /// The licence of the file as far as it is stated; nil = nothing is known.
    public var licence: String?
    /// Rows that were left out.
    public var dropped: [DroppedRow] = []

    /// A reason for which rows were left out.
    public struct DropReason: Sendable, Equatable {
        /// Why.
        public var reason: String
        /// How many rows.
        public var count: Int
        /// The first of their lines, at most ten.
        public var lines: [Int]
    }

    /// The reasons for which rows were left out, the most frequent first; equally frequent ones by line.
    public var dropReasons: [DropReason] {
        var order: [String] = []
        var byReason: [String: DropReason] = [:]
        for row in dropped {
            if byReason[row.reason] == nil { order.append(row.reason) }
            var entry = byReason[row.reason] ?? DropReason(reason: row.reason, count: 0, lines: [])
            entry.count += 1
            if entry.lines.count < 10 { entry.lines.append(row.line) }
            byReason[row.reason] = entry
        }
        return order.compactMap { byReason[$0] }.enumerated()
            .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
    }

    /// A report about a file of which nothing was read yet.
    public init(file: String) { self.file = file }
}
