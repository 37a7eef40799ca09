public import Cluster
public import Workload

/// What fragmentation is measured against during a run, and what rules that look at it aim for.
public enum TargetSource: Sendable, Equatable {
    /// The same workload all the time.
    case fixed(TargetWorkload)
    /// The jobs that arrived in the last so many seconds.
    case slidingWindow(seconds: Double)
}

extension TaskClass {
    /// What a job asks of a cluster's nodes.
    public init(_ job: Job, in layout: ClusterLayout) {
        let accepted = layout.types.map(\.name).filter { job.jobClass.accepts($0) }
        self.init(
            cpuMilli: job.demandCPUMilli, milliPerGPU: job.demandMilliGPU, gpuCount: job.jobClass.scaleFactor,
            acceptedTypes: accepted.count == layout.types.count ? "" : accepted.joined(separator: "|"))
    }
}

/// The target workload of a run as it goes.
struct RunningTarget {
    /// The workload now.
    private(set) var target: TargetWorkload
    private let windowSeconds: Double?
    private var counts: [TaskClass: Int] = [:]
    private var firstInWindow = 0
    private var arrivedCount = 0
    private var lastSeconds = -Double.infinity

    init(_ source: TargetSource) {
        switch source {
        case .fixed(let target): (self.target, windowSeconds) = (target, nil)
        case .slidingWindow(let seconds): (target, windowSeconds) = (TargetWorkload(entries: []), seconds)
        }
    }

    /// Whether there is or will be anything to measure against.
    var isUsed: Bool { windowSeconds != nil || !target.entries.isEmpty }

    /// Moves a window on; jobs arrive in order of time.
    ///
    /// - Returns: Whether the target is another one now.
    mutating func advance(toSeconds now: Double, jobs: JobTable, layout: ClusterLayout) -> Bool {
        guard let windowSeconds, now != lastSeconds || jobs.count != arrivedCount else { return false }
        lastSeconds = now
        var isChanged = jobs.count != arrivedCount
        while arrivedCount < jobs.count {
            counts[TaskClass(jobs.jobs[arrivedCount], in: layout), default: 0] += 1
            arrivedCount += 1
        }
        while firstInWindow < arrivedCount && jobs.arrivalSeconds[firstInWindow] <= now - windowSeconds {
            let task = TaskClass(jobs.jobs[firstInWindow], in: layout)
            counts[task] = counts[task].flatMap { $0 > 1 ? $0 - 1 : nil }
            firstInWindow += 1
            isChanged = true
        }
        // When nothing arrived for long, the last jobs are still the best guess.
        guard isChanged, !counts.isEmpty else { return false }
        let next = TargetWorkload(counts: counts, coverPercent: 100)
        guard next != target else { return false }
        target = next
        return true
    }
}
