public import Simulation
private import Workload

/// Waits and slowdowns of the measured jobs.
///
/// Jobs that had not ended, or not even arrived, when the run ended count with what is known of them: at least
/// their age, and nothing that they may still get.
public struct JobTimes: Sendable, Equatable {
    /// Seconds from arrival to the first GPUs; nil when no job started.
    public let firstWaitSeconds: Distribution?
    /// Seconds without GPUs between arrival and end; nil when no job completed.
    public let totalWaitSeconds: Distribution?
    /// Completion time over the time that the job would take on its fastest type of the cluster that is large
    /// enough, but at least ``shortestSeconds``, and never below 1; nil when no job completed.
    ///
    /// - Note: Feitelson et al., "Theory and Practice in Parallel Job Scheduling", 1997 (bounded slowdown).
    public let slowdown: Distribution?
    /// GPU-hours that completed jobs held, measured or not.
    public let completedGPUHours: Double

    /// Shorter jobs count as this long, so that they do not rule the slowdown (bounded slowdown).
    static let shortestSeconds = 10.0

    /// Computes the figures from the books of a run.
    public init(_ result: SimulationResult) {
        let arrived = result.measuredJobIDs.clamped(to: 0..<result.jobs.count)
        self.init(result, of: Array(arrived), absentCount: result.measuredJobIDs.count - arrived.count)
    }

    /// Computes the figures of some jobs of a run, of which `absentCount` more had not arrived at its end.
    init(_ result: SimulationResult, of ids: [Int], absentCount: Int = 0) {
        let jobs = result.jobs
        var firstWaits: [Double] = []
        var totalWaits: [Double] = []
        var slowdowns: [Double] = []
        var firstWaitBounds = [Double](repeating: 0, count: absentCount)
        var totalWaitBounds = firstWaitBounds
        var slowdownBounds = [Double](repeating: 1, count: absentCount)
        for id in ids {
            let age = result.endSeconds - jobs.arrivalSeconds[id]
            if jobs.firstStartSeconds[id].isNaN {
                firstWaitBounds.append(age)
            } else {
                firstWaits.append(jobs.firstStartSeconds[id] - jobs.arrivalSeconds[id])
            }
            if jobs.phases[id] == .active {
                totalWaitBounds.append(max(0, age - Self.runningSeconds(id, jobs)))
                if let slowdown = Self.slowdown(id, result, after: age) { slowdownBounds.append(slowdown) }
            }
            guard let completion = jobs.completionTimeSeconds(id) else { continue }
            totalWaits.append(max(0, completion - Self.runningSeconds(id, jobs)))
            if let slowdown = Self.slowdown(id, result, after: completion) { slowdowns.append(slowdown) }
        }
        firstWaitSeconds = Distribution(firstWaits, atLeast: firstWaitBounds)
        totalWaitSeconds = Distribution(totalWaits, atLeast: totalWaitBounds)
        slowdown = Distribution(slowdowns, atLeast: slowdownBounds)
        completedGPUHours =
            jobs.phases.indices.reduce(0) {
                jobs.phases[$1] == .completed ? $0 + jobs.heldGPUSeconds[$1] : $0
            } / 3600
    }

    /// Bounded slowdown of a job that takes so many seconds; nil for one that can run nowhere.
    private static func slowdown(_ id: Int, _ result: SimulationResult, after seconds: Double) -> Double? {
        let fastest = result.rates.fastestRate(class: Int(result.jobs.classIndices[id]))
        guard fastest > 0 else { return nil }
        return max(seconds / max(result.jobs.totalSteps[id] / fastest, shortestSeconds), 1)
    }

    /// Seconds that a job held its GPUs.
    private static func runningSeconds(_ id: Int, _ jobs: JobTable) -> Double {
        let share = Double(jobs.jobs[id].demandMilliGPU) / 1000
        return jobs.heldGPUSeconds[id] / (Double(jobs.scaleFactors[id]) * share)
    }
}
