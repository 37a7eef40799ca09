/// Takes one record of comma-separated values apart, line by line.
///
/// A quote counts only where a field begins with it; anywhere else it is a letter, as 5" is five inches.
/// What follows a closing quote belongs to the field when the quotes opened in the same line; after quotes
/// over several lines it means that a quote was lost, and no field can be trusted.
struct CSVRecordParser {
    private enum State {
        case fieldStart, unquoted, quoted, afterQuotes
    }

    private var state = State.fieldStart
    private var field: [UInt8] = []
    private var isUTF8 = true
    private var fieldTexts: [String] = []
    /// Line of the quote that was opened last.
    private(set) var quoteLine = 0
    /// Whether text follows quotes that were opened in an earlier line.
    private(set) var hasStrayText = false

    /// Whether the record goes on in the next line.
    var isQuoteOpen: Bool { state == .quoted }

    /// Takes a line without its end.
    mutating func take(_ bytes: [UInt8], line: Int) {
        for byte in bytes {
            switch (state, byte) {
            case (.fieldStart, UInt8(ascii: "\"")):
                state = .quoted
                quoteLine = line
            case (.quoted, UInt8(ascii: "\"")): state = .afterQuotes
            case (.quoted, _): field.append(byte)
            case (_, UInt8(ascii: ",")): endField()
            case (.afterQuotes, UInt8(ascii: "\"")):
                field.append(byte)
                state = .quoted
            case (.afterQuotes, _):
                if quoteLine < line { hasStrayText = true }
                field.append(byte)
                state = .unquoted
            default:
                field.append(byte)
                state = .unquoted
            }
        }
        if isQuoteOpen { field.append(UInt8(ascii: "\n")) }
    }

    /// The fields; nil when the record is not UTF-8.
    mutating func fields() -> [String]? {
        endField()
        return isUTF8 ? fieldTexts : nil
    }

    private mutating func endField() {
        if let text = String(validating: field, as: UTF8.self) {
            fieldTexts.append(text)
        } else {
            isUTF8 = false
        }
        field.removeAll(keepingCapacity: true)
        state = .fieldStart
    }
}
