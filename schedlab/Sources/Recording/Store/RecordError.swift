/// What can be wrong with a record or a file that is to become one.
public enum RecordError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file that is something else.
    case notARecord(path: String, found: String)
    /// A record of a later format.
    case unknownVersion(path: String, found: Int, supported: Int)
    /// Bytes that are not what they should be.
    case damaged(path: String, offset: Int, problem: String)
    /// A record without even its beginning.
    case empty(path: String)
    /// Something asked for that the record does not hold.
    case notRecorded(path: String, what: String, remedy: String)
    /// Something that a format cannot say.
    case notExpressible(format: String, what: String, remedy: String)
    /// A file of another format that makes no sense.
    case malformedImport(path: String, place: String, problem: String)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .notARecord(let path, let found):
            """
            \(path): not a record of a run: it begins with \(found), expected SCHEDREC; records come from \
            'schedlab run --record FILE'
            """
        case .unknownVersion(let path, let found, let supported):
            "\(path): a record of version \(found), this schedlab reads version \(supported); update schedlab"
        case .damaged(let path, let offset, let problem):
            "\(path): damaged in the batch at byte \(offset): \(problem); what comes before it can be read"
        case .empty(let path):
            "\(path): the record ends before it says what was run; run it again"
        case .notRecorded(let path, let what, let remedy):
            "\(path): \(what); \(remedy)"
        case .notExpressible(let format, let what, let remedy):
            "\(format) cannot hold this run: \(what); \(remedy)"
        case .malformedImport(let path, let place, let problem):
            "\(path): \(place): \(problem)"
        }
    }
}
