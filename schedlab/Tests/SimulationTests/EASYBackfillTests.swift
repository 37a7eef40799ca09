import Cluster
import KitTesting
import Metrics
import Placement
import Policies
import Simulation
import TestSupport
import Testing
import Workload

@Suite("EASY backfilling")
struct EASYBackfillTests {
    private func job(
        _ id: Int, _ arrival: Double, _ seconds: Double, gpus: Int = 1, limit: Double? = nil
    ) -> Job {
        var details = JobDetails(name: "\(id)")
        details.timeLimitSeconds = limit
        return Job(
            id: id, jobClass: JobClass(model: "", scaleFactor: gpus, workUnit: .referenceSeconds),
            totalSteps: seconds, arrivalSeconds: arrival, details: details)
    }

    private func run(
        _ jobs: [Job], on cluster: String = "v100=4@4", policy: any Policy = EASYBackfill(),
        singleNode: Bool = false, mechanism: Mechanism = .runToCompletion
    ) throws -> SimulationResult {
        try Simulation.run(
            SimulationSetup(
                layout: try ClusterSpec.layout(cluster), source: JobList(jobs),
                speeds: SpeedBook(try GavelMeasurements.table()), policy: policy, placement: Strided(),
                mechanism: mechanism, keepsJobsOnOneNode: singleNode, stop: StopRule(measured: .allJobs)))
    }

    private func starts(_ result: SimulationResult) -> [Double] {
        (0..<result.jobs.count).map { result.jobs.firstStartSeconds[$0] }
    }

    @Test("a job that ends by its limit before the head starts passes it; one that does not, waits")
    func passes() throws {
        let jobs = [
            job(0, 0, 100, gpus: 3, limit: 100), job(1, 1, 50, gpus: 4, limit: 50),
            job(2, 2, 90, limit: 98), job(3, 3, 90, limit: 200),
        ]
        #expect(starts(try run(jobs)) == [0, 100, 2, 150])
    }

    @Test("a job of any length passes onto GPUs that the head does not need")
    func extraGPUs() throws {
        let jobs = [
            job(0, 0, 100, gpus: 3, limit: 100), job(1, 1, 50, gpus: 3, limit: 50), job(2, 2, 9000),
        ]
        #expect(starts(try run(jobs)) == [0, 100, 2])
    }

    @Test("nobody passes a head that waits for a job without a limit")
    func noLimit() throws {
        let jobs = [job(0, 0, 100, gpus: 3), job(1, 1, 50, gpus: 4, limit: 50), job(2, 2, 5, limit: 5)]
        #expect(starts(try run(jobs)) == [0, 100, 150])
    }

    @Test("a job over its limit runs on and counts as ending at any moment")
    func overLimit() throws {
        let jobs = [
            job(0, 0, 100, gpus: 3, limit: 10), job(1, 1, 50, gpus: 4, limit: 50), job(2, 20, 5, limit: 5),
        ]
        let result = try run(jobs)
        #expect(result.jobs.endSeconds[0] == 100)
        #expect(starts(result) == [0, 100, 150], "no job can end before 'any moment'")
    }

    @Test("the mechanism standard gives no reservations and says so")
    func notUnderStandard() {
        #expect(throws: SimulationError.self) {
            try run([job(0, 0, 10)], mechanism: .standard(StandardSettings()))
        }
    }

    /// Keeps when each job first stood at the head of the line, with what ran then.
    private final class HeadWatch: Observer {
        struct Reservation {
            var job: Int
            var seconds: Double
        }

        let gpuCount: Int
        var jobs: [Job] = []
        var waiting: [Int] = []
        var running: [Int: (end: Double, gpus: Int)] = [:]
        var reservations: [Int: Double] = [:]

        init(gpuCount: Int) { self.gpuCount = gpuCount }

        func observe(_ event: borrowing SimulationEvent) {
            switch copy event {
            case .jobArrived(let arrival):
                jobs.append(arrival.job)
                waiting.append(arrival.job.id)
            case .jobPlaced(let placed):
                let id = Int(placed.jobID)
                waiting.removeAll { $0 == id }
                let limit = jobs[id].details?.timeLimitSeconds ?? .infinity
                running[id] = (placed.nowSeconds + limit, placed.gpus.count)
            case .jobRan(let run): running[Int(run.jobID)] = nil
            case .roundBegan(let round): reserve(atSeconds: round.nowSeconds)
            default: break
            }
        }

        /// The first promise to the head, by counting: on one node GPUs are alike.
        private func reserve(atSeconds now: Double) {
            guard let head = waiting.first, reservations[head] == nil else { return }
            var free = gpuCount - running.values.map(\.gpus).reduce(0, +)
            for job in running.values.sorted(by: { $0.end < $1.end }) {
                free += job.gpus
                if free >= jobs[head].jobClass.scaleFactor {
                    reservations[head] = max(job.end, now)
                    return
                }
            }
        }
    }

    @Test("no head starts later than it was first promised, in 1,000 random cases")
    func neverDelays() throws {
        var random = SplitMix64(seed: 22)
        var passedCount = 0
        for trial in 0..<1000 {
            let jobs = (0..<Int.random(in: 3...14, using: &random)).map { id -> Job in
                let seconds = Double(Int.random(in: 1...200, using: &random))
                let slack = Double(Int.random(in: 0...100, using: &random))
                return job(
                    id, Double(id * Int.random(in: 0...20, using: &random) / 2), seconds,
                    gpus: Int.random(in: 1...8, using: &random), limit: seconds + slack)
            }.sorted { $0.arrivalSeconds < $1.arrivalSeconds }
            let numbered = jobs.enumerated().map { index, job in
                var job = job
                job.id = index
                return job
            }
            let watch = HeadWatch(gpuCount: 8)
            let result = try Simulation.run(
                SimulationSetup(
                    layout: try ClusterSpec.layout("v100=8@8"), source: JobList(numbered),
                    speeds: SpeedBook(try GavelMeasurements.table()), policy: EASYBackfill(),
                    placement: Strided(), mechanism: .runToCompletion,
                    stop: StopRule(measured: .allJobs), observers: [watch]))
            for (head, promised) in watch.reservations {
                let start = result.jobs.firstStartSeconds[head]
                #expect(start <= promised + 1e-6, "trial \(trial), job \(head): \(start) after \(promised)")
            }
            let order = starts(result)
            passedCount += zip(order, order.dropFirst()).count { $0 > $1 }
        }
        #expect(passedCount > 500, "jobs must pass at all: \(passedCount)")
    }
}
