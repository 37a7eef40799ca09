/// When a run is over.
public struct StopRule: Sendable, Equatable {
    /// Which jobs are measured; the run ends when all of them have ended.
    public enum Measured: Sendable, Equatable {
        /// Jobs with ids in the range; others keep arriving until these have ended.
        case window(Range<Int>)
        /// Every job of a finite source.
        case allJobs
        /// Every job that arrives before the horizon.
        case untilHorizon
    }

    /// Which jobs are measured.
    public var measured: Measured
    /// Simulated seconds after which the run ends in any case; nil = none.
    public var horizonSeconds: Double?

    /// Describes when a run is over.
    public init(measured: Measured, horizonSeconds: Double? = nil) {
        self.measured = measured
        self.horizonSeconds = horizonSeconds
    }
}

/// Why a run ended.
public enum StopReason: String, Sendable {
    /// All measured jobs have ended.
    case completed
    /// The time limit was reached.
    case horizon
}
