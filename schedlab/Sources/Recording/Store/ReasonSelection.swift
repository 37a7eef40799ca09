/// Whose reasons a record holds.
public enum ReasonSelection: Sendable, Equatable {
    /// Nobody's: the record says what happened, not why.
    case none
    /// Those of these jobs, by id.
    case jobs(Set<UInt32>)
    /// Everybody's.
    case all

    /// Whether the reasons of a job are wanted.
    func contains(_ id: UInt32) -> Bool {
        switch self {
        case .none: false
        case .jobs(let ids): ids.contains(id)
        case .all: true
        }
    }
}
