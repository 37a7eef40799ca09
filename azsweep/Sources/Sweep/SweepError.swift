/// Why a sweep does not go on.
package enum SweepError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No account, group or subscription of that name.
    case notFound(what: String, name: String, near: [String])
    /// More than one of that name.
    case ambiguous(name: String, ids: [String])
    /// A setting that cannot be.
    case badUsage(reason: String)
    /// A plan or journal that cannot be read.
    case unreadable(path: String, reason: String)
    /// The world is not what it was when the plan was made.
    case drift(differences: [String])
    /// A rule of safety forbids it; nothing was sent.
    case refused(reason: String)
    /// The journal cannot be written; nothing more is sent.
    case journalBroken(path: String, reason: String)

    /// What happened, and what to do.
    package var description: String {
        switch self {
        case .notFound(let what, let name, let near):
            "no \(what) '\(name)'" + (near.isEmpty ? "" : "; is it \(near.joined(separator: ", "))?")
        case .ambiguous(let name, let ids):
            "'\(name)' is found \(ids.count) times; give one of the full ids:\n  "
                + ids.joined(separator: "\n  ")
        case .badUsage(let reason): reason
        case .unreadable(let path, let reason):
            // The reason of a file that cannot be opened names it already.
            reason.hasPrefix("\(path):") ? reason : "\(path): \(reason)"
        case .drift(let differences):
            "the world changed since the plan; nothing was sent, make a new plan:\n  "
                + differences.joined(separator: "\n  ")
        case .refused(let reason): "refused: \(reason)"
        case .journalBroken(let path, let reason):
            "\(path): the journal cannot be written (\(reason)); nothing more was sent, 'azsweep resume' goes on"
        }
    }
}
