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
    /// The licence of the file as far as it is stated; nil = nothing is known.
    public var licence: String?
    /// Rows that were left out.
    public var dropped: [DroppedRow] = []

    /// A report about a file of which nothing was read yet.
    public init(file: String) { self.file = file }
}
