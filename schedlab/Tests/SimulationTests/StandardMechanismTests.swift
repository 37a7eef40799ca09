import Cluster
import KitTesting
import Metrics
import Placement
import Policies
import Simulation
import TestSupport
import Testing
import Workload

@Suite("Mechanism standard")
struct StandardMechanismTests {
    /// Gives the same shares to every job, whoever they are; counts how often it was asked.
    private struct FixedShares: Policy {
        let contract: PolicyContract
        let rows: [[Double]]
        let calls: Calls

        final class Calls { var seconds: [Double] = [] }

        init(_ rows: [[Double]], everyRound: Bool = false, calls: Calls = Calls()) {
            contract = PolicyContract(
                name: "fixed", consultation: everyRound ? .everyRound : .whenJobsChange,
                distinguishesGPUTypes: true)
            self.rows = rows
            self.calls = calls
        }

        func decide(_ snapshot: borrowing Snapshot) -> Decision {
            calls.seconds.append(snapshot.nowSeconds)
            let ids = snapshot.activeJobIDs
            return .timeShares(
                TimeShares(
                    jobIDs: ids, typeCount: snapshot.typeCount,
                    shares: ids.flatMap { rows[min(Int($0), rows.count - 1)] }))
        }
    }

    /// Gives only the first job a share, and lets nobody run without one.
    private struct OnlyTheFirst: Policy {
        let contract = PolicyContract(
            name: "only-the-first", distinguishesGPUTypes: true, runsOnlyAllocatedJobs: true)

        func decide(_ snapshot: borrowing Snapshot) -> Decision {
            let ids = snapshot.activeJobIDs
            let shares = ids.indices.flatMap { row in
                (0..<snapshot.typeCount).map { row == 0 && $0 == 0 ? 1.0 : 0.0 }
            }
            return .timeShares(TimeShares(jobIDs: ids, typeCount: snapshot.typeCount, shares: shares))
        }
    }

    @Test(
        "a policy that runs only allocated jobs leaves GPUs idle, also for jobs that it was not yet asked about"
    )
    func onlyAllocated() throws {
        let stays = Stays()
        let result = try Simulation.run(
            SimulationSetup(
                layout: try ClusterSpec.layout("v100=2,p100=2"),
                source: JobList([job(0, 0, 700), job(1, 0, 700), job(2, 400, 700)]),
                speeds: SpeedBook(try GavelMeasurements.table()), policy: OnlyTheFirst(),
                placement: Strided(), mechanism: .standard(StandardSettings(backfillsWithinRound: true)),
                stop: StopRule(measured: .allJobs), observers: [stays]))
        let starts = (0..<3).map { result.jobs.firstStartSeconds[$0] }
        // 700 s on a V100 are 1,077 s on the first type, a P100: three rounds.
        #expect(starts == [0, 1080, 2160], "each waits until it is the first of those that are there")
        #expect(stays.seconds.allSatisfy { $0[1] == 0 }, "nobody has a share of the second type")
    }

    /// Adds up the time of each job on each type, and keeps the stays.
    private final class Stays: Observer {
        var seconds: [[Double]] = []
        var list: [(job: Int32, from: Double, to: Double, gpus: [Int32])] = []

        func observe(_ event: borrowing SimulationEvent) {
            guard case .jobRan(let run) = copy event else { return }
            while seconds.count <= Int(run.jobID) { seconds.append([0, 0, 0]) }
            seconds[Int(run.jobID)][run.typeIndex] += run.toSeconds - run.fromSeconds
            list.append((run.jobID, run.fromSeconds, run.toSeconds, run.gpus))
        }
    }

    private func job(
        _ id: Int, _ arrival: Double, _ seconds: Double, gpus: Int = 1, milli: Int = 1000,
        types: [String] = []
    ) -> Job {
        Job(
            id: id,
            jobClass: JobClass(
                model: "", scaleFactor: gpus, workUnit: .referenceSeconds, acceptedTypes: types),
            totalSteps: seconds, arrivalSeconds: arrival, demandMilliGPU: milli)
    }

    private func run(
        _ jobs: [Job], on cluster: String = "v100=2", policy: any Policy,
        _ settings: StandardSettings = .init(),
        stop: StopRule = StopRule(measured: .allJobs), observer: (any Observer)? = nil
    ) throws -> SimulationResult {
        try Simulation.run(
            SimulationSetup(
                layout: try ClusterSpec.layout(cluster), source: JobList(jobs),
                speeds: SpeedBook(try GavelMeasurements.table()), policy: policy, placement: Strided(),
                mechanism: .standard(settings), stop: stop, observers: observer.map { [$0] } ?? []))
    }

    @Test("arrivals wait for the boundary, jobs end at their exact times, an idle cluster starts a new grid")
    func clock() throws {
        let result = try run(
            [job(0, 10, 500), job(1, 100, 10), job(2, 5000.5, 7.25)], policy: FixedShares([[1]]))
        // The grid starts at 10 s; job 1 waits for 370 s; job 2 starts a grid of its own.
        #expect((0..<3).map { result.jobs.firstStartSeconds[$0] } == [10, 370, 5000.5])
        #expect((0..<3).map { result.jobs.endSeconds[$0] } == [510, 380, 5007.75])
        #expect(result.heldGPUSeconds == 517.25)
    }

    @Test("GPUs that become free inside a round wait for the boundary, unless they are offered at once")
    func backfill() throws {
        let jobs = [job(0, 0, 100), job(1, 0, 50)]
        for (backfills, start) in [(false, 360.0), (true, 100.0)] {
            let settings = StandardSettings(backfillsWithinRound: backfills)
            let shares = try run(jobs, on: "v100=1", policy: FixedShares([[0.5]]), settings)
            #expect(shares.jobs.firstStartSeconds[1] == start)
            let queue = try run(
                jobs, on: "v100=1", policy: FIFOQueue(distinguishesGPUTypes: false), settings)
            #expect(queue.jobs.firstStartSeconds[1] == start)
        }
    }

    @Test("FIFO never preempts and its line waits for its head")
    func fifo() throws {
        let jobs = [job(0, 0, 1000), job(1, 0, 400, gpus: 2), job(2, 0, 10)]
        let result = try run(jobs, policy: FIFOQueue(distinguishesGPUTypes: false))
        #expect((0..<3).map { result.jobs.firstStartSeconds[$0] } == [0, 1080, 1800])
        #expect(result.preemptionCount == 0 && result.moveCount == 0)
    }

    @Test("shares of a GPU run beside each other in rounds")
    func fractions() throws {
        let jobs = (0..<5).map { job($0, 0, 100, milli: 250) }
        let result = try run(jobs, on: "v100=1", policy: FixedShares([[0.2]]))
        #expect(result.jobs.endSeconds.count { $0 == 100 } == 4 && result.jobs.endSeconds.max() == 460)
    }

    @Test("the policy is asked after a change, no sooner than the interval, or at every round if it wants")
    func consultation() throws {
        let jobs = [job(0, 0, 3600), job(1, 400, 100), job(2, 1000, 100)]
        for (interval, everyRound, expected) in [
            (0.0, false, [0, 720, 1080, 1440]), (1000, false, [0, 1080]),
            (1e6, true, (0..<10).map { 360.0 * Double($0) }),
        ] {
            let calls = FixedShares.Calls()
            _ = try run(
                jobs, policy: FixedShares([[0.5]], everyRound: everyRound, calls: calls),
                StandardSettings(allocationIntervalSeconds: interval))
            #expect(Array(calls.seconds.prefix(expected.count)) == expected)
        }
    }

    @Test("a job that is not in the allocation yet has the shares of its class, else an equal share")
    func newcomers() throws {
        // Twin 2 has job 1's share of 0.25; job 3 accepts another set of types, so it is of no known class.
        let jobs = [
            job(0, 0, 1e6, types: ["p100"]), job(1, 0, 1e6), job(2, 100, 1e6),
            job(3, 100, 1e6, types: ["v100"]),
        ]
        final class Shares: Observer {
            var ofJob: [Int32: [Double]] = [:]
            func observe(_ event: borrowing SimulationEvent) {
                if case .jobPlaced(let placement) = copy event {
                    ofJob[placement.jobID] = placement.shares
                }
            }
        }
        let shares = Shares()
        _ = try run(
            jobs, on: "v100=4,p100=4", policy: FixedShares([[0, 1], [0.25, 0.5]]),
            StandardSettings(allocationIntervalSeconds: 1e6),
            stop: StopRule(measured: .allJobs, horizonSeconds: 720), observer: shares)
        #expect(shares.ofJob[2] == [0.25, 0.5])
        #expect(shares.ofJob[3] == [0.5, 0.5])
    }

    @Test("a horizon inside a round cuts it there")
    func horizon() throws {
        let result = try run(
            [job(0, 0, 1e6)], policy: FixedShares([[1]]),
            stop: StopRule(measured: .allJobs, horizonSeconds: 500))
        #expect(result.stopReason == .horizon && result.endSeconds == 500 && result.heldGPUSeconds == 500)
        #expect(result.jobs.stepsRun[0] == 500)
    }

    @Test("a move or a resumption costs what was asked for, and it is counted")
    func moveCost() throws {
        // Two jobs take turns on one GPU: each resumption stands still for 60 s.
        let result = try run(
            [job(0, 0, 700), job(1, 0, 700)], on: "v100=1", policy: FixedShares([[0.5]]),
            StandardSettings(moveCosts: .seconds(60)))
        #expect(result.preemptionCount >= 2)
        #expect(result.lostGPUSeconds > 0)
        #expect(abs(result.heldGPUSeconds - 1400 - result.lostGPUSeconds) < 1e-6)
        let free = try run(
            [job(0, 0, 700), job(1, 0, 700)], on: "v100=1", policy: FixedShares([[0.5]]))
        #expect(free.lostGPUSeconds == 0 && abs(free.heldGPUSeconds - 1400) < 1e-6)
    }

    @Test("the default cost of a move is the state twice over storage and the start, by model")
    func defaultMoveCost() throws {
        let large = MoveCosts.defaultCost(of: JobClass(model: "Transformer (batch size 64)", scaleFactor: 4))
        #expect(
            abs(large.checkpointSeconds - 0.78) < 1e-12 && large.transferSeconds == large.checkpointSeconds)
        #expect(abs(large.totalSeconds - 4.8) < 1e-12, "2.8 s measured, 2 s for four GPUs")
        let unknown = MoveCosts.defaultCost(of: JobClass(model: "mine", scaleFactor: 1))
        #expect(abs(unknown.totalSeconds - 3.1) < 1e-12)
        for model in MoveCosts.models {
            let cost = MoveCosts.defaultCost(of: JobClass(model: model.prefix + " x", scaleFactor: 1))
            #expect(abs(cost.totalSeconds - model.overheadSeconds) < 1e-12 && cost.warmUpSeconds > 0)
        }
        let result = try run(
            [job(0, 0, 700), job(1, 0, 700)], on: "v100=1", policy: FixedShares([[0.5]]),
            StandardSettings(moveCosts: .byModel))
        #expect(result.lostGPUSeconds > 0)
        #expect(
            abs(
                result.lostGPUSeconds.remainder(
                    dividingBy: MoveCosts.defaultCost(of: job(0, 0, 1).jobClass).totalSeconds)) < 1e-6)
    }

    @Test("a job that came less than the minimum stay ago is not moved to another type")
    func minimumStay() throws {
        final class Moves: Observer {
            var startSeconds: [Int32: Double] = [:]
            var staysBeforeMoves: [Double] = []
            func observe(_ event: borrowing SimulationEvent) {
                switch copy event {
                case .jobRan(let run): startSeconds[run.jobID] = run.fromSeconds
                case .jobMoved(let move):
                    staysBeforeMoves.append(move.nowSeconds - (startSeconds[move.jobID] ?? .nan))
                default: break
                }
            }
        }
        for (minimum, expected) in [(0.0, 360.0), (1000, 1080), (3600, 3600)] {
            let moves = Moves()
            let result = try run(
                [job(0, 0, 1e6), job(1, 0, 1e6)], on: "v100=1,p100=1", policy: FixedShares([[0.5, 0.5]]),
                StandardSettings(minimumStaySeconds: minimum),
                stop: StopRule(measured: .allJobs, horizonSeconds: 36000), observer: moves)
            #expect(result.moveCount > 0 && moves.staysBeforeMoves.min() == expected)
        }
    }

    @Test("a bonus for staying makes moves rarer and leaves the time on each type as it was")
    func stayBonus() throws {
        var moves: [Int] = []
        for bonus in [0.0, 1080, 3600] {
            let stays = Stays()
            let result = try run(
                [job(0, 0, 1e9), job(1, 0, 1e9)], on: "v100=1,p100=1", policy: FixedShares([[0.5, 0.5]]),
                StandardSettings(stayBonusSeconds: bonus),
                stop: StopRule(measured: .allJobs, horizonSeconds: 720_000), observer: stays)
            moves.append(result.moveCount)
            for row in stays.seconds { #expect(abs(row[0] - row[1]) <= 20 * 360, "\(row)") }
        }
        #expect(moves[0] > 3 * moves[1] && moves[1] > 2 * moves[2] && moves[2] > 0, "\(moves)")
    }

    @Test("time received over 1,000 rounds is that of the allocation within one round per job and type")
    func sharesReceived() throws {
        // Rows and columns use up jobs' time and both types' GPUs, so that no idle GPU blurs the count.
        let rows: [[Double]] = [[0.7, 0.3], [0.3, 0.7], [0.25, 0.75], [0.75, 0.25]]
        let stays = Stays()
        _ = try run(
            (0..<4).map { job($0, 0, 1e9) }, on: "v100=2,p100=2", policy: FixedShares(rows),
            stop: StopRule(measured: .allJobs, horizonSeconds: 360_000), observer: stays)
        for (job, row) in rows.enumerated() {
            for type in 0..<2 {
                #expect(abs(stays.seconds[job][type] - row[type] * 360_000) <= 360 + 1e-3)
            }
        }
    }

    @Test("seeded allocations: nobody overlaps, no GPU idles while a job that fits waits, shares are kept")
    func randomAllocations() throws {
        for seed in 0..<20 {
            var random = SplitMix64(seed: UInt64(seed))
            let jobCount = 3 + Int(random.next() % 6)
            // Weights of one GPU type: jobs share two GPUs in proportion, none above all of its time.
            let weights = (0..<jobCount).map { _ in Double(1 + random.next() % 9) }
            let scale = min(2 / weights.reduce(0, +), 1 / (weights.max() ?? 1))
            let rows = weights.map { [$0 * scale] }
            let stays = Stays()
            let result = try run(
                (0..<jobCount).map { job($0, 0, 1e9) }, on: "v100=2", policy: FixedShares(rows),
                stop: StopRule(measured: .allJobs, horizonSeconds: 360_000), observer: stays)
            #expect(result.heldGPUSeconds == 720_000, "two GPUs are never idle, seed \(seed)")
            for gpu in 0..<Int32(2) {
                let own = stays.list.filter { $0.gpus.contains(gpu) }.sorted { $0.from < $1.from }
                for (a, b) in zip(own, own.dropFirst()) { #expect(a.to <= b.from) }
            }
            for (job, row) in rows.enumerated() {
                #expect(
                    stays.seconds[job][0] >= row[0] * 360_000 - 360 - 1e-3, "seed \(seed), job \(job)")
            }
        }
    }
}
