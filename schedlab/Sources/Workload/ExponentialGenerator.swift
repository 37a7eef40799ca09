#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// The queue of the textbooks: Poisson arrivals of jobs for one GPU each, exponential lengths of an hour on average.
///
/// On c GPUs, first come, first served and run to completion, it is the queue M/M/c, whose waits are known in closed form:
/// a check of schedlab as a whole, and an example whose knee is c jobs an hour. A job is as fast on every GPU type.
/// Streams (each a CPython Mersenne Twister): lengths from `2 seed`, gaps between arrivals from `2 seed + 1`. No two seeds
/// share a stream: the gaps of one would be the lengths of the next, and an interval over seeds would be too wide.
///
/// - Note: A. K. Erlang, 1917; L. Kleinrock, "Queueing Systems" 1, 1975, section 3.5.
public struct ExponentialGenerator: JobSource {
    private static let meanSeconds = 3600.0

    private let meanGapSeconds: Double
    private let durationScale: Double
    private let jobLimit: Int?
    private var lengthStream: CPythonRandom
    private var gapStream: CPythonRandom
    private var generatedCount = 0
    private var nextArrival = 0.0

    /// Prepares the streams.
    ///
    /// - Parameters:
    ///   - seed: Seed of the experiment.
    ///   - jobsPerHour: Rate of arrivals, > 0.
    ///   - durationScale: Average length in hours, > 0.
    ///   - jobLimit: Jobs after which the process ends; nil = never.
    /// - Throws: ``WorkloadError`` for a rate or scale out of range.
    public init(
        seed: UInt64, jobsPerHour: Double, durationScale: Double = 1, jobLimit: Int? = nil
    ) throws(WorkloadError) {
        for (name, value) in [("the arrival rate", jobsPerHour), ("the duration scale", durationScale)]
        where !(value > 0 && value.isFinite) {
            throw .badSetting(name: name, found: "\(value)", expected: "a number > 0")
        }
        meanGapSeconds = 3600 / jobsPerHour
        self.durationScale = durationScale
        self.jobLimit = jobLimit
        lengthStream = CPythonRandom(seed: 2 &* seed)
        gapStream = CPythonRandom(seed: 2 &* seed &+ 1)
    }

    /// Arrival of the next job in seconds; nil when no more come.
    public var nextArrivalSeconds: Double? {
        if let jobLimit, generatedCount >= jobLimit { return nil }
        return nextArrival
    }

    /// Number of jobs that will ever come; nil when they never end.
    public var totalJobCount: Int? { jobLimit }

    /// Takes the next job.
    public mutating func next() -> Job? {
        guard let arrival = nextArrivalSeconds else { return nil }
        // A length of exactly 0 is drawn once in 2^53 and is no job.
        let seconds = max(
            -log(1 - lengthStream.random()) * Self.meanSeconds * durationScale, .leastNormalMagnitude)
        let job = Job(
            id: generatedCount, jobClass: JobClass(model: "", scaleFactor: 1, workUnit: .anywhereSeconds),
            totalSteps: seconds, arrivalSeconds: arrival, referenceDurationSeconds: seconds)
        generatedCount += 1
        nextArrival += -log(1 - gapStream.random()) * meanGapSeconds
        return job
    }
}
