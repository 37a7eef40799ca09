public import Simulation
private import Workload

/// Finish-time fairness of the measured jobs: completion time over the time that the job would have taken
/// alone on an n-th of the cluster, with n the number of active jobs as it evolved.
///
/// An n-th of the cluster gives a job `min(1 / (n s), 1 / N)` of each of the `N` GPUs' time, so the isolated
/// progress of all jobs of one demand `s` is one cumulative integral. Types with fewer GPUs than the job takes are
/// no part of its cluster. After the end of the run n stays.
///
/// - Note: Mahajan et al., "Themis", NSDI 2020 (rho); shares as in Narayanan et al., OSDI 2020,
///   section 4.2.
public struct FairnessRatios: Sendable, Equatable {
    /// Mean of the ratios.
    public let mean: Double
    /// The worst ratio.
    public let max: Double
    /// Part of the jobs with a ratio above 1.
    public let unfairFraction: Double
    /// Whether these are lower bounds, because jobs had not ended when the run ended.
    public let isAtLeast: Bool

    /// Summarises ratios; nil without one that is known.
    ///
    /// - Parameters:
    ///   - ratios: Those of jobs that completed.
    ///   - bounds: What those of other jobs are known not to be below.
    public init?(_ ratios: [Double], atLeast bounds: [Double] = []) {
        let all = ratios + bounds
        guard !ratios.isEmpty, let mean = Statistics.mean(all), let max = all.max() else { return nil }
        self.mean = mean
        self.max = max
        unfairFraction = Double(all.count { $0 > 1 }) / Double(all.count)
        isAtLeast = !bounds.isEmpty
    }

    /// Summarises the ratios of the measured jobs; nil when none completed.
    ///
    /// - Parameters:
    ///   - result: The books of a run.
    ///   - gpuCounts: GPUs of each type.
    /// - Complexity: O((jobs + distinct demands) · log jobs + distinct demands · jobs).
    public init?(_ result: SimulationResult, gpuCounts: [Int]) {
        let absentCount = result.measuredJobIDs.count { $0 >= result.jobs.count }
        self.init(Self.ratios(result, gpuCounts: gpuCounts), absentCount: absentCount)
    }

    /// Summarises the ratios of some jobs, of which `absentCount` more had not arrived.
    init?(_ ratios: [Ratio?], absentCount: Int = 0) {
        let known = ratios.compactMap(\.self)
        self.init(
            known.filter { !$0.isAtLeast }.map(\.value),
            atLeast: known.filter(\.isAtLeast).map(\.value) + Array(repeating: 0, count: absentCount))
    }

    /// A job's ratio, or what it is not below.
    struct Ratio: Equatable {
        var value: Double
        var isAtLeast: Bool
    }

    /// The ratio of each job by id; nil for jobs that are not measured, were dropped or can run nowhere.
    ///
    /// A job that had not ended has at least its age, over a time that is known only if it had passed by then: how
    /// many jobs would have shared the cluster later is not.
    static func ratios(_ result: SimulationResult, gpuCounts: [Int]) -> [Ratio?] {
        let jobs = result.jobs
        var progress = IsolatedProgress(jobs)
        var ratios = [Ratio?](repeating: nil, count: jobs.count)
        for id in result.measuredJobIDs.clamped(to: 0..<jobs.count) {
            let isActive = jobs.phases[id] == .active
            let age = result.endSeconds - jobs.arrivalSeconds[id]
            guard let seconds = isActive ? age : jobs.completionTimeSeconds(id) else { continue }
            let row = Int(jobs.classIndices[id])
            var clusterRate = 0.0
            var gpuCount = 0
            for (type, count) in gpuCounts.enumerated() {
                let rate = result.rates.usableRate(class: row, type: type)
                guard rate > 0 else { continue }
                gpuCount += count
                clusterRate += rate * Double(count)
            }
            guard clusterRate > 0 else { continue }
            let demand = Double(jobs.scaleFactors[id]) * Double(jobs.jobs[id].demandMilliGPU) / 1000
            let isolated = progress.secondsToDo(
                jobs.totalSteps[id] / clusterRate, .init(demandGPUs: demand, gpuCount: gpuCount),
                from: jobs.arrivalSeconds[id])
            guard isolated > 0 else { continue }
            let isUnknown = isActive && isolated > age
            ratios[id] = Ratio(value: isUnknown ? 0 : seconds / isolated, isAtLeast: isActive)
        }
        return ratios
    }
}

/// How far a job would have come on an n-th of the cluster, as a function of time.
private struct IsolatedProgress {
    /// Instants at which the number of active jobs changed, ascending, and the number from then on.
    private var seconds: [Double] = []
    private var activeCounts: [Int] = []
    /// The integral of the share until each instant.
    private var integrals: [Kind: [Double]] = [:]

    /// What jobs have in common that progress alike: how many GPUs they take, of how many that can serve them.
    struct Kind: Hashable {
        var demandGPUs: Double
        var gpuCount: Int
    }

    init(_ jobs: JobTable) {
        var changes = jobs.arrivalSeconds.map { ($0, 1) }
        changes += jobs.endSeconds.filter { !$0.isNaN }.map { ($0, -1) }
        changes.sort { $0 < $1 }
        var count = 0
        for (instant, change) in changes {
            count += change
            if seconds.last == instant {
                activeCounts[activeCounts.count - 1] = count
            } else {
                seconds.append(instant)
                activeCounts.append(count)
            }
        }
    }

    private func share(_ index: Int, _ kind: Kind) -> Double {
        min(1 / (Double(Swift.max(activeCounts[index], 1)) * kind.demandGPUs), 1 / Double(kind.gpuCount))
    }

    /// Seconds from an instant until the integral of the share has grown by `work`.
    mutating func secondsToDo(_ work: Double, _ kind: Kind, from start: Double) -> Double {
        let integral = integral(kind)
        let first = lastIndex(of: seconds, notAbove: start)
        let target = integral[first] + (start - seconds[first]) * share(first, kind) + work
        let last = lastIndex(of: integral, notAbove: target)
        return seconds[last] + (target - integral[last]) / share(last, kind) - start
    }

    private mutating func integral(_ kind: Kind) -> [Double] {
        if let known = integrals[kind] { return known }
        var values = [0.0]
        for index in seconds.indices.dropLast() {
            values.append(
                values[index] + (seconds[index + 1] - seconds[index]) * share(index, kind))
        }
        integrals[kind] = values
        return values
    }

    /// Index of the last value that is not above a bound; 0 if all are.
    private func lastIndex(of values: [Double], notAbove bound: Double) -> Int {
        var low = 0
        var high = values.count
        while low < high {
            let middle = (low + high) / 2
            if values[middle] <= bound { low = middle + 1 } else { high = middle }
        }
        return Swift.max(low - 1, 0)
    }
}
