public import Simulation
private import Workload

/// Whether unfinished work piles up: the slope of the backlog over the second half of a run.
///
/// The backlog counts what is left of each job on its fastest type, in GPU-hours; a job is taken to progress
/// evenly between its first GPUs and its end. The half is cut into batches, since neighbouring instants are
/// not independent, and a line is fitted through the batches' means.
public struct BacklogTrend: Sendable, Equatable {
    /// GPU-hours of backlog that come on top in an hour.
    public let slopeGPUHoursPerHour: Double
    /// Half the width of the slope's 95 % interval.
    public let halfWidth: Double

    private static let batchCount = 10
    private static let samplesPerBatch = 20
    /// Student's t for 97.5 % and `batchCount` - 2 degrees of freedom.
    private static let studentT = 2.306

    /// Whether the backlog grows, beyond what chance explains.
    public var isGrowing: Bool { slopeGPUHoursPerHour - halfWidth > 0 }

    /// Fits a line through batch means that lie `batchHours` apart.
    ///
    /// - Parameters:
    ///   - means: Backlog in GPU-hours; at least three batches, of equal length.
    ///   - batchHours: Length of a batch.
    public init(batchMeans means: [Double], batchHours: Double) {
        let count = Double(means.count)
        let middle = (count - 1) / 2
        let average = means.reduce(0, +) / count
        var (products, squares) = (0.0, 0.0)
        for (index, mean) in means.enumerated() {
            products += (Double(index) - middle) * (mean - average)
            squares += (Double(index) - middle) * (Double(index) - middle)
        }
        let slope = products / squares
        var residuals = 0.0
        for (index, mean) in means.enumerated() {
            let rest = mean - average - slope * (Double(index) - middle)
            residuals += rest * rest
        }
        slopeGPUHoursPerHour = slope / batchHours
        halfWidth = Self.studentT * (residuals / (count - 2) / squares).squareRoot() / batchHours
    }

    /// The trend of a run; nil when it has no length.
    public init?(_ result: SimulationResult) {
        let half = (result.endSeconds - result.startSeconds) / 2
        guard half > 0 else { return nil }
        let sampleCount = Self.batchCount * Self.samplesPerBatch
        let step = half / Double(sampleCount)
        let first = result.startSeconds + half + step / 2
        var backlog = [Double](repeating: 0, count: sampleCount)
        for id in 0..<result.jobs.count {
            let work = Self.workGPUHours(id, result)
            let end = result.jobs.endSeconds[id].isNaN ? .infinity : result.jobs.endSeconds[id]
            let from = ((result.jobs.arrivalSeconds[id] - first) / step).rounded(.up)
            let upTo = min(((end - first) / step).rounded(.up), Double(sampleCount))
            guard from < upTo, upTo > 0 else { continue }
            for sample in Int(Swift.max(from, 0))..<Int(upTo) {
                backlog[sample] += work * Self.leftFraction(id, at: first + Double(sample) * step, result)
            }
        }
        let means = (0..<Self.batchCount).map { batch in
            let samples = backlog[batch * Self.samplesPerBatch..<(batch + 1) * Self.samplesPerBatch]
            return samples.reduce(0, +) / Double(Self.samplesPerBatch)
        }
        self.init(batchMeans: means, batchHours: half / Double(Self.batchCount) / 3600)
    }

    private static func workGPUHours(_ id: Int, _ result: SimulationResult) -> Double {
        let fastest = result.rates.fastestRate(class: Int(result.jobs.classIndices[id]))
        let job = result.jobs.jobs[id]
        let demand = Double(job.jobClass.scaleFactor) * Double(job.demandMilliGPU) / 1000
        return fastest > 0 ? job.totalSteps / fastest * demand / 3600 : 0
    }

    private static func leftFraction(_ id: Int, at seconds: Double, _ result: SimulationResult) -> Double {
        let start = result.jobs.firstStartSeconds[id]
        guard seconds > start else { return 1 }  // also when it never started
        let isOver = !result.jobs.endSeconds[id].isNaN
        let end = isOver ? result.jobs.endSeconds[id] : result.endSeconds
        let done = isOver ? 1 : result.jobs.stepsRun[id] / result.jobs.totalSteps[id]
        return end > start ? 1 - done * (seconds - start) / (end - start) : 1 - done
    }
}
