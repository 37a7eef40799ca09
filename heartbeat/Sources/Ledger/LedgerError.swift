/// Why the ledger cannot be used.
public enum LedgerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another process holds the state.
    case locked(folder: String)
    /// The folder cannot be made or opened.
    case unusable(folder: String, reason: String)
    /// The file was written by a later version.
    case newerVersion(file: String, found: Int, known: Int)
    /// There is no ledger yet.
    case missing(file: String)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .locked(let folder):
            "\(folder): another heartbeat works on this state; stop it, or give another folder by --state"
        case .unusable(let folder, let reason): "\(folder): the state cannot be used: \(reason)"
        case .newerVersion(let file, let found, let known):
            "\(file): version \(found) of the ledger, this program knows \(known); use the newer heartbeat"
        case .missing(let file):
            "\(file): there is no ledger; has 'heartbeat run' or 'heartbeat tick' run with this state?"
        }
    }
}
