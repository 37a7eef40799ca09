import Cluster
import Simulation
import Testing
import Workload

/// Snapshots of jobs that all arrived at time 0; `running` gives jobs the type that they run on.
enum Snapshots {
    static func make(
        _ cluster: String, _ jobs: [(String, Int)], ended: Set<Int> = [], nowSeconds: Double = 0,
        steps: Double = 1000, running: [Int: Int] = [:],
        state: ClusterState? = nil
    ) throws -> Snapshot {
        let layout = try ClusterSpec.layout(cluster)
        var rates = RateTable(
            gpuTypes: layout.types.map(\.name), gpuCounts: layout.types.map(\.gpuCount),
            speeds: SpeedBook(try GavelMeasurements.table()))
        var table = JobTable()
        for (id, (model, scaleFactor)) in jobs.enumerated() {
            let jobClass = JobClass(model: model, scaleFactor: scaleFactor)
            table.append(
                Job(id: id, jobClass: jobClass, totalSteps: steps, arrivalSeconds: 0),
                classIndex: try rates.row(of: jobClass))
        }
        for (id, type) in running { table.currentTypes[id] = Int32(type) }
        let active = jobs.indices.filter { !ended.contains($0) }.map(Int32.init)
        return Snapshot(
            nowSeconds: nowSeconds, layout: layout,
            activeJobIDs: active, waitingJobIDs: active.filter { running[Int($0)] == nil }, jobs: table,
            rates: rates, cluster: state ?? ClusterState(layout))
    }

    static func shares(_ decision: Decision) throws -> TimeShares {
        guard case .timeShares(let shares) = decision else {
            Issue.record("the decision is \(decision.kind)")
            throw SimulationError.malformedDecision(policy: "test", problem: decision.kind.rawValue)
        }
        return shares
    }
}
