internal import Cluster
private import Simulation
internal import Workload

/// How much work arrives for each unit that the cluster can do.
enum OfferedLoad {
    /// Jobs that an endless workload is judged by.
    private static let sampledJobCount = 20_000

    /// GPU-seconds that arrive, each job on its fastest type, per GPU-second of the cluster.
    ///
    /// Jobs of a steady-state start do not count: they are there from the beginning.
    ///
    /// - Returns: nil when all jobs arrive at once.
    static func estimate(
        _ source: any JobSource, layout: ClusterLayout, speeds: SpeedBook
    ) throws -> Double? {
        var jobs = source
        for _ in 0..<source.initialJobCount { _ = try jobs.next() }
        var rates = RateTable(
            gpuTypes: layout.types.map(\.name), gpuCounts: layout.types.map(\.gpuCount), speeds: speeds)
        var work = 0.0
        var lastArrivalSeconds = 0.0
        let firstArrivalSeconds = jobs.nextArrivalSeconds ?? 0
        for _ in 0..<(source.totalJobCount ?? sampledJobCount) {
            guard let job = try jobs.next() else { break }
            let row = try rates.row(of: job.jobClass)
            let rate = rates.fastestRate(class: row)
            let share = Double(job.jobClass.scaleFactor * job.demandMilliGPU) / 1000
            work += job.totalSteps / rate * share
            lastArrivalSeconds = job.arrivalSeconds
        }
        let span = lastArrivalSeconds - firstArrivalSeconds
        return span > 0 ? work / (span * Double(layout.gpuCount)) : nil
    }
}
