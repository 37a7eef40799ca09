internal import Kit

/// Rows of a result, as a table or as JSON.
struct Rows {
    private var table: TextTable
    private var objects: [JSONValue] = []

    /// Rows with a heading.
    init(_ heading: [String]) {
        table = TextTable(heading: heading, alignments: heading.map { _ in .left })
    }

    /// Adds a row: as cells, and as an object for JSON.
    mutating func add(_ cells: [String], _ object: [(String, JSONValue)]) {
        table.addRow(cells.map { Visible.text($0) })
        objects.append(.object(object))
    }

    /// Adds several lines of the table that are one object.
    mutating func add(_ lines: [[String]], _ object: [(String, JSONValue)]) {
        for cells in lines { table.addRow(cells.map { Visible.text($0) }) }
        objects.append(.object(object))
    }

    /// Prints them.
    func print(json: Bool) throws(FileError) {
        try StandardStreams.printResult(json ? JSONValue.array(objects).indented : table.text)
    }
}

extension JSONValue {
    /// A text or null.
    static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
}
