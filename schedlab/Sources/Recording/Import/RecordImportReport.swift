public import Kit

/// What was read from a file of another tool, what was put right, and what the file does not say.
public struct RecordImportReport: Sendable {
    /// Something in the file that cannot have been so, and what was made of it.
    public struct Repair: Sendable, Equatable {
        /// Short name that stays the same, for programs.
        public let key: String
        /// How often.
        public let count: Int
        /// What was wrong and what the record has instead.
        public let text: String
    }

    /// Form of the file, with its version.
    public internal(set) var format: String
    /// The file.
    public let path: String
    /// Rounds in the record.
    public internal(set) var roundCount = 0
    /// Jobs in the record.
    public internal(set) var jobCount = 0
    /// Stays on GPUs in the record.
    public internal(set) var stayCount = 0
    /// What was put right, in the order of the work.
    public private(set) var repairs: [Repair] = []
    /// What the form does not hold, and what stands for it.
    public internal(set) var absent: [String] = []

    init(format: String, path: String) {
        self.format = format
        self.path = path
    }

    /// Notes a repair, unless there was nothing to do.
    mutating func note(_ key: String, _ count: Int, _ text: String) {
        if count > 0 { repairs.append(Repair(key: key, count: count, text: text)) }
    }

    /// For people.
    public var text: String {
        var text =
            "\(path): \(format), \(Numbers.grouped(roundCount)) rounds, \(Numbers.grouped(jobCount)) jobs, "
            + "\(Numbers.grouped(stayCount)) stays on GPUs\n"
        for repair in repairs { text += "repaired  \(repair.text) (\(Numbers.grouped(repair.count)))\n" }
        if repairs.isEmpty { text += "repaired  nothing\n" }
        for line in absent { text += "absent    \(line)\n" }
        return text
    }

    /// For programs; also kept in the record.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("file", .string(path)), ("format", .string(format)),
            ("roundCount", .int(roundCount)), ("jobCount", .int(jobCount)), ("stayCount", .int(stayCount)),
            (
                "repairs",
                .array(
                    repairs.map {
                        .object([
                            ("key", .string($0.key)), ("count", .int($0.count)), ("text", .string($0.text)),
                        ])
                    })
            ), ("absent", .array(absent.map(JSONValue.string))),
        ])
    }

    /// For spreadsheets: a row for each repair.
    public var csv: String {
        CSVLine.text(["key", "count", "text"])
            + repairs.map { CSVLine.text([$0.key, "\($0.count)", $0.text]) }.joined()
    }
}
