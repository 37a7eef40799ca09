/// What is wrong with a file that a user brought.
public enum TraceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A line with too few or too many fields.
    case fieldCount(file: String, line: Int, found: Int, expected: String)
    /// A field that cannot be read.
    case badField(file: String, line: Int, field: String, found: String, expected: String)
    /// A CSV row with another number of fields than its header.
    case csvFieldCount(file: String, line: Int, found: Int, expected: Int)
    /// A job that can never run on the cluster.
    case misfit(file: String, line: Int, reason: String)
    /// A file without even a header.
    case emptyFile(file: String)
    /// A header without a column that is needed.
    case missingColumn(file: String, column: String, found: [String])
    /// A header that names a column twice.
    case doubledColumn(file: String, column: String)
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
            .csvFieldCount(let file, let line, _, _), .misfit(let file, let line, _):
            "\(file):\(line): \(reason)"
        case .unknownColumns(let file, _): "\(file):1: \(reason)"
        case .emptyFile(let file), .missingColumn(let file, _, _), .doubledColumn(let file, _),
            .noUsableRows(let file, _, _), .malformedYAML(let file, nil, _), .noJobs(let file),
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
            .misfit(_, let line, _):
            line
        default: nil
        }
    }

    /// What is wrong and what to do, without the place.
    var reason: String {
        switch self {
        case .fieldCount(_, _, let found, let expected):
            "found \(found) tab-separated fields, expected \(expected)"
        case .badField(_, _, let field, let found, let expected):
            "\(field) is '\(found)', expected \(expected)"
        case .csvFieldCount(_, _, let found, let expected):
            "found \(found) fields, expected \(expected) as in the header"
        case .misfit(_, _, let reason): "the job can never run: \(reason)"
        case .emptyFile: "it is empty, expected a header line and rows"
        case .missingColumn(_, let column, let found):
            "the header has no column \(column), only \(found.joined(separator: ", ")); add it"
        case .doubledColumn(_, let column): "the header names the column '\(column)' twice; take one out"
        case .unknownColumns(_, let columns):
            "nothing is known of the column \(columns.joined(separator: ", ")); take it out or leave out --strict"
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
}
