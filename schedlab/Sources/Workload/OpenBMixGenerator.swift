#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Jobs like those of Alibaba's openb trace: demands by their popularity in its default list, a Poisson
/// process of arrivals, durations after the published distribution.
///
/// Pods without GPUs are left out: a run's policies share GPUs. Streams (each a CPython Mersenne Twister):
/// jobs from `seed + 2`, gaps between arrivals from `seed + 3`.
///
/// - Note: Source of the figures: default pod list of FGD, ATC 2023 (see ``OpenBClasses``); durations are
///   deletion minus scheduling of its 6,203 GPU pods that were scheduled.
public struct OpenBMixGenerator: JobSource {
    /// Kinds of pod with a cumulated count, for draws.
    private struct Kind: Sendable {
        var pod: Pod
        var cumulatedCount: Int
        var acceptedTypes: [String]
    }

    /// Quantiles of the durations in seconds; between them the logarithm is interpolated.
    private static let durationQuantiles: [(part: Double, seconds: Double)] = [
        (0, 4), (0.01, 20), (0.05, 48), (0.10, 67), (0.25, 183), (0.50, 655), (0.75, 2303), (0.90, 7389),
        (0.95, 16_994), (0.99, 147_608), (0.999, 8_795_832), (1, 12_537_496),
    ]

    private let kinds: [Kind]
    private let totalCount: Int
    private let durationScale: Double
    private var jobStream: CPythonRandom
    private var arrivals: PoissonArrivals

    /// Prepares the streams.
    ///
    /// - Parameters:
    ///   - seed: Seed of the experiment.
    ///   - jobsPerHour: Rate of arrivals, > 0.
    ///   - durationScale: What every duration is multiplied by, > 0.
    ///   - jobLimit: Jobs after which the process ends; nil = never.
    ///   - acceptedTypes: GPU types on which a kind of pod can run at all; nil = it cannot run, empty = any.
    /// - Throws: ``WorkloadError`` for a rate, scale or limit out of range, or when no kind can run.
    public init(
        seed: UInt64, jobsPerHour: Double, durationScale: Double, jobLimit: Int?,
        acceptedTypes: (Pod) -> [String]?
    ) throws(WorkloadError) {
        arrivals = try PoissonArrivals(seed: seed &+ 3, jobsPerHour: jobsPerHour, limit: jobLimit)
        try PoissonArrivals.checkPositive("the duration scale", durationScale)
        var kinds: [Kind] = []
        var count = 0
        for entry in try OpenBClasses.entries(list: "default") where entry.pod.gpuCount > 0 {
            guard let types = acceptedTypes(entry.pod) else { continue }
            count += entry.count
            kinds.append(Kind(pod: entry.pod, cumulatedCount: count, acceptedTypes: types))
        }
        guard !kinds.isEmpty else {
            throw .badSetting(
                name: "the cluster", found: "one on which no job of openb-mix can run",
                expected: "nodes with CPU and memory as in openb")
        }
        self.kinds = kinds
        totalCount = count
        self.durationScale = durationScale
        jobStream = CPythonRandom(seed: seed &+ 2)
    }

    /// Arrival of the next job in seconds; nil when no more come.
    public var nextArrivalSeconds: Double? { arrivals.nextSeconds }

    /// Number of jobs that will ever come; nil when they never end.
    public var totalJobCount: Int? { arrivals.limit }

    /// Takes the next job.
    public mutating func next() -> Job? {
        guard let arrival = arrivals.take() else { return nil }
        let kind = drawKind()
        let seconds = drawDuration() * durationScale
        var job = Job(
            id: arrival.number,
            jobClass: JobClass(
                model: "", scaleFactor: kind.pod.gpuCount, workUnit: .referenceSeconds,
                acceptedTypes: kind.acceptedTypes),
            totalSteps: seconds, arrivalSeconds: arrival.seconds, referenceDurationSeconds: seconds,
            demandMilliGPU: kind.pod.milliPerGPU)
        job.demandCPUMilli = kind.pod.cpuMilli
        job.demandMemoryMiB = kind.pod.memoryMiB
        return job
    }

    private mutating func drawKind() -> Kind {
        let drawn = jobStream.index(below: totalCount)
        var low = 0
        var high = kinds.count - 1
        while low < high {
            let middle = (low + high) / 2
            if kinds[middle].cumulatedCount > drawn { high = middle } else { low = middle + 1 }
        }
        return kinds[low]
    }

    private mutating func drawDuration() -> Double {
        let part = jobStream.random()
        let quantiles = Self.durationQuantiles
        let upper = quantiles.firstIndex { $0.part > part } ?? quantiles.count - 1
        let (a, b) = (quantiles[upper - 1], quantiles[upper])
        let position = (part - a.part) / (b.part - a.part)
        return a.seconds * pow(b.seconds / a.seconds, position)
    }
}
