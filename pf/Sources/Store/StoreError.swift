/// What keeps the database from doing what was asked.
public enum StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No database yet.
    case missing(path: String)
    /// Written by a newer pf.
    case newer(path: String)
    /// Another command is writing.
    case busy(path: String)
    /// It cannot be written: disk full, no permission.
    case cannotWrite(path: String, reason: String)
    /// It is damaged or cannot be read.
    case unreadable(path: String, reason: String)
    /// The same file belongs to somebody or some year already.
    case otherOwner(id: Int, earner: String, year: Int)
    /// No such document.
    case noDocument(id: Int)
    /// A document whose status does not allow it.
    case wrongStatus(id: Int, status: String, wanted: String)
    /// No budget of the year, or no such version.
    case noBudget(year: Int, version: Int?)
    /// The budget changed since it was read.
    case staleBudget(year: Int, expected: Int, latest: Int)
    /// As many requests in an hour as pf allows itself.
    case rateLimit(limit: Int, retryAfterSeconds: Int)

    /// Where, what was found, what was expected, what to do.
    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): no database there; save a document or a budget first, or give --db PATH"
        case .newer(let path): "\(path): a newer pf wrote it; update pf"
        case .busy(let path): "\(path): another command has been writing for 5 s; try again"
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason); nothing was changed"
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason); restore a backup"
        case .otherOwner(let id, let earner, let year):
            "document \(id): the same file is stored for \(earner), \(year); nothing was changed; delete it there first"
        case .noDocument(let id): "document \(id): there is none; `pf documents` lists them"
        case .wrongStatus(let id, let status, let wanted):
            "document \(id): its status is \(status); expected \(wanted)"
        case .noBudget(let year, let version):
            "budget \(year)\(version.map { " version \($0)" } ?? ""): there is none; `pf budget-save FILE --year \(year)` stores one"
        case .staleBudget(let year, let expected, let latest):
            "budget \(year): the latest version is \(latest); expected \(expected); look at `pf budget-show --year \(year)` first"
        case .rateLimit(let limit, let seconds):
            "YNAB: \(limit) requests in the last hour; YNAB allows 200; try again in \(seconds) s"
        }
    }
}
