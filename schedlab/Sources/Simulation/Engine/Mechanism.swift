/// How decisions become GPU time.
///
/// One value per mechanism; each is implemented in a folder of its own.
public enum Mechanism: Sendable, Equatable {
    /// Gavel's simulator to the letter, quirks included.
    case gavel(GavelSettings)
    /// No preemption: a job that starts keeps its GPUs until its end.
    case runToCompletion

    /// Name on the command line.
    public var name: String {
        switch self {
        case .gavel: "gavel"
        case .runToCompletion: "run-to-completion"
        }
    }
}
