import Cluster
import Policies
import Simulation
import Testing
import Workload

@Suite("Shortest remaining time")
struct ShortestRemainingTimePerfTests {
    @Test("the job nearest to its end gets the fastest type, the last one waits")
    func order() throws {
        let layout = try ClusterSpec.layout("k80=1,v100=1")
        let jobClass = JobClass(model: "A3C", scaleFactor: 1)
        var rates = RateTable(
            gpuTypes: ["k80", "v100"], gpuCounts: [1, 1], speeds: SpeedBook(try GavelMeasurements.table()))
        var jobs = JobTable()
        for (id, steps) in [900.0, 100, 400].enumerated() {
            let job = Job(id: id, jobClass: jobClass, totalSteps: steps, arrivalSeconds: 0)
            jobs.append(job, classIndex: try rates.row(of: jobClass))
        }
        let decision = ShortestRemainingTimePerf().decide(
            Snapshot(
                nowSeconds: 0, layout: layout, activeJobIDs: [0, 1, 2], waitingJobIDs: [0, 1, 2], jobs: jobs,
                rates: rates, cluster: ClusterState(layout)))
        guard case .timeShares(let shares) = decision else {
            Issue.record("the policy returned \(decision.kind)")
            return
        }
        #expect(shares.shares == [0, 0, 0, 1, 1, 0], "one row per job, columns k80 and v100")
    }
}
