import Cluster
import Metrics
import Placement
import Policies
import Simulation
import Testing
import Workload

@Suite("Finish-time fairness")
struct FairnessRatiosTests {
    private func fairness(
        _ jobs: [(arrival: Double, seconds: Double, gpus: Int)], on cluster: String
    ) throws -> FairnessRatios? {
        let layout = try ClusterSpec.layout(cluster)
        let result = try Simulation.run(
            SimulationSetup(
                layout: layout,
                source: JobList(
                    jobs.enumerated().map { id, job in
                        Job(
                            id: id,
                            jobClass: JobClass(
                                model: "", scaleFactor: job.gpus, workUnit: .referenceSeconds),
                            totalSteps: job.seconds, arrivalSeconds: job.arrival)
                    }),
                speeds: SpeedBook(try GavelMeasurements.table()),
                policy: FIFOQueue(distinguishesGPUTypes: true), placement: Strided(),
                mechanism: .runToCompletion, stop: StopRule(measured: .allJobs)))
        return FairnessRatios(result, gpuCounts: layout.types.map(\.gpuCount))
    }

    @Test("the ratios are those worked out by hand")
    func byHand() throws {
        // Alone on one GPU: as fast as isolated.
        #expect(try fairness([(0, 100, 1)], on: "v100=1") == FairnessRatios([1]))
        // Two at once on one GPU, first come first served. Isolated, job 0 has half the GPU until it ends
        // at 100 s here, then all of it: 50 of 100 s done at 100 s, ended at 150 s; likewise job 1.
        #expect(
            try fairness([(0, 100, 1), (0, 100, 1)], on: "v100=1")
                == FairnessRatios([100.0 / 150, 200.0 / 150]))
        // One job on two of four GPUs that it cannot use twice: no more than its own two count.
        #expect(try fairness([(0, 100, 2)], on: "v100=4") == FairnessRatios([1]))
        #expect(try fairness([], on: "v100=4") == nil)
    }
}
