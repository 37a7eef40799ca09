import Cluster
import Placement
import Policies
import Simulation
import Testing
import Workload

@Suite("Quirks of the mechanism gavel")
struct GavelQuirkTests {
    /// Collects what the tests look at.
    private final class Recorder: Observer {
        var placements: [JobPlacement] = []
        var runs: [JobRun] = []
        var allocationSeconds: [Double] = []

        func observe(_ event: borrowing SimulationEvent) {
            switch copy event {
            case .jobPlaced(let placement): placements.append(placement)
            case .jobRan(let run): runs.append(run)
            case .allocationDecided(let allocation): allocationSeconds.append(allocation.nowSeconds)
            default: break
            }
        }

        /// When a job first got GPUs.
        func start(of job: Int32) -> Double? { placements.first { $0.jobID == job }?.nowSeconds }
    }

    /// Gives every job the same shares, by type; job 1 others, as long as job 0 is there.
    private struct Fixed: Policy {
        var contract = PolicyContract(name: "fixed", distinguishesGPUTypes: true)
        var shares: [Double]
        var sharesOfSecond: [Double]?

        func decide(_ snapshot: borrowing Snapshot) -> Decision {
            let ids = snapshot.activeJobIDs
            let rows = ids.map { $0 == 1 && ids.contains(0) ? sharesOfSecond ?? shares : shares }
            return .timeShares(
                TimeShares(jobIDs: ids, typeCount: snapshot.typeCount, shares: rows.flatMap { $0 }))
        }
    }

    private static let model = "A3C"

    private func rate(_ type: String = "v100") throws -> Double {
        try SpeedBook(try GavelMeasurements.table()).stepsPerSecond(
            JobClass(model: Self.model, scaleFactor: 1), on: type)
    }

    private func job(_ id: Int, arrival: Double, seconds: Double) throws -> Job {
        Job(
            id: id, jobClass: JobClass(model: Self.model, scaleFactor: 1), totalSteps: try rate() * seconds,
            arrivalSeconds: arrival)
    }

    private func run(
        _ jobs: [Job], on cluster: String, without off: [GavelQuirk] = [], policy: any Policy = Isolated()
    ) throws -> (result: SimulationResult, record: Recorder) {
        let layout = try ClusterSpec.layout(cluster)
        let speeds = SpeedBook(try GavelMeasurements.table())
        let record = Recorder()
        let result = try Simulation.run(
            SimulationSetup(
                layout: layout, source: JobList(jobs), speeds: speeds, policy: policy, placement: Strided(),
                mechanism: .gavel(
                    GavelSettings(
                        seed: 0, isTrace: true, typeOrder: try speeds.fastestFirst(layout.types.map(\.name)),
                        quirks: .all(without: off))),
                stop: StopRule(measured: .allJobs), observers: [record]))
        return (result, record)
    }

    @Test("variable rounds: without it every round lasts 360 s exactly, parts of steps included")
    func variableRounds() throws {
        // The short job ends inside the first round; the late one waits for the round's end.
        let jobs = [try job(0, arrival: 0, seconds: 100.5), try job(1, arrival: 150, seconds: 800)]
        let with = try run(jobs, on: "v100=1")
        #expect(with.record.start(of: 1) == 150, "an idle clock jumps to the arrival")
        let without = try run(jobs, on: "v100=1", without: [.variableRounds])
        #expect(without.record.start(of: 1) == 360)
        #expect(without.record.runs.map(\.fromSeconds) == [0, 360, 720, 1080])
        #expect(without.record.runs.map(\.toSeconds).dropLast() == [100.5, 720, 1080])
        #expect(without.record.runs[1].steps == (try rate()) * 360)
        #expect(try #require(without.result.jobs.completionTimeSeconds(0)) == 100.5)
        #expect(abs(without.result.jobs.endSeconds[1] - 1160) < 1e-6)
        #expect(with.record.runs.dropFirst().allSatisfy { $0.toSeconds - $0.fromSeconds < 360 })
    }

    @Test("idle hole: without it GPUs are booked for the time that they were held, nothing else changes")
    func idleHole() throws {
        let jobs = [try job(0, arrival: 10, seconds: 100), try job(1, arrival: 50_000, seconds: 100)]
        let with = try run(jobs, on: "v100=1").result
        let without = try run(jobs, on: "v100=1", without: [.idleHole]).result
        #expect(with.busySecondsOfGPU[0] > 49_000 && abs(without.busySecondsOfGPU[0] - 200) < 1e-6)
        #expect(without.heldGPUSeconds == with.heldGPUSeconds)
        #expect(without.jobs.endSeconds == with.jobs.endSeconds)
    }

    @Test("stranded new job: without it the job runs in the next round on what is free")
    func strandedJob() throws {
        let jobs = [
            try job(0, arrival: 10, seconds: 8000), try job(1, arrival: 2500, seconds: 100),
            try job(2, arrival: 2600, seconds: 100),
        ]
        let with = try run(jobs, on: "v100=3").record
        let without = try run(jobs, on: "v100=3", without: [.strandedJob]).record
        let start = try #require(with.start(of: 2))
        #expect(start - 2600 > 360 && with.allocationSeconds.contains(start))
        let early = try #require(without.start(of: 2))
        #expect(early >= 2600 && early - 2600 <= 360 && !without.allocationSeconds.contains(early))
    }

    @Test("lost tail: without it a piece with fewer steps than GPUs counts and its job completes")
    func lostTail() throws {
        let jobClass = JobClass(model: "LM (batch size 5)", scaleFactor: 2)
        let jobs = [Job(id: 0, jobClass: jobClass, totalSteps: 1.5, arrivalSeconds: 0)]
        #expect(try run(jobs, on: "v100=2").result.jobs.phases[0] == .dropped)
        let without = try run(jobs, on: "v100=2", without: [.lostTail])
        #expect(
            without.result.jobs.phases[0] == .completed && without.record.runs.map(\.isCredited) == [true])
        let rate = try SpeedBook(try GavelMeasurements.table()).stepsPerSecond(jobClass, on: "v100")
        #expect(without.result.jobs.completionTimeSeconds(0) == 1.5 / rate)
    }

    @Test("half a round of credit: without it a job that never ran counts a billionfold")
    func initialCredit() throws {
        let jobs = [try job(0, arrival: 0, seconds: 100), try job(1, arrival: 0, seconds: 100)]
        let policy = Fixed(shares: [0.5])
        let priorities = { (off: [GavelQuirk]) in
            try run(jobs, on: "v100=2", without: off, policy: policy).record.placements.map(\.priority)
        }
        // A half of the type's credit each, half of the type asked for.
        #expect(try priorities([]) == [1, 1])
        #expect(try priorities([.initialCredit]) == [5e8, 5e8])
    }

    @Test("dust: without it a share of 1e-10 is none, one of 1e-6 still is one")
    func dust() throws {
        let jobs = [try job(0, arrival: 0, seconds: 3000), try job(1, arrival: 0, seconds: 100)]
        let start = { (share: Double, off: [GavelQuirk]) in
            let contract = PolicyContract(
                name: "fixed", distinguishesGPUTypes: true, runsOnlyAllocatedJobs: true)
            let policy = Fixed(contract: contract, shares: [1], sharesOfSecond: [share])
            return try run(jobs, on: "v100=2", without: off, policy: policy).record.start(of: 1)
        }
        #expect(try start(1e-10, []) == 0)
        #expect(try #require(try start(1e-10, [.dust])) >= 2999)
        #expect(try start(1e-6, [.dust]) == 0)
        #expect(try #require(try start(0, [])) >= 2999)
    }

    @Test("shuffled types: without it a policy blind to types fills the fastest one first")
    func shuffledTypes() throws {
        let jobs = [try job(0, arrival: 0, seconds: 8000)]
        let contract = PolicyContract(name: "fixed", distinguishesGPUTypes: false)
        let types = { (off: [GavelQuirk], contract: PolicyContract) in
            let policy = Fixed(contract: contract, shares: [0.3, 0.3, 0.3])
            let placements = try run(jobs, on: "1:1:1", without: off, policy: policy).record.placements
            return Set(placements.map(\.typeIndex))
        }
        #expect(try types([], contract) == [0, 1, 2])
        #expect(try types([.shuffledTypes], contract) == [2], "k80, p100, v100: the last is the fastest")
        let aware = PolicyContract(name: "fixed", distinguishesGPUTypes: true)
        #expect(try types([], aware) == [2], "policies that see types are never shuffled")
    }

    @Test("type by type: without it a job goes where it is most urgent, also with sizes that do not fit")
    func typeByType() throws {
        let jobs = [try job(0, arrival: 0, seconds: 100), try job(1, arrival: 0, seconds: 100)]
        let first = { (off: [GavelQuirk], shares: [Double], second: [Double]) in
            let policy = Fixed(shares: shares, sharesOfSecond: second)
            let placements = try run(jobs, on: "v100=1,k80=1", without: off, policy: policy).record.placements
            return (0..<2).map { id in placements.first { $0.jobID == id }?.typeIndex ?? -1 }
        }
        // Columns k80, v100. V100 is filled first, with job 0, although its share of K80 is larger.
        #expect(try first([], [0.9, 0.1], [0.1, 0]) == [1, 0])
        #expect(try first([.typeByType], [0.9, 0.1], [0.1, 0]) == [0, 1])
        // Equal priorities: the order of types decides, then the id.
        #expect(try first([.typeByType], [0.5, 0.5], [0.5, 0.5]) == [1, 0])
    }

    @Test("type by type: without it no GPU is promised twice and jobs without a share fill up")
    func pairsFillUp() throws {
        var generator = try GavelGenerator(
            .init(seed: 5, arrivals: .poisson(jobsPerHour: 20), isMultiGPU: true, jobLimit: 60),
            speeds: SpeedBook(try GavelMeasurements.table()))
        var jobs: [Job] = []
        while let job = try generator.next() { jobs.append(job) }
        let result = try run(jobs, on: "v100=8@4,p100=8@2,k80=8", without: [.typeByType, .lostTail]).result
        #expect(result.jobs.phases.allSatisfy { $0 == .completed })
    }

    @Test("no interval at zero: without it the second allocation waits, too")
    func freeAtZero() throws {
        let jobs = [try job(0, arrival: 0, seconds: 8000), try job(1, arrival: 100, seconds: 8000)]
        let with = try run(jobs, on: "v100=2").record.allocationSeconds
        let without = try run(jobs, on: "v100=2", without: [.freeAtZero]).record.allocationSeconds
        #expect(with[0] == 0 && with[1] < 361)
        #expect(without[0] == 0 && without[1] >= 1920 && without[1] < 1920 + 360)
    }

    @Test("each quirk off alone: every job ends, the same way every time", arguments: GavelQuirk.allCases)
    func eachAlone(quirk: GavelQuirk) throws {
        var generator = try GavelGenerator(
            .init(seed: 2, arrivals: .poisson(jobsPerHour: 6), isMultiGPU: true, jobLimit: 40),
            speeds: SpeedBook(try GavelMeasurements.table()))
        var jobs: [Job] = []
        while let job = try generator.next() { jobs.append(job) }
        let policy = Isolated()
        let runs = try (0..<2).map { _ in
            try run(jobs, on: "v100=4,p100=8,k80=8", without: [quirk], policy: policy).result
        }
        #expect(runs[0].jobs.phases.allSatisfy { $0 != .active })
        #expect(runs[0].jobs.endSeconds == runs[1].jobs.endSeconds)
        #expect(quirk.summary != quirk.alternative && !quirk.summary.isEmpty)
    }
}
