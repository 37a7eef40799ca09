public import Simulation
private import Workload

/// Waits and slowdowns of the measured jobs.
public struct JobTimes: Sendable, Equatable {
    /// Seconds from arrival to the first GPUs, over jobs that started.
    public let firstWaitSeconds: Distribution?
    /// Seconds without GPUs between arrival and end, over jobs that completed.
    public let totalWaitSeconds: Distribution?
    /// Completion time over the time that the job would take on the fastest type that is large enough for it, but at
    /// least ``shortestSeconds``; never below 1; over jobs that completed.
    public let slowdown: Distribution?
    /// GPU-hours that completed jobs held, measured or not.
    public let completedGPUHours: Double

    /// Shorter jobs count as this long, so that they do not rule the slowdown (bounded slowdown).
    public static let shortestSeconds = 10.0

    /// Computes the figures from the books of a run.
    public init(_ result: SimulationResult) {
        self.init(result, of: Array(result.measuredJobIDs.clamped(to: 0..<result.jobs.count)))
    }

    /// Computes the figures of some jobs of a run.
    init(_ result: SimulationResult, of ids: [Int]) {
        let jobs = result.jobs
        var firstWaits: [Double] = []
        var totalWaits: [Double] = []
        var slowdowns: [Double] = []
        for id in ids {
            if !jobs.firstStartSeconds[id].isNaN {
                firstWaits.append(jobs.firstStartSeconds[id] - jobs.arrivalSeconds[id])
            }
            guard let completion = jobs.completionTimeSeconds(id) else { continue }
            totalWaits.append(max(0, completion - Self.runningSeconds(id, jobs)))
            let fastest = result.fastestRate(of: id)
            if fastest > 0 {
                let ideal = max(jobs.totalSteps[id] / fastest, Self.shortestSeconds)
                slowdowns.append(max(completion / ideal, 1))
            }
        }
        firstWaitSeconds = Distribution(firstWaits)
        totalWaitSeconds = Distribution(totalWaits)
        slowdown = Distribution(slowdowns)
        completedGPUHours =
            jobs.phases.indices.reduce(0) {
                jobs.phases[$1] == .completed ? $0 + jobs.heldGPUSeconds[$1] : $0
            } / 3600
    }

    /// Seconds that a job held its GPUs.
    private static func runningSeconds(_ id: Int, _ jobs: JobTable) -> Double {
        let share = Double(jobs.jobs[id].demandMilliGPU) / 1000
        return jobs.heldGPUSeconds[id] / (Double(jobs.scaleFactors[id]) * share)
    }
}
