internal import Cluster
internal import Simulation
internal import Workload

/// What `--target-workload` says: the whole workload, or the arrivals of the last hours.
enum TargetSpec {
    /// Jobs that an endless workload is judged by.
    private static let sampledJobCount = 20_000

    /// Reads the flag.
    ///
    /// - Parameters:
    ///   - experiment: With the flag; nil = `trace`.
    ///   - source: The workload; a copy of it is read.
    ///   - layout: The cluster.
    /// - Returns: The target.
    /// - Throws: ``ExperimentError/badSetting(name:found:expected:)``, or what the source throws.
    static func target(
        _ experiment: Experiment, source: any JobSource, layout: ClusterLayout
    ) throws -> TargetSource {
        let text = experiment.targetWorkload ?? "trace"
        if text == "trace" {
            return .fixed(
                try whole(source, horizonSeconds: experiment.effectiveHorizonHours.map { $0 * 3600 }, layout))
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "window", let hours = Double(parts[1]), hours > 0, hours <= 1e8
        else {
            throw ExperimentError.badSetting(
                name: "--target-workload", found: text,
                expected: "trace or window:HOURS, for example window:24")
        }
        return .slidingWindow(seconds: hours * 3600)
    }

    /// All jobs of a finite source; of an endless one, those until the time limit, at most 20,000.
    private static func whole(
        _ source: any JobSource, horizonSeconds: Double?, _ layout: ClusterLayout
    ) throws -> TargetWorkload {
        var jobs = source
        var counts: [TaskClass: Int] = [:]
        for _ in 0..<(source.totalJobCount ?? sampledJobCount) {
            guard let job = try jobs.next() else { break }
            if source.totalJobCount == nil, let horizonSeconds, job.arrivalSeconds > horizonSeconds { break }
            counts[TaskClass(job, in: layout), default: 0] += 1
        }
        return TargetWorkload(counts: counts, coverPercent: 100)
    }
}
