public import Household

/// Why there is no flow.
public enum FlowError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No parameter file of the year.
    case noParameters(expectedNames: [String])
    /// A parameter that no file of the year has.
    case missingParameter(name: String, year: Int, files: [String])
    /// A planned item that the mapping does not have.
    case unknownItem(id: String, mapping: String)
    /// A column in which income is not all else.
    case notConserved(column: FlowColumn, hub: String, inCents: Int, outCents: Int)
    /// Two lines of the same id.
    case doubleLine(id: String)
    /// A flow file that cannot be read.
    case badFile(name: String, line: Int, reason: String)
    /// An id that no line has.
    case unknownLine(id: String)

    /// Where, what was found, what was expected, what to do.
    public var description: String {
        switch self {
        case .noParameters(let names):
            "parameters: no file \(names.joined(separator: ", ")); the facts of law of a year stand in such a file; "
                + "add it with `pf mappings --use FILE`"
        case .missingParameter(let name, let year, let files):
            "parameters: \(name) is missing in \(files.joined(separator: ", ")); the mapping needs it for \(year); "
                + "add it with its source"
        case .unknownItem(let id, let mapping):
            "budget: item \(id) is not in the mapping \(mapping); save a budget with known items or `pf mappings --use` one with it"
        case .notConserved(let column, let hub, let inCents, let outCents):
            "flow: \(hub) takes in \(inCents) cents and gives out \(outCents) cents in the column \(column.rawValue); "
                + "both must be equal; this is a defect of pf, please report it"
        case .doubleLine(let id):
            "flow: two lines have the id \(id); ids are unique; this is a defect of pf, please report it"
        case .badFile(let name, let line, let reason):
            "\(name):\(line): \(reason); expected a flow as `pf flow --format jsonl` prints it"
        case .unknownLine(let id):
            "flow: no line has the id \(id); `pf flow --format jsonl` lists them"
        }
    }

    /// Whether it is a defect of pf and not of its input.
    public var isInternal: Bool {
        switch self {
        case .notConserved, .doubleLine: true
        default: false
        }
    }
}
