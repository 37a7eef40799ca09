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

    private let durationScale: Double
    private var lengthStream: CPythonRandom
    private var arrivals: PoissonArrivals

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
        arrivals = try PoissonArrivals(seed: 2 &* seed &+ 1, jobsPerHour: jobsPerHour, limit: jobLimit)
        try PoissonArrivals.checkPositive("the duration scale", durationScale)
        self.durationScale = durationScale
        lengthStream = CPythonRandom(seed: 2 &* seed)
    }

    /// Arrival of the next job in seconds; nil when no more come.
    public var nextArrivalSeconds: Double? { arrivals.nextSeconds }

    /// Number of jobs that will ever come; nil when they never end.
    public var totalJobCount: Int? { arrivals.limit }

    /// Takes the next job.
    public mutating func next() -> Job? {
        guard let arrival = arrivals.take() else { return nil }
        // A length of exactly 0 is drawn once in 2^53 and is no job.
        let seconds = max(
            -log(1 - lengthStream.random()) * Self.meanSeconds * durationScale, .leastNormalMagnitude)
        return Job(
            id: arrival.number, jobClass: JobClass(model: "", scaleFactor: 1, workUnit: .anywhereSeconds),
            totalSteps: seconds, arrivalSeconds: arrival.seconds, referenceDurationSeconds: seconds)
    }
}
