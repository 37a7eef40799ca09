/// How decisions become GPU time.
///
/// One value per mechanism; each is implemented in a folder of its own.
public enum Mechanism: Sendable, Equatable {
    /// Rounds of fixed length, shares carried out by credit: the papers' idea without accidents of code.
    case standard(StandardSettings)
    /// Gavel's simulator to the letter, quirks included.
    case gavel(GavelSettings)
    /// No preemption: a job that starts keeps its GPUs until its end.
    case runToCompletion

    /// Name on the command line.
    public var name: String {
        switch self {
        case .standard: "standard"
        case .gavel: "gavel"
        case .runToCompletion: "run-to-completion"
        }
    }
}
