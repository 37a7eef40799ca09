/// Which reading of a policy is meant where the paper leaves a choice.
public enum PolicyReading: Sendable, Equatable {
    /// As in Gavel's simulator: any optimum that the engine finds, jobs may get shares of types that they
    /// cannot use.
    case original
    /// One optimum by rule (`docs/standard-mechanism.md`), never a share of a type that a job cannot use.
    case canonical
}
