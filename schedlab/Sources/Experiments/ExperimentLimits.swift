private import Workload

/// The ranges of an experiment's numbers.
///
/// Upper bounds are far beyond any sensible experiment; they keep a slip of the finger from filling the
/// memory or the night.
enum ExperimentLimits {
    /// Seeds stay below what every JSON reader keeps exactly.
    private static let seedLimit: UInt64 = 1 << 53
    private static let jobLimit = 10_000_000
    /// A job in fourteen months.
    ///
    /// With far fewer, times grow so long that durations vanish in their last digit.
    private static let leastRate = 1e-4

    /// Checks every number.
    ///
    /// - Throws: ``ExperimentError/badSetting(name:found:expected:)`` with the flag.
    static func check(_ experiment: Experiment) throws(ExperimentError) {
        try check("--rate", experiment.jobsPerHour, .atLeast(leastRate), upTo: 1e6, "jobs per hour")
        try check("--duration-scale", experiment.durationScale, .greater(than: 0), upTo: 1e6, "times as long")
        try check("--scale-arrivals", experiment.arrivalSpeed, .atLeast(1e-6), upTo: 1e6, "times as fast")
        try check("--hours", experiment.horizonHours, .greater(than: 0), upTo: 1e8, "hours")
        try check("--round", experiment.roundSeconds, .atLeast(1), upTo: 1e6, "seconds")
        try check("--min-interval", experiment.allocationIntervalSeconds, .atLeast(0), upTo: 1e9, "seconds")
        if case .seconds(let seconds)? = experiment.moveCosts {
            try check("--move-cost", seconds, .atLeast(0), upTo: 1e9, "seconds, or default")
        }
        try check("--min-stay", experiment.minimumStaySeconds, .atLeast(0), upTo: 1e9, "seconds")
        try check("--poa", experiment.opportunityWeight, .atLeast(0), upTo: 1e6, "without unit")
        try check("--migration-penalty", experiment.migrationPenalty, .atLeast(0), upTo: 1e6, "without unit")
        try check("--assume-speed", experiment.assumedSpeed, .greater(than: 0), upTo: 1e6, "V100 = 1")
        if let count = experiment.jobCount, count < 1 || count > jobLimit {
            throw .badSetting(
                name: "--jobs", found: "\(count)", expected: "a whole number from 1 to \(jobLimit)")
        }
        guard experiment.seed < seedLimit else {
            throw .badSetting(
                name: "--seed", found: "\(experiment.seed)", expected: "a whole number below 2^53")
        }
        if let window = experiment.window,
            window.isEmpty || window.lowerBound < 0 || window.upperBound > jobLimit
        {
            throw .badSetting(
                name: "--window", found: "\(window.lowerBound):\(window.upperBound)",
                expected: "S:E with 0 <= S < E <= \(jobLimit)")
        }
        if experiment.window != nil && experiment.jobCount != nil {
            throw .badSetting(
                name: "--jobs", found: "given together with --window", expected: "one of the two")
        }
    }

    /// The lower end of a range; the check and its words are of one bound.
    private enum LowerBound {
        case greater(than: Double)
        case atLeast(Double)

        func admits(_ value: Double) -> Bool {
            switch self {
            case .greater(let bound): value > bound
            case .atLeast(let bound): value >= bound
            }
        }

        var words: String {
            switch self {
            case .greater(let bound): "> \(bound)"
            case .atLeast(let bound): ">= \(bound)"
            }
        }
    }

    private static func check(
        _ name: String, _ value: Double?, _ lower: LowerBound, upTo upper: Double, _ unit: String
    ) throws(ExperimentError) {
        guard let value, !(lower.admits(value) && value <= upper) else { return }
        throw .badSetting(
            name: name, found: "\(value)", expected: "a number \(lower.words) and at most \(upper) (\(unit))")
    }
}
