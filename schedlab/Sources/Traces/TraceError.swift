/// What is wrong with a file that a user brought.
public enum TraceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A line with too few or too many fields.
    case fieldCount(file: String, line: Int, found: Int, expected: String)
    /// A field that cannot be read.
    case badField(file: String, line: Int, field: String, found: String, expected: String)
    /// A file without jobs.
    case noJobs(file: String)
    /// A file that is not the JSON that it should be.
    case malformedJSON(file: String, problem: String)
    /// A throughput file without a type that is needed.
    case missingType(file: String, gpuType: String, found: [String])

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .fieldCount(let file, let line, let found, let expected):
            "\(file):\(line): found \(found) tab-separated fields, expected \(expected)"
        case .badField(let file, let line, let field, let found, let expected):
            "\(file):\(line): \(field) is '\(found)', expected \(expected)"
        case .noJobs(let file):
            "\(file): has no jobs; a Gavel trace has one job a line, ten fields separated by tabs"
        case .malformedJSON(let file, let problem):
            "\(file): \(problem); expected Gavel's throughput JSON: GPU type -> \"('model', scale factor)\" -> \"null\" -> steps/s"
        case .missingType(let file, let gpuType, let found):
            "\(file): has no GPU type '\(gpuType)', only \(found.joined(separator: ", ")); add it or change the cluster"
        }
    }
}
