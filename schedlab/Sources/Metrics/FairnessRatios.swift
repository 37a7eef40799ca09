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

    /// Summarises ratios; nil for none.
    public init?(_ ratios: [Double]) {
        guard let mean = Statistics.mean(ratios), let max = ratios.max() else { return nil }
        self.mean = mean
        self.max = max
        unfairFraction = Double(ratios.count { $0 > 1 }) / Double(ratios.count)
    }

    /// Summarises the ratios of the measured jobs that completed.
    ///
    /// - Parameters:
    ///   - result: The books of a run.
    ///   - gpuCounts: GPUs of each type.
    /// - Complexity: O((jobs + distinct demands) · log jobs + distinct demands · jobs).
    public init?(_ result: SimulationResult, gpuCounts: [Int]) {
        self.init(Self.ratios(result, gpuCounts: gpuCounts).compactMap { $0 })
    }

    /// The ratio of each job by id; nil for jobs that are not measured or did not complete.
    static func ratios(_ result: SimulationResult, gpuCounts: [Int]) -> [Double?] {
        let jobs = result.jobs
        var progress = IsolatedProgress(jobs)
        var ratios = [Double?](repeating: nil, count: jobs.count)
        for id in result.measuredJobIDs.clamped(to: 0..<jobs.count) {
            guard let completion = jobs.completionTimeSeconds(id) else { continue }
            let row = Int(jobs.classIndices[id])
            var clusterRate = 0.0
            var gpuCount = 0
            for (type, count) in gpuCounts.enumerated() where result.isLargeEnough(type: type, for: id) {
                gpuCount += count
                clusterRate += result.rates.rate(class: row, type: type) * Double(count)
            }
            guard clusterRate > 0 else { continue }
            let demand = Double(jobs.scaleFactors[id]) * Double(jobs.jobs[id].demandMilliGPU) / 1000
            let isolated = progress.secondsToDo(
                jobs.totalSteps[id] / clusterRate, .init(demandGPUs: demand, gpuCount: gpuCount),
                from: jobs.arrivalSeconds[id])
            if isolated > 0 { ratios[id] = completion / isolated }
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
