import Cluster
import Metrics
import Placement
import Policies
import Simulation
import Testing
import Workload

@Suite("Ends and limits of the mechanism standard")
struct StandardLimitsTests {
    private func run(
        _ jobs: [(arrival: Double, seconds: Double, gpus: Int)], on cluster: String = "v100=1@1",
        policy: any Policy = Isolated(), _ settings: StandardSettings = .init(),
        stop: StopRule = StopRule(measured: .allJobs)
    ) throws -> SimulationResult {
        let list = jobs.enumerated().map { id, job in
            Job(
                id: id,
                jobClass: JobClass(model: "", scaleFactor: job.gpus, workUnit: .referenceSeconds),
                totalSteps: job.seconds, arrivalSeconds: job.arrival)
        }
        return try Simulation.run(
            SimulationSetup(
                layout: try ClusterSpec.layout(cluster), source: JobList(list),
                speeds: SpeedBook(try GavelMeasurements.table()), policy: policy, placement: Strided(),
                mechanism: .standard(settings), stop: stop))
    }

    @Test("jobs that take turns end also when a move costs a round or more", arguments: [360.0, 400, 7200])
    func dearMoves(cost: Double) throws {
        let result = try run([(0, 1000, 1), (0, 1000, 1)], StandardSettings(moveCosts: .seconds(cost)))
        #expect(RunMetrics(result).completedJobCount == 2)
        // Every stay but a job's first stands still and is followed by a round of work: three rounds of work each.
        #expect(result.moveCount == 0 && result.endSeconds <= 2000 + 2 * 3 * (cost + 720))
    }

    @Test("a move that would cost more than the run can wait for ends it, with the reason")
    func noProgress() throws {
        #expect {
            try run([(0, 1000, 1), (0, 1000, 1)], StandardSettings(moveCosts: .seconds(1e9)))
        } throws: { error in
            guard case SimulationError.noProgress(_, 10_000, 1, 1e9) = error else { return false }
            return "\(error)".contains("stands still for 1000000000.0 s after a move")
        }
    }

    @Test("a decision that is held back by the shortest interval is no standstill")
    func heldBackDecision() throws {
        let settings = StandardSettings(allocationIntervalSeconds: 1920)
        let result = try run(
            [(0, 100, 1), (10, 100, 1)], policy: FIFOQueue(distinguishesGPUTypes: false), settings)
        // Job 1 came after the decision at 0 s; the next is at the first boundary from 1,920 s on.
        #expect(result.jobs.firstStartSeconds[1] == 2160 && result.jobs.endSeconds[1] == 2260)
        #expect(throws: SimulationError.self, "a job that can run nowhere still is one") {
            try run([(0, 100, 2)], policy: FIFOQueue(distinguishesGPUTypes: false), settings)
        }
    }

    @Test("rounds that the rule for ties decided are counted")
    func ties() throws {
        // Both earn 180 s a round: equal at 0 s and 720 s, job 1 is owed more at 360 s and alone at 1,080 s.
        let twins = try run([(0, 720, 1), (0, 720, 1)])
        #expect(twins.tieRoundCount == 2 && twins.endSeconds == 1440)
        #expect(try run([(0, 720, 1), (0, 720, 1)], on: "v100=2@1").tieRoundCount == 0)
        // One job, two types with equal credit at 0 s and 720 s; it takes turns between them.
        #expect(try run([(0, 720, 1)], on: "k80=1@1,v100=1@1").tieRoundCount == 2)
        let queue = try run([(0, 720, 1), (0, 720, 1)], policy: FIFOQueue(distinguishesGPUTypes: false))
        #expect(queue.tieRoundCount == nil)
    }

    @Test("the run ends with its last job, not with the round")
    func makespan() throws {
        let metrics = RunMetrics(try run([(0, 500, 1)]))
        #expect(metrics.makespanSeconds == 500 && metrics.busyFraction == 1)
        let two = try run([(0, 100, 1), (0, 100, 1)], on: "v100=2@1")
        #expect(two.endSeconds == 100 && two.jobs.phases.allSatisfy { $0 == .completed })
        let window = try run(
            [(0, 500, 1), (0, 9000, 1)], on: "v100=2@1", stop: StopRule(measured: .window(0..<1)))
        #expect(window.endSeconds == 500 && window.busySecondsOfGPU == [500, 500])
        let refilled = try run([(0, 500, 1), (0, 30, 1)], StandardSettings(backfillsWithinRound: true))
        #expect(refilled.endSeconds == 530)
    }

    @Test("what jobs had not got when the run ended counts in waits and slowdowns as a lower bound")
    func cutShort() throws {
        let result = try run(
            [(0, 1e6, 1), (1, 100, 1), (2, 100, 1), (3, 100, 1)],
            policy: FIFOQueue(distinguishesGPUTypes: false),
            stop: StopRule(measured: .allJobs, horizonSeconds: 3600))
        let wait = try #require(JobTimes(result).firstWaitSeconds)
        #expect(wait.p95 == 3599 && wait.atLeast.contains(.p95) && wait.atLeast.contains(.mean))
        #expect(JobTimes(result).slowdown == nil && JobTimes(result).totalWaitSeconds == nil)
        #expect(FairnessRatios(result, gpuCounts: [1]) == nil)
    }

    @Test("a job shorter than the bound of the slowdown has 1, not less")
    func shortJob() throws {
        #expect(JobTimes(try run([(0, 2, 1)])).slowdown?.mean == 1)
    }

    @Test("types that are too small for a job count in none of its figures")
    func smallType() throws {
        let layout = try ClusterSpec.layout("a=1@1,b=4@4")
        var given = RelativeSpeeds()
        given.set(10, gpuType: "a", model: "")
        given.set(1, gpuType: "b", model: "")
        let jobClass = JobClass(model: "", scaleFactor: 4, workUnit: .referenceSeconds)
        let result = try Simulation.run(
            SimulationSetup(
                layout: layout,
                source: JobList([Job(id: 0, jobClass: jobClass, totalSteps: 4000, arrivalSeconds: 0)]),
                speeds: SpeedBook(try GavelMeasurements.table(), given: given),
                policy: FIFOQueue(distinguishesGPUTypes: false),
                placement: Strided(), mechanism: .runToCompletion, stop: StopRule(measured: .allJobs)))
        #expect(JobTimes(result).slowdown?.mean == 1)
        let fairness = try #require(FairnessRatios(result, gpuCounts: layout.types.map(\.gpuCount)))
        #expect(abs(fairness.mean - 1) < 1e-12 && fairness.unfairFraction == 0)
    }
}
