/// What Slurm says about a task of an array.
public enum SlurmTaskState: Sendable, Equatable {
    /// It waits, or was put back into the queue.
    case waiting
    /// It runs, or is about to begin or end.
    case running
    /// It ended well.
    case completed
    /// It ended otherwise; Slurm's word: `FAILED`, `TIMEOUT`, `NODE_FAIL`, …
    case ended(String)
    /// Slurm knows nothing of it.
    case unknown

    /// Reads Slurm's word for a state; a word of a newer Slurm counts as running, so that nobody doubles its work.
    init(word: String) {
        // A reason may follow: `CANCELLED by 1000`, and flags: `COMPLETED+`.
        let name = word.uppercased().prefix { $0.isLetter || $0 == "_" }
        switch name {
        case "PENDING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "SUSPENDED", "STOPPED":
            self = .waiting
        case "COMPLETED": self = .completed
        case "FAILED", "TIMEOUT", "NODE_FAIL", "CANCELLED", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE",
            "PREEMPTED",
            "REVOKED", "LAUNCH_FAILED", "RECONFIG_FAIL":
            self = .ended(String(name))
        case "": self = .unknown
        default: self = .running
        }
    }

    /// Whether it will still do something by itself.
    public var isActive: Bool { self == .waiting || self == .running }

    /// The state in a word.
    public var word: String {
        switch self {
        case .waiting: "waiting"
        case .running: "running"
        case .completed: "completed"
        case .ended(let word): word.lowercased().replacing("_", with: " ")
        case .unknown: "lost"
        }
    }
}
