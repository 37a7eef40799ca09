/// Why a program did not start.
public enum ChildProcessError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no such program, or it may not be run.
    case notFound(program: String)
    /// The system refused.
    case cannotStart(program: String, reason: String)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .notFound(let program):
            "program '\(program)' not found, or not executable; give its path in argv"
        case .cannotStart(let program, let reason): "program '\(program)' cannot be started: \(reason)"
        }
    }
}
