/// What is wrong with a file that a user brought.
public enum TraceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A line with too few or too many fields.
    case fieldCount(file: String, line: Int, found: Int, expected: String)
    /// A field that cannot be read.
    case badField(file: String, line: Int, field: String, found: String, expected: String)
    /// A CSV row with another number of fields than its header.
    case csvFieldCount(file: String, line: Int, found: Int, expected: Int)
    /// A line whose bytes are not UTF-8.
    case notUTF8(file: String, line: Int)
    /// A job that can never run on the cluster.
    case misfit(file: String, line: Int, reason: String)
    /// A file whose arrivals count from two origins.
    case mixedOrigins(file: String, line: Int, problem: String)
    /// A pair of GPU type and model that has two speeds, where that is not allowed.
    case doubledSpeed(file: String, line: Int, pair: String, firstLine: Int)
    /// A file without even a header.
    case emptyFile(file: String)
    /// A header without a column that is needed.
    case missingColumn(file: String, line: Int, column: String, found: [String])
    /// A header that names a column twice.
    case doubledColumn(file: String, line: Int, column: String)
    /// Columns that nothing is known of, where that is not allowed.
    case unknownColumns(file: String, columns: [String])
    /// A file of which no row can be used.
    case noUsableRows(file: String, rowCount: Int, firstReason: String?)
    /// A YAML file that is not the one that it should be.
    case malformedYAML(file: String, line: Int?, problem: String)
    /// A cluster with more GPUs than schedlab accepts.
    case tooManyGPUs(file: String, gpuCount: Int, limit: Int)
    /// A file without jobs.
    case noJobs(file: String)
    /// A file that is not the JSON that it should be.
    case malformedJSON(file: String, problem: String)
    /// A throughput file without a type that is needed.
    case missingType(file: String, gpuType: String, found: [String])

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .fieldCount(let file, let line, _, _), .badField(let file, let line, _, _, _),
            .csvFieldCount(let file, let line, _, _), .misfit(let file, let line, _),
            .notUTF8(let file, let line), .missingColumn(let file, let line, _, _),
            .doubledColumn(let file, let line, _), .mixedOrigins(let file, let line, _),
            .doubledSpeed(let file, let line, _, _):
            "\(file):\(line): \(reason)"
        case .unknownColumns(let file, _): "\(file):1: \(reason)"
        case .emptyFile(let file), .noUsableRows(let file, _, _), .malformedYAML(let file, nil, _),
            .noJobs(let file),
            .tooManyGPUs(let file, _, _),
            .malformedJSON(let file, _), .missingType(let file, _, _):
            "\(file): \(reason)"
        case .malformedYAML(let file, let line?, _): "\(file):\(line): \(reason)"
        }
    }

    /// The line that is wrong, where it is one line.
    var line: Int? {
        switch self {
        case .fieldCount(_, let line, _, _), .badField(_, let line, _, _, _),
            .csvFieldCount(_, let line, _, _),
            .misfit(_, let line, _), .notUTF8(_, let line):
            line
        default: nil
        }
    }

    /// What rows with the same fault have in common, to count them by.
    var kind: String {
        guard case .badField(_, _, let field, _, let expected) = self else { return reason }
        return "\(field) is not \(expected)"
    }

    /// What is wrong and what to do, without the place.
    var reason: String {
        switch self {
        case .fieldCount(_, _, let found, let expected):
            "found \(found) tab-separated fields, expected \(expected)"
        case .badField(_, _, let field, let found, let expected):
            "\(field) is '\(Self.visible(found))', expected \(expected)"
        case .csvFieldCount(_, _, let found, let expected):
            "found \(found) fields, expected \(expected) as in the header"
        case .misfit(_, _, let reason): "the job can never run: \(reason)"
        case .mixedOrigins(_, _, let problem): "\(problem); give every arrival in one of the two"
        case .doubledSpeed(_, _, let pair, let firstLine):
            "\(Self.visible(pair)) has a speed in line \(firstLine) already; take one out or leave out --strict"
        case .emptyFile: "it is empty, expected a header line and rows"
        case .notUTF8: "the line is not UTF-8; save the file as UTF-8"
        case .missingColumn(_, _, let column, let found):
            "the header has no column \(column), only \(Self.visible(found.joined(separator: ", "))); \(Self.advice(found))"
        case .doubledColumn(_, _, let column):
            "the header names the column '\(Self.visible(column))' twice; take one out"
        case .unknownColumns(_, let columns):
            "nothing is known of the column \(Self.visible(columns.joined(separator: ", "))); take it out or leave out --strict"
        case .noUsableRows(_, 0, _): "it has a header, but no rows"
        case .noUsableRows(_, let rowCount, let firstReason):
            "none of its \(rowCount) rows can be used" + (firstReason.map { "; the first: \($0)" } ?? "")
        case .malformedYAML(_, _, let problem):
            "\(problem); expected 'name' and a list 'nodes' with gpu_type, gpus, count, cpus, memory_gib, rack"
        case .tooManyGPUs(_, let gpuCount, let limit):
            "it has \(gpuCount < 0 || gpuCount == .max ? "too many GPUs to count" : "\(gpuCount) GPUs"), at most \(limit) are accepted"
        case .noJobs: "has no jobs; a Gavel trace has one job a line, ten fields separated by tabs"
        case .malformedJSON(_, let problem):
            """
            \(problem); expected Gavel's throughput JSON: \
            GPU type -> \"('model', scale factor)\" -> \"null\" -> steps/s
            """
        case .missingType(_, let gpuType, let found):
            "has no GPU type '\(gpuType)', only \(found.joined(separator: ", ")); add it or change the cluster"
        }
    }

    /// What to do about a header without a column: other separators are the usual cause.
    private static func advice(_ found: [String]) -> String {
        guard found.count == 1,
            let separator = ([";", "\t", "|"] as [Character]).first(where: { found[0].contains($0) })
        else {
            return "add it"
        }
        return "separate the fields by commas, not by '\(visible(String(separator)))'"
    }

    /// A text from a file as a terminal can show it: control characters escaped, the end of a long one cut.
    static func visible(_ text: String) -> String {
        let limit = 120
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            let isControl = scalar.properties.generalCategory == .control
            shown += isControl ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return text.unicodeScalars.count > limit ? shown + "..." : shown
    }
}
