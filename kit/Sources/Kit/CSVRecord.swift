/// Takes the lines of one record apart.
struct CSVRecord {
    /// Number of its first line.
    let line: Int
    /// The line in which the last quote was opened.
    private(set) var quoteLine: Int
    /// The line of a quoted field behind whose end there is text; nil = none.
    private(set) var problem: Int?
    /// Bytes taken so far.
    private(set) var byteCount = 0
    private var fields: [[UInt8]] = []
    private var field: [UInt8] = []
    private var state = State.start

    private enum State {
        case start, plain, quoted, closed
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")

    init(line: Int) {
        self.line = line
        quoteLine = line
    }

    /// Takes a line in.
    ///
    /// - Returns: Whether the record ends with it; no quote is open then.
    mutating func take(_ bytes: [UInt8], line: Int) -> Bool {
        byteCount += bytes.count + 1
        if state == .quoted { field.append(UInt8(ascii: "\n")) }
        for byte in bytes { take(byte, line: line) }
        guard state != .quoted else { return false }
        fields.append(field)
        return true
    }

    /// The fields as texts; nil when one is not UTF-8.
    func texts() -> [String]? {
        var texts: [String] = []
        texts.reserveCapacity(fields.count)
        for field in fields {
            guard let text = String(validating: field, as: UTF8.self) else { return nil }
            texts.append(text)
        }
        return texts
    }

    private mutating func take(_ byte: UInt8, line: Int) {
        switch (state, byte) {
        case (.start, Self.quote):
            state = .quoted
            quoteLine = line
        case (.quoted, Self.quote): state = .closed
        case (.quoted, _): field.append(byte)
        case (.closed, Self.quote):
            // Two quotes inside quotes are one.
            field.append(byte)
            state = .quoted
        case (_, Self.comma):
            fields.append(field)
            field.removeAll(keepingCapacity: true)
            state = .start
        case (.closed, _): problem = problem ?? quoteLine
        default:
            field.append(byte)
            state = .plain
        }
    }
}
