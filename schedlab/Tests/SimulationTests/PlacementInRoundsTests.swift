import Cluster
import Placement
import Policies
import Simulation
import Testing
import Workload

@Suite("Placement inside rounds")
struct PlacementInRoundsTests {
    private func job(_ id: Int, _ seconds: Double, gpus: Int, arrival: Double = 0) -> Job {
        Job(
            id: id, jobClass: JobClass(model: "", scaleFactor: gpus, workUnit: .referenceSeconds),
            totalSteps: seconds, arrivalSeconds: arrival)
    }

    private func run(
        _ jobs: [Job], on cluster: String, rule: any PlacementRule, singleNode: Bool = false,
        target: TargetSource? = nil, mechanism: Mechanism = .standard(StandardSettings())
    ) throws -> SimulationResult {
        let layout = try ClusterSpec.layout(cluster)
        let whole = TargetWorkload(counting: jobs.map { TaskClass($0, in: layout) }, coverPercent: 100)
        return try Simulation.run(
            SimulationSetup(
                layout: layout, source: JobList(jobs), speeds: SpeedBook(try GavelMeasurements.table()),
                policy: FIFOQueue(distinguishesGPUTypes: false), placement: rule, mechanism: mechanism,
                keepsJobsOnOneNode: singleNode, target: target ?? .fixed(whole),
                stop: StopRule(measured: .allJobs)))
    }

    @Test(
        "a job that spans more nodes than it needs runs at the unconsolidated rate, one that must span does not",
        arguments: [Mechanism.standard(StandardSettings()), .runToCompletion])
    func unconsolidated(mechanism: Mechanism) throws {
        let fraction = try GavelMeasurements.table().medianSpanningFraction(scaleFactor: 2)
        #expect(fraction > 0.2 && fraction < 1)
        // Strided puts job 1 on the second GPU of node 0 and the first of node 1.
        let jobs = [job(0, 1000, gpus: 1), job(1, 100, gpus: 2)]
        let spread = try run(jobs, on: "v100=4@2", rule: Strided(), mechanism: mechanism)
        #expect(abs(spread.jobs.endSeconds[1] - 100 / fraction) < 1e-9)
        let packed = try run(jobs, on: "v100=4@2", rule: BestFit(), mechanism: mechanism)
        #expect(packed.jobs.endSeconds[1] == 100)
        let forced = try run(jobs, on: "v100=4@1", rule: Strided(), mechanism: mechanism)
        #expect(forced.jobs.endSeconds[1] == 100, "on nodes of one GPU two nodes are no more than needed")
    }

    @Test("a measured model spans nodes at its measured rate")
    func measured() throws {
        let speeds = SpeedBook(try GavelMeasurements.table())
        let jobClass = JobClass(model: "ResNet-18 (batch size 64)", scaleFactor: 4)
        let entry = try #require(try GavelMeasurements.table().entry(gpuType: "v100", jobClass: jobClass))
        let expected = try #require(entry.unconsolidated)
        let rate = try speeds.stepsPerSecond(jobClass, on: "v100")
        #expect(abs(rate * speeds.spanningFraction(of: jobClass, on: "v100") / expected - 1) < 1e-12)
        #expect(speeds.spanningFraction(of: JobClass(model: "x", scaleFactor: 1), on: "v100") == 1)
        let table = try GavelMeasurements.table()
        #expect(
            speeds.spanningFraction(of: JobClass(model: "x", scaleFactor: 64), on: "q")
                == table.medianSpanningFraction(scaleFactor: 8), "the nearest number of GPUs measured")
        #expect(ThroughputTable(source: "none").medianSpanningFraction(scaleFactor: 2) == 1)
    }

    @Test("with single-node a job waits rather than span, unless it is larger than any node")
    func singleNode() throws {
        // Worst fit spreads the small jobs over both nodes.
        let jobs = [job(0, 300, gpus: 1), job(1, 700, gpus: 1), job(2, 100, gpus: 2)]
        let spanning = try run(jobs, on: "v100=4@2", rule: WorstFit())
        #expect(spanning.jobs.firstStartSeconds[2] == 0)
        let waiting = try run(jobs, on: "v100=4@2", rule: WorstFit(), singleNode: true)
        #expect(
            waiting.jobs.firstStartSeconds[2] == 360, "job 0 ends at 300 s, the next boundary is at 360 s")
        let large = try run([job(0, 100, gpus: 3)], on: "v100=4@2", rule: WorstFit(), singleNode: true)
        #expect(large.jobs.endSeconds[0] == 100)
    }

    @Test("fragmentation is averaged over simulated time")
    func averages() throws {
        let result = try run(
            [job(0, 360, gpus: 1), job(1, 720, gpus: 2)], on: "v100=4@2", rule: BestFit())
        let averages = try #require(result.fragmentation)
        // Round 1: 3 GPUs taken, the free one is no use to half of the workload. Round 2: a free node.
        #expect(averages.allocatedFraction == (0.75 + 0.5) / 2)
        #expect(averages.occupiedNodes == 1.5)
        #expect(averages.rate == 0.25)
        #expect(averages.wholeGPURate == 0.25)
        #expect(averages.ofTotal == 0.5 * 0.25 / 2)
        #expect(averages.startable.map(\.jobCount) == [1.5, 0.5, 0, 0])
        #expect(averages.largestHoles.map(\.nodeGPUs) == [2])
        #expect(averages.largestHoles.map(\.freeGPUs) == [1.5])
        #expect(averages.targetClassCount == 2)
    }

    @Test("a sliding target holds the latest arrivals only, and the last ones when nothing arrives")
    func window() throws {
        let jobs = [
            job(0, 100, gpus: 1), job(1, 100, gpus: 2, arrival: 5000), job(2, 10, gpus: 2, arrival: 9000),
        ]
        let rule = FragmentationGradientDescent(target: TargetWorkload(entries: []))
        let result = try run(
            jobs, on: "v100=4@2", rule: rule, target: .slidingWindow(seconds: 3600))
        #expect(result.fragmentation?.targetClassCount == 1)
        let all = try run(jobs, on: "v100=4@2", rule: rule, target: .slidingWindow(seconds: 36_000))
        #expect(all.fragmentation?.targetClassCount == 2)
    }

    @Test("every rule finishes every job and conserves GPUs, CPU and memory", arguments: 0..<9)
    func allRules(index: Int) throws {
        let target = TargetWorkload(entries: [])
        let rules: [any PlacementRule] = [
            BestFit(), DotProduct(), FirstFit(), FragmentationGradientDescent(target: target),
            GPUClustering(), GPUPacking(), RandomPlacement(seed: 1), Strided(), WorstFit(),
        ]
        let layout = try ClusterSpec.layout("openb-2023")
        let generator = try OpenBMixGenerator(
            seed: 3, jobsPerHour: 400, durationScale: 1e-2, jobLimit: 300,
            acceptedTypes: { _ in ["G2", "T4"] })
        let result = try Simulation.run(
            SimulationSetup(
                layout: layout, source: generator, speeds: SpeedBook(try GavelMeasurements.table()),
                policy: FIFOQueue(distinguishesGPUTypes: true), placement: rules[index],
                mechanism: .standard(StandardSettings()), target: .slidingWindow(seconds: 600),
                stop: StopRule(measured: .allJobs)))
        #expect(result.jobs.count == 300)
        #expect(result.jobs.phases.allSatisfy { $0 == .completed })
    }
}
