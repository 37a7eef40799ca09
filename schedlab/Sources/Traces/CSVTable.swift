internal import Kit

/// A CSV file with a header, read row by row, with typed access by column name.
struct CSVTable {
    /// One row.
    struct Row {
        let file: String
        let line: Int
        fileprivate let fields: [String]
        fileprivate let indices: [String: Int]

        /// The text of a column without surrounding blanks; nil when the column is missing or the field empty.
        func text(_ column: String) -> String? {
            guard let index = indices[column], index < fields.count else { return nil }
            let field = fields[index]
            guard field.utf8.first == 0x20 || field.utf8.last == 0x20 else {
                return field.isEmpty ? nil : field
            }
            var trimmed = Substring(field)
            while trimmed.first == " " { trimmed.removeFirst() }
            while trimmed.last == " " { trimmed.removeLast() }
            return trimmed.isEmpty ? nil : String(trimmed)
        }

        /// The text of a column that must have one.
        func required(_ column: String, _ expected: String) throws(TraceError) -> String {
            guard let text = text(column) else { throw bad(column, expected) }
            return text
        }

        /// A finite number in a range; nil when the field is empty.
        func number(
            _ column: String, _ range: PartialRangeFrom<Double>, isBoundIncluded: Bool = true,
            _ expected: String
        ) throws(TraceError) -> Double? {
            guard let text = text(column) else { return nil }
            guard let value = DecimalNumber.double(text), range.contains(value),
                isBoundIncluded || value > range.lowerBound
            else { throw bad(column, expected) }
            return value
        }

        /// A whole number >= the bound; nil when the field is empty.
        func wholeNumber(_ column: String, atLeast bound: Int) throws(TraceError) -> Int? {
            guard let text = text(column) else { return nil }
            guard let value = DecimalNumber.int(text), value >= bound else {
                throw bad(column, "a whole number >= \(bound)")
            }
            return value
        }

        /// An error about a column of this row.
        func bad(_ column: String, _ expected: String) -> TraceError {
            .badField(file: file, line: line, field: column, found: text(column) ?? "", expected: expected)
        }
    }

    private let reader: CSVReader
    private let indices: [String: Int]
    /// The header's names.
    let columns: [String]

    /// Reads the header.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - required: Groups of columns of which each must have at least one.
    /// - Throws: ``TraceError`` or a `FileError`.
    init(path: String, required: [[String]]) throws {
        reader = try CSVReader(path: path)
        guard let header = try reader.next() else { throw TraceError.emptyFile(file: path) }
        guard header.isUTF8 else { throw TraceError.notUTF8(file: path, line: header.line) }
        var indices: [String: Int] = [:]
        var names: [String] = []
        for (index, field) in header.fields.enumerated() {
            let name = String(field.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()).lowercased()
            guard indices[name] == nil else {
                throw TraceError.doubledColumn(file: path, line: header.line, column: name)
            }
            indices[name] = index
            names.append(name)
        }
        for group in required where !group.contains(where: { indices[$0] != nil }) {
            throw TraceError.missingColumn(
                file: path, line: header.line, column: group.joined(separator: " or "), found: names)
        }
        self.indices = indices
        columns = names
    }

    /// Ends the reading at unknown columns where that is asked for.
    func refuseUnknownColumns(_ unknown: [String], isStrict: Bool) throws(TraceError) {
        guard isStrict, !unknown.isEmpty else { return }
        throw .unknownColumns(file: reader.path, columns: unknown)
    }

    /// What was unusual about the file's bytes but does not matter.
    var fileNotes: [String] {
        (reader.hasByteOrderMark ? ["line 1: a byte order mark was passed over"] : [])
            + (reader.firstCarriageReturnLine.map { ["line \($0): lines end in CRLF, taken as LF"] } ?? [])
    }

    /// The next row; nil at the end.
    ///
    /// A row with another number of fields than the header is an error of its own.
    func next() throws -> Result<Row, TraceError>? {
        guard let record = try reader.next() else { return nil }
        guard record.isUTF8 else { return .failure(.notUTF8(file: reader.path, line: record.line)) }
        guard record.fields.count == columns.count else {
            return .failure(
                .csvFieldCount(
                    file: reader.path, line: record.line, found: record.fields.count, expected: columns.count)
            )
        }
        return .success(Row(file: reader.path, line: record.line, fields: record.fields, indices: indices))
    }

    /// Hands every row to `use` and keeps the report: a row that it refuses is left out with its line and
    /// reason, or ends the reading when that is asked for.
    ///
    /// - Parameters:
    ///   - isStrict: Whether the first bad row ends the reading.
    ///   - report: Counts rows, gets the dropped ones and the file's SHA-256.
    ///   - use: Takes a row and its number, from 1; throws a ``TraceError`` with a line to refuse it.
    /// - Throws: What `use` throws, a `FileError`, or ``TraceError/noUsableRows(file:rowCount:firstReason:)``.
    func readRows(
        isStrict: Bool, report: inout ImportReport, use: (_ row: Row, _ rowNumber: Int) throws -> Void
    ) throws {
        while let next = try next() {
            report.rowCount += 1
            do {
                try use(next.get(), report.rowCount)
            } catch let error as TraceError {
                guard !isStrict, let line = error.line else { throw error }
                report.dropped.append(.init(line: line, reason: error.reason, kind: error.kind))
            }
        }
        report.sha256 = reader.sha256()
        guard report.dropped.count < report.rowCount else {
            throw TraceError.noUsableRows(
                file: reader.path, rowCount: report.rowCount, firstReason: report.dropped.first?.reason)
        }
    }
}
