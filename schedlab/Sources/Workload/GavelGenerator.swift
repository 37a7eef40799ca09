#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// Gavel's synthetic workload, drawn exactly as its simulator draws it.
///
/// Streams (each a CPython Mersenne Twister): jobs from `seed + 2`, gaps between arrivals from
/// `seed + 3`. Durations follow the fit to Microsoft's Philly trace of the paper's section 7.
///
/// - Note: Narayanan et al., "Heterogeneity-Aware Cluster Scheduling Policies for Deep Learning
///   Workloads", OSDI 2020, section 7.
public struct GavelGenerator: JobSource {
    /// When jobs arrive after those of the steady-state start.
    public enum Arrivals: Sendable, Equatable {
        /// A Poisson process; > 0 jobs per hour.
        case poisson(jobsPerHour: Double)
        /// All at time 0 (Gavel's static mode).
        case allAtOnce
    }

    /// What to generate.
    public struct Settings: Sendable, Equatable {
        /// Seed of the experiment; the streams derive from it.
        public var seed: UInt64
        /// When jobs arrive.
        public var arrivals: Arrivals
        /// 30 % of the jobs that can take 2, 4 or 8 GPUs; otherwise all take one.
        public var isMultiGPU: Bool
        /// A fifth of the jobs weighs 5 instead of 1.
        public var hasPriorities: Bool
        /// GPU counts, one per type, that are each filled with jobs at time 0; empty = an empty cluster.
        public var steadyStateGPUCounts: [Int]
        /// Jobs after which the process ends; nil = never.
        public var jobLimit: Int?
        /// What every drawn duration is multiplied by, > 0; 1 in the original.
        public var durationScale: Double

        /// Describes a workload; by default single-GPU jobs of equal weight into an empty cluster.
        public init(
            seed: UInt64, arrivals: Arrivals, isMultiGPU: Bool = false, hasPriorities: Bool = false,
            steadyStateGPUCounts: [Int] = [], jobLimit: Int? = nil, durationScale: Double = 1
        ) {
            self.seed = seed
            self.arrivals = arrivals
            self.isMultiGPU = isMultiGPU
            self.hasPriorities = hasPriorities
            self.steadyStateGPUCounts = steadyStateGPUCounts
            self.jobLimit = jobLimit
            self.durationScale = durationScale
        }
    }

    private let settings: Settings
    private let speeds: SpeedBook
    private var jobStream: CPythonRandom
    private var gapStream: CPythonRandom
    private var steadyStateJobs: [Job] = []
    private var generatedCount = 0
    private var poissonCount = 0
    private var nextPoissonArrival = 0.0

    /// Prepares the streams and draws the jobs of the steady-state start.
    ///
    /// - Throws: ``WorkloadError`` for a rate or limit out of range, or a table without a needed speed.
    public init(_ settings: Settings, speeds: SpeedBook) throws(WorkloadError) {
        if case .poisson(let rate) = settings.arrivals, !(rate > 0 && rate.isFinite) {
            throw .badSetting(name: "the arrival rate", found: "\(rate) jobs/hour", expected: "a number > 0")
        }
        if let limit = settings.jobLimit, limit < 1 {
            throw .badSetting(name: "the number of jobs", found: "\(limit)", expected: "at least 1")
        }
        self.settings = settings
        self.speeds = speeds
        jobStream = CPythonRandom(seed: settings.seed &+ 2)
        gapStream = CPythonRandom(seed: settings.seed &+ 3)
        for gpuCount in settings.steadyStateGPUCounts {
            var left = gpuCount
            while left > 0 {
                let job = try draw(arrivalSeconds: 0)
                left -= job.jobClass.scaleFactor
                steadyStateJobs.append(job)
            }
        }
        steadyStateJobs.reverse()  // next() takes from the end
    }

    /// Arrival of the next job in seconds; nil when no more come.
    public var nextArrivalSeconds: Double? {
        if !steadyStateJobs.isEmpty { return 0 }
        if let limit = settings.jobLimit, poissonCount >= limit { return nil }
        return nextPoissonArrival
    }

    /// Number of jobs that will ever come; nil when they never end.
    public var totalJobCount: Int? { settings.jobLimit.map { $0 + generatedCount - poissonCount } }

    /// Takes the next job.
    public mutating func next() throws(WorkloadError) -> Job? {
        if let job = steadyStateJobs.popLast() { return job }
        guard let arrival = nextArrivalSeconds else { return nil }
        let job = try draw(arrivalSeconds: arrival)
        poissonCount += 1
        nextPoissonArrival = drawGap() + arrival
        return job
    }

    /// Number of jobs that are there before the first round.
    public var initialJobCount: Int { generatedCount - poissonCount }

    /// When the process would have gone on after its last job.
    public var endedArrivalSeconds: Double? {
        guard case .poisson = settings.arrivals, nextArrivalSeconds == nil else { return nil }
        return nextPoissonArrival
    }

    /// Every class that the generator can draw, in order of scale factor and job table.
    public var possibleClasses: [JobClass] {
        (settings.isMultiGPU ? [1, 2, 4, 8] : [1]).flatMap { scaleFactor in
            JobTemplate.all.filter { scaleFactor == 1 || $0.isDistributed }.map {
                JobClass(model: $0.model, scaleFactor: scaleFactor)
            }
        }
    }

    private mutating func drawGap() -> Double {
        guard case .poisson(let jobsPerHour) = settings.arrivals else { return 0 }
        let meanGapSeconds = 3600 / jobsPerHour
        // The original divides by the rate, not times the gap; the last bit differs.
        return -log(1 - gapStream.random()) / (1 / meanGapSeconds)
    }

    /// One job; the order of the draws is part of the workload's identity.
    private mutating func draw(arrivalSeconds: Double) throws(WorkloadError) -> Job {
        let drawnScaleFactor = drawScaleFactor()
        let durationSeconds = drawDuration() * settings.durationScale
        let scaleFactor = settings.isMultiGPU ? drawnScaleFactor : 1
        let template = drawTemplate(scaleFactor: scaleFactor)
        let jobClass = JobClass(model: template.model, scaleFactor: scaleFactor)
        let rate = try speeds.stepsPerSecond(jobClass, on: SpeedBook.referenceType)
        let steps = durationSeconds * rate
        guard steps > 0, steps < 1e15 else {
            throw .badSetting(
                name: "the speed of \(template.model) x \(scaleFactor) on \(SpeedBook.referenceType)",
                found: "\(rate) steps/s",
                expected: "one that gives a job between 0 and 1e15 steps")
        }
        var weight = 1.0
        if settings.hasPriorities { weight = jobStream.uniform(0, 1) <= 0.2 ? 5 : 1 }
        generatedCount += 1
        return Job(
            id: generatedCount - 1, jobClass: jobClass, totalSteps: steps,
            arrivalSeconds: arrivalSeconds, priorityWeight: weight, referenceDurationSeconds: durationSeconds)
    }

    private mutating func drawScaleFactor() -> Int {
        let u = jobStream.uniform(0, 1)
        if u < 0.7 { return 1 }
        if u <= 0.8 { return 2 }
        return u <= 0.95 ? 4 : 8
    }

    /// 80 %: 10^1.5 to 10^3 minutes, 20 %: 10^3 to 10^4 minutes, log-uniform.
    private mutating func drawDuration() -> Double {
        let isLong = jobStream.random() >= 0.8
        return 60 * pow(10, isLong ? jobStream.uniform(3, 4) : jobStream.uniform(1.5, 3))
    }

    private mutating func drawTemplate(scaleFactor: Int) -> JobTemplate {
        while true {
            let template = JobTemplate.all[jobStream.index(below: JobTemplate.all.count)]
            if scaleFactor == 1 || template.isDistributed { return template }
        }
    }
}
