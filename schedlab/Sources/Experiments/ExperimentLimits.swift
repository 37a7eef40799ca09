private import Workload

/// The ranges of an experiment's numbers.
///
/// Upper bounds are far beyond any sensible experiment; they keep a slip of the finger from filling the
/// memory or the night.
enum ExperimentLimits {
    /// Seeds stay below what every JSON reader keeps exactly.
    private static let seedLimit: UInt64 = 1 << 53
    private static let jobLimit = 10_000_000

    /// Checks every number.
    ///
    /// - Throws: ``ExperimentError/badSetting(name:found:expected:)`` with the flag.
    static func check(_ experiment: Experiment) throws(ExperimentError) {
        try check("--rate", experiment.jobsPerHour, above: 0, upTo: 1e6, "jobs per hour")
        try check("--duration-scale", experiment.durationScale, above: 0, upTo: 1e6, "times as long")
        try check("--hours", experiment.horizonHours, above: 0, upTo: 1e8, "hours")
        try check("--round", experiment.roundSeconds, above: 0.999, upTo: 1e6, "seconds")
        try check("--min-interval", experiment.allocationIntervalSeconds, above: -1e-9, upTo: 1e9, "seconds")
        if case .seconds(let seconds)? = experiment.moveCosts {
            try check("--move-cost", seconds, above: -1e-9, upTo: 1e9, "seconds, or default")
        }
        try check("--min-stay", experiment.minimumStaySeconds, above: -1e-9, upTo: 1e9, "seconds")
        try check("--poa", experiment.opportunityWeight, above: -1e-9, upTo: 1e6, "without unit")
        try check("--migration-penalty", experiment.migrationPenalty, above: -1e-9, upTo: 1e6, "without unit")
        try check("--assume-speed", experiment.assumedSpeed, above: 0, upTo: 1e6, "V100 = 1")
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

    private static func check(
        _ name: String, _ value: Double?, above lower: Double, upTo upper: Double, _ unit: String
    ) throws(ExperimentError) {
        guard let value, !(value > lower && value <= upper) else { return }
        let bound = lower == 0 ? "> 0" : lower < 0 ? ">= 0" : ">= 1"
        throw .badSetting(
            name: name, found: "\(value)", expected: "a number \(bound) and at most \(upper) (\(unit))")
    }
}
