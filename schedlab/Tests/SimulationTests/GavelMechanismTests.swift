import Cluster
import Placement
import Policies
import Simulation
import Testing
import Workload

@Suite("Mechanism gavel")
struct GavelMechanismTests {
    /// Collects every event.
    private final class Recorder: Observer {
        var events: [SimulationEvent] = []
        func observe(_ event: borrowing SimulationEvent) { events.append(copy event) }

        var placements: [JobPlacement] {
            events.compactMap { if case .jobPlaced(let p) = $0 { p } else { nil } }
        }
        var runs: [JobRun] { events.compactMap { if case .jobRan(let r) = $0 { r } else { nil } } }
    }

    private static let model = "A3C"  // 1 GPU; on v100 0.0x steps/s are looked up below

    private func speeds() throws -> SpeedBook { SpeedBook(try GavelMeasurements.table()) }

    private func job(_ id: Int, arrival: Double, steps: Double, gpus: Int = 1, model: String = model) -> Job {
        Job(
            id: id, jobClass: JobClass(model: model, scaleFactor: gpus), totalSteps: steps,
            arrivalSeconds: arrival)
    }

    private func run(
        _ jobs: [Job], on cluster: String, policy: any Policy = Isolated(), observer: Recorder = Recorder(),
        stop: StopRule = StopRule(measured: .allJobs), placement: any PlacementRule = Strided()
    ) throws -> SimulationResult {
        let layout = try ClusterSpec.layout(cluster)
        let speeds = try speeds()
        return try Simulation.run(
            SimulationSetup(
                layout: layout, source: JobList(jobs), speeds: speeds, policy: policy, placement: placement,
                mechanism: .gavel(
                    GavelSettings(
                        seed: 0, isTrace: true, typeOrder: try speeds.fastestFirst(layout.types.map(\.name)))),
                stop: stop, observers: [observer]))
    }

    @Test("a lone job runs whole rounds of whole steps and ends at its exact time")
    func loneJob() throws {
        let rate = try speeds().stepsPerSecond(JobClass(model: Self.model, scaleFactor: 1), on: "v100")
        let recorder = Recorder()
        let steps = (rate * 800).rounded()
        let result = try run([job(0, arrival: 0, steps: steps)], on: "v100=1", observer: recorder)
        #expect(recorder.runs.count == 3)
        #expect(recorder.runs[0].steps == (rate * 360).rounded(.down))
        #expect(recorder.runs.map(\.steps).reduce(0, +) == steps)
        let completion = try #require(result.jobs.completionTimeSeconds(0))
        #expect(abs(completion - steps / rate) < 1e-6)
        // Floored steps make a full round a little shorter than 360 s.
        #expect(recorder.runs[0].toSeconds < 360 && recorder.runs[0].toSeconds > 359)
    }

    @Test("idle hole: after a gap the first round is booked from the end of the last one")
    func idleHole() throws {
        let result = try run(
            [job(0, arrival: 0, steps: 100), job(1, arrival: 50_000, steps: 100)], on: "v100=1")
        let held = result.heldGPUSeconds
        let booked = result.busySecondsOfGPU.reduce(0, +)
        #expect(held < 1000 && booked > 49_000)
        // Completion times do not suffer.
        let completion = try #require(result.jobs.completionTimeSeconds(1))
        #expect(completion < 1000)
    }

    @Test("stranded new job: it is selected between allocations but gets no GPU")
    func strandedJob() throws {
        let rate = try speeds().stepsPerSecond(JobClass(model: Self.model, scaleFactor: 1), on: "v100")
        let recorder = Recorder()
        // Job 0 keeps the clock going; job 1 arrives shortly after an allocation that is not at time 0.
        _ = try run(
            [
                job(0, arrival: 10, steps: rate * 8000), job(1, arrival: 2500, steps: rate * 100),
                job(2, arrival: 2600, steps: rate * 100),
            ], on: "v100=3", observer: recorder)
        let firstPlacement = try #require(recorder.placements.first { $0.jobID == 1 })
        let allocations = recorder.events.compactMap {
            if case .allocationDecided(let a) = $0 { a.nowSeconds } else { nil }
        }
        #expect(allocations.contains(firstPlacement.nowSeconds))
        #expect(
            zip(allocations, allocations.dropFirst()).dropFirst().allSatisfy {
                $1 - $0 >= 1920 || $0 == 0 || $1 > 8000
            })
    }

    @Test("lost tail: a last piece with fewer steps than GPUs fails five times, then the job is dropped")
    func lostTail() throws {
        let recorder = Recorder()
        let result = try run(
            [job(0, arrival: 0, steps: 1.5, gpus: 2, model: "LM (batch size 5)")], on: "v100=2",
            observer: recorder)
        #expect(recorder.runs.count == 5 && recorder.runs.allSatisfy { !$0.isCredited })
        #expect(result.jobs.phases[0] == .dropped)
        #expect(result.jobs.completionTimeSeconds(0) == nil)
        #expect(result.stopReason == .completed)
    }

    @Test(
        "no GPU is over-committed, no job runs before it arrives, and every GPU-second is accounted for",
        arguments: 0..<6 as Range<UInt64>)
    func conservation(seed: UInt64) throws {
        var generator = try GavelGenerator(
            .init(seed: seed, arrivals: .poisson(jobsPerHour: 20), isMultiGPU: true, jobLimit: 60),
            speeds: speeds())
        var jobs: [Job] = []
        while let job = try generator.next() { jobs.append(job) }
        let recorder = Recorder()
        let result = try run(
            jobs, on: "v100=8@4,p100=8@2,k80=8", observer: recorder,
            placement: seed.isMultiple(of: 2) ? Strided() : RandomPlacement(seed: seed))
        var byJob = [Double](repeating: 0, count: jobs.count)
        var endOfGPU = [Double](repeating: 0, count: 24)
        for run in recorder.runs {
            #expect(run.fromSeconds >= jobs[Int(run.jobID)].arrivalSeconds)
            #expect(run.gpus.count == jobs[Int(run.jobID)].jobClass.scaleFactor)
            for gpu in run.gpus {
                #expect(
                    run.fromSeconds >= endOfGPU[Int(gpu)], "GPU \(gpu) is used twice at \(run.fromSeconds)")
            }
            byJob[Int(run.jobID)] += (run.toSeconds - run.fromSeconds) * Double(run.gpus.count)
        }
        for run in recorder.runs {
            for gpu in run.gpus { endOfGPU[Int(gpu)] = max(endOfGPU[Int(gpu)], run.toSeconds) }
        }
        for (own, counted) in zip(byJob, result.jobs.heldGPUSeconds) {
            #expect(abs(own - counted) <= 1e-6 * max(own, 1))
        }
        #expect(abs(byJob.reduce(0, +) - result.heldGPUSeconds) <= 1e-6 * result.heldGPUSeconds)
        #expect(endOfGPU.max() ?? 0 <= result.endSeconds)
    }

    @Test("moves and preemptions are told and counted alike")
    func movesAreCounted() throws {
        var generator = try GavelGenerator(
            .init(seed: 3, arrivals: .poisson(jobsPerHour: 30), jobLimit: 40), speeds: speeds())
        var jobs: [Job] = []
        while let job = try generator.next() { jobs.append(job) }
        let recorder = Recorder()
        let result = try run(jobs, on: "2:2:2", observer: recorder)
        let moves = recorder.events.compactMap { if case .jobMoved(let m) = $0 { m } else { nil } }
        let preemptions = recorder.events.count { if case .jobPreempted = $0 { true } else { false } }
        #expect(moves.count == result.moveCount && result.moveCount > 0)
        #expect(preemptions == result.preemptionCount && result.preemptionCount > 0)
        #expect(moves.allSatisfy { Set($0.fromGPUs) != Set($0.toGPUs) })
    }

    @Test("the horizon ends a run, and unfinished jobs stay unfinished")
    func horizon() throws {
        let result = try run(
            [job(0, arrival: 0, steps: 1e12)], on: "v100=1",
            stop: StopRule(measured: .allJobs, horizonSeconds: 7200))
        #expect(result.stopReason == .horizon)
        #expect(result.endSeconds >= 7200 && result.endSeconds < 7200 + 360)
        #expect(result.jobs.completionTimeSeconds(0) == nil && result.jobs.phases[0] == .active)
    }

    @Test("decisions that the mechanism cannot carry out are refused by name")
    func otherDecisions() throws {
        struct Queue: Policy {
            let contract = PolicyContract(name: "queue", distinguishesGPUTypes: true)
            func decide(_ snapshot: borrowing Snapshot) -> Decision {
                .orderedQueue(
                    OrderedQueue(jobIDs: snapshot.activeJobIDs, preference: .mostFree, backfill: .none))
            }
        }
        let expected = SimulationError.decisionNotSupported(
            mechanism: "gavel", policy: "queue", kind: .orderedQueue)
        #expect(throws: expected) { try run([job(0, arrival: 0, steps: 10)], on: "v100=1", policy: Queue()) }
    }

    @Test("a rule that chooses wrong GPUs is stopped")
    func badRule() throws {
        struct Wrong: PlacementRule {
            let name = "wrong"
            func choose(_ demand: PlacementDemand, in cluster: borrowing ClusterState) -> PlacementChoice? {
                PlacementChoice(gpus: [0], reason: .firstFree)
            }
        }
        #expect(throws: SimulationError.badPlacement(rule: "wrong", jobID: 1, gpus: [0])) {
            try run(
                [job(0, arrival: 0, steps: 100), job(1, arrival: 0, steps: 100)], on: "v100=2",
                placement: Wrong())
        }
    }

    @Test("a run without jobs that can run says that it is stuck instead of looping")
    func stuck() throws {
        struct Nothing: Policy {
            let contract = PolicyContract(
                name: "nothing", distinguishesGPUTypes: true, runsOnlyAllocatedJobs: true)
            func decide(_ snapshot: borrowing Snapshot) -> Decision {
                .timeShares(
                    TimeShares(
                        jobIDs: snapshot.activeJobIDs, typeCount: snapshot.typeCount,
                        shares: Array(repeating: 0, count: snapshot.jobCount * snapshot.typeCount)))
            }
        }
        #expect(throws: SimulationError.stuck(nowSeconds: 0, activeJobCount: 1, firstJobID: 0, gpuCount: 1)) {
            try run([job(0, arrival: 0, steps: 10)], on: "v100=1", policy: Nothing())
        }
    }
}
