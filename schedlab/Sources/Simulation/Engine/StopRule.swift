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

extension StopRule {
    /// Whether all measured jobs have arrived and ended; always false where that cannot be known.
    func isMet(jobs: JobTable) -> Bool {
        guard case .window(let window) = measured else { return false }
        return jobs.count >= window.upperBound && !window.contains { jobs.phases[$0] == .active }
    }

    /// The ids that are measured once a run is over; some may never have arrived.
    func measuredJobIDs(arrivedCount: Int) -> Range<Int> {
        if case .window(let window) = measured { return window }
        return 0..<arrivedCount
    }
}

/// Why a run ended.
public enum StopReason: String, Sendable {
    /// All measured jobs have ended.
    case completed
    /// The time limit was reached.
    case horizon
}
