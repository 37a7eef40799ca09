#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Arrivals of a Poisson process: the first at 0, exponential gaps, as many as wanted.
struct PoissonArrivals: Sendable {
    /// Number of arrivals after which no more come; nil = they never end.
    let limit: Int?
    private let meanGapSeconds: Double
    private var gapStream: CPythonRandom
    private var takenCount = 0
    private var next = 0.0

    /// Prepares the stream of gaps.
    ///
    /// - Parameters:
    ///   - seed: Seed of the stream.
    ///   - jobsPerHour: Rate of arrivals, > 0.
    ///   - limit: Number of arrivals; nil = without end.
    /// - Throws: ``WorkloadError`` for a rate out of range.
    init(seed: UInt64, jobsPerHour: Double, limit: Int?) throws(WorkloadError) {
        try Self.checkPositive("the arrival rate", jobsPerHour)
        self.limit = limit
        meanGapSeconds = 3600 / jobsPerHour
        gapStream = CPythonRandom(seed: seed)
    }

    /// The next arrival in seconds; nil when no more come.
    var nextSeconds: Double? {
        if let limit, takenCount >= limit { return nil }
        return next
    }

    /// Takes the next arrival.
    ///
    /// - Returns: Its number, from 0, and when it is; nil when no more come.
    mutating func take() -> (number: Int, seconds: Double)? {
        guard let seconds = nextSeconds else { return nil }
        let number = takenCount
        takenCount += 1
        next += -log(1 - gapStream.random()) * meanGapSeconds
        return (number, seconds)
    }

    /// Refuses a setting that is no number > 0.
    static func checkPositive(_ name: String, _ value: Double) throws(WorkloadError) {
        guard value > 0 && value.isFinite else {
            throw .badSetting(name: name, found: "\(value)", expected: "a number > 0")
        }
    }
}
