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
    private let meanGapSeconds: Double
    private let durationScale: Double
    private let jobLimit: Int?
    private var jobStream: CPythonRandom
    private var gapStream: CPythonRandom
    private var generatedCount = 0
    private var nextArrival = 0.0

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
        for (name, value) in [("the arrival rate", jobsPerHour), ("the duration scale", durationScale)]
        where !(value > 0 && value.isFinite) {
            throw .badSetting(name: name, found: "\(value)", expected: "a number > 0")
        }
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
        meanGapSeconds = 3600 / jobsPerHour
        self.durationScale = durationScale
        self.jobLimit = jobLimit
        jobStream = CPythonRandom(seed: seed &+ 2)
        gapStream = CPythonRandom(seed: seed &+ 3)
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
        let kind = drawKind()
        let seconds = drawDuration() * durationScale
        var job = Job(
            id: generatedCount,
            jobClass: JobClass(
                model: "", scaleFactor: kind.pod.gpuCount, workUnit: .referenceSeconds,
                acceptedTypes: kind.acceptedTypes),
            totalSteps: seconds, arrivalSeconds: arrival, referenceDurationSeconds: seconds,
            demandMilliGPU: kind.pod.milliPerGPU)
        job.demandCPUMilli = kind.pod.cpuMilli
        job.demandMemoryMiB = kind.pod.memoryMiB
        generatedCount += 1
        nextArrival += -log(1 - gapStream.random()) * meanGapSeconds
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
