/// What is wrong with a sweep or its store of results.
public enum SweepError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A sweep file with everything that is wrong with it.
    case malformed(file: String, findings: [SweepFinding])
    /// More points than anybody can want; the count in words, since it may be beyond every number.
    case tooManyPoints(file: String, count: String, limit: Int)
    /// A text on the command line that does not say what it should.
    case badArgument(name: String, found: String, expected: String)
    /// A folder with the results of another version of schedlab's store.
    case unknownStoreVersion(path: String, found: String, expected: String)
    /// A folder that is there and no store.
    case notAStore(path: String, reason: String)
    /// An input that is not what it was when the sweep was planned.
    case inputChanged(path: String, planned: String, found: String)
    /// A figure that no point has.
    case unknownFigure(name: String, nearest: [String])
    /// Points that have no result yet.
    case incomplete(missingCount: Int, totalCount: Int, shards: [String])
    /// The store cannot take more results.
    case storeFailed(reason: String)
    /// A command of Slurm that failed, or whose answer cannot be read.
    case slurmFailed(command: String, reason: String)

    /// Where, what was found, what was expected, what to do.
    public var description: String {
        switch self {
        case .malformed(let file, let findings):
            findings.map { finding in
                (finding.line.map { "\(file):\($0)" } ?? file) + ": \(finding)"
            }.joined(separator: "\nschedlab: ")
        case .tooManyPoints(let file, let count, let limit):
            "\(file): it stands for \(count) points, at most \(limit) are run; take fewer values or split it"
        case .badArgument(let name, let found, let expected):
            "\(name) is '\(found)', expected \(expected)"
        case .unknownStoreVersion(let path, let found, let expected):
            "\(path): it is a store of '\(found)', expected '\(expected)'; give another folder with --store"
        case .notAStore(let path, let reason):
            "\(path): \(reason); give another folder with --store"
        case .inputChanged(let path, let planned, let found):
            """
            \(path): it changed while the sweep ran: SHA-256 was \(planned.prefix(12))…, is \(found.prefix(12))…; \
            run the same command again
            """
        case .unknownFigure(let name, let nearest):
            "no point has a figure '\(name)'"
                + (nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: " or "))?")
        case .incomplete(let missing, let total, let shards):
            "\(missing) of \(total) points have no result yet"
                + (shards.isEmpty ? "" : "; missing: shard \(shards.joined(separator: ", "))")
                + "; 'schedlab sweep run' goes on, --partial takes what is there"
        case .storeFailed(let reason):
            "\(reason); what was finished is kept, the same command goes on"
        case .slurmFailed(let command, let reason):
            "\(command): \(reason); nothing was lost, run the same command again"
        }
    }
}
