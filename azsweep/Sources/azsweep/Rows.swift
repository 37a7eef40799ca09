internal import ArgumentParser
internal import Kit

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
}

/// Rows of a result in the three forms.
struct Rows {
    let heading: [String]
    let alignments: [TextTable.Alignment]
    private(set) var cells: [[String]] = []
    private(set) var objects: [JSONValue] = []

    /// Rows with a heading.
    init(_ columns: [(String, TextTable.Alignment)]) {
        heading = columns.map(\.0)
        alignments = columns.map(\.1)
    }

    /// Adds a row: as cells, and as an object for JSON.
    mutating func add(_ row: [String], _ object: [(String, JSONValue)]) {
        cells.append(row.map { Visible.text($0) })
        objects.append(.object(object))
    }

    /// Prints them.
    func print(_ format: OutputFormat) throws(FileError) {
        switch format {
        case .table:
            var table = TextTable(heading: heading, alignments: alignments)
            for row in cells { table.addRow(row) }
            try StandardStreams.printResult(table.text)
        case .json: try StandardStreams.printResult(JSONValue.array(objects).indented)
        case .csv:
            try StandardStreams.printResult(
                CSVLine.text(heading.map { $0.lowercased() }) + cells.map(CSVLine.text).joined())
        }
    }
}
