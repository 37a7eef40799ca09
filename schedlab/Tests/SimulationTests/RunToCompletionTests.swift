import Cluster
import KitTesting
import Metrics
import Placement
import Policies
import Simulation
import TestSupport
import Testing
import Workload

@Suite("Mechanism run-to-completion")
struct RunToCompletionTests {
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
        _ jobs: [Job], on cluster: String = "v100=2", fastest: Bool = false,
        stop: StopRule = StopRule(measured: .allJobs)
    ) throws -> SimulationResult {
        try Simulation.run(
            SimulationSetup(
                layout: try ClusterSpec.layout(cluster), source: JobList(jobs),
                speeds: SpeedBook(try GavelMeasurements.table()),
                policy: FIFOQueue(distinguishesGPUTypes: fastest),
                placement: Strided(), mechanism: .runToCompletion, stop: stop))
    }

    @Test("jobs start in order of arrival and the line waits for its head")
    func headOfLine() throws {
        let result = try run([job(0, 0, 100), job(1, 1, 50, gpus: 2), job(2, 2, 10)])
        // Job 2 would fit beside job 0 but waits behind job 1.
        #expect((0..<3).map { result.jobs.firstStartSeconds[$0] } == [0, 100, 150])
        #expect((0..<3).map { result.jobs.endSeconds[$0] } == [100, 150, 160])
        #expect(result.heldGPUSeconds == 100 + 2 * 50 + 10)
    }

    @Test("a completion at the instant of an arrival frees its GPUs first")
    func simultaneous() throws {
        let result = try run([job(0, 0, 10, gpus: 2), job(1, 10, 5, gpus: 2)])
        #expect(result.jobs.firstStartSeconds[1] == 10)
    }

    @Test("shares of a GPU run beside each other, up to a whole GPU")
    func shares() throws {
        let jobs = (0..<5).map { job($0, 0, 100, milli: 250) }
        let result = try run(jobs, on: "v100=1")
        #expect((0..<5).map { result.jobs.endSeconds[$0] } == [100, 100, 100, 100, 200])
        #expect(abs(result.heldGPUSeconds - 125) < 1e-9)
    }

    @Test("FIFO takes the type with most free GPUs, the other kind the fastest, and both only accepted ones")
    func types() throws {
        let jobs = [job(0, 0, 100), job(1, 0, 100), job(2, 0, 100, types: ["T4"])]
        let mostFree = try run(jobs, on: "A100=1,T4=3")
        #expect(mostFree.jobs.endSeconds[0] == 100 / 0.4)
        let fastest = try run(jobs, on: "A100=1,T4=3", fastest: true)
        #expect(fastest.jobs.endSeconds[0] == 100 / 2.2 && fastest.jobs.endSeconds[1] == 100 / 0.4)
        #expect(fastest.jobs.endSeconds[2] == 100 / 0.4)
    }

    @Test("waits, slowdown and completed GPU-hours are those worked out by hand")
    func times() throws {
        let times = JobTimes(try run([job(0, 0, 100), job(1, 0, 50, gpus: 2), job(2, 0, 4)]))
        // Starts at 0, 100 and 150 s; ends at 100, 150 and 154 s; the job of 4 s counts as 10 s.
        #expect(times.firstWaitSeconds == Distribution([0, 100, 150]))
        #expect(times.totalWaitSeconds == Distribution([0, 100, 150]))
        #expect(times.slowdown == Distribution([1, 3, 15.4]))
        let heldGPUSeconds = 100.0 + 2 * 50 + 4
        #expect(times.completedGPUHours == heldGPUSeconds / 3600)
    }

    @Test("the horizon cuts running jobs and books what they held")
    func horizon() throws {
        let result = try run(
            [job(0, 0, 100), job(1, 0, 10)], stop: StopRule(measured: .allJobs, horizonSeconds: 40))
        #expect(result.stopReason == .horizon && result.endSeconds == 40)
        #expect(
            result.heldGPUSeconds == 50 && result.jobs.phases[0] == .active && result.jobs.stepsRun[0] == 40)
    }

    /// Mean waits of queues with Poisson arrivals, by Erlang C (exponential service) and by
    /// Pollaczek and Khinchine (any service, one server).
    enum Queue: String, CaseIterable {
        case oneServerHalf, oneServerFull, fourServersHalf, fourServersFull, twoPoint

        var servers: Int { self == .fourServersHalf || self == .fourServersFull ? 4 : 1 }
        var load: Double { self == .oneServerHalf || self == .fourServersHalf ? 0.5 : 0.8 }

        /// Mean service 100 s; the two-point law takes 50 s or 550 s with a mean of 100 s.
        func service(_ random: inout SplitMix64) -> Double {
            let u = Double.random(in: 0..<1, using: &random)
            return self == .twoPoint ? (u < 0.9 ? 50 : 550) : -100 * logarithm(1 - u)
        }

        var expectedWaitSeconds: Double {
            if self == .twoPoint {
                let secondMoment = 0.9 * 50 * 50 + 0.1 * 550 * 550
                return (load / 100) * secondMoment / (2 * (1 - load))
            }
            let offered = load * Double(servers)
            var sum = 0.0
            var term = 1.0
            for k in 0..<servers {
                sum += term
                term *= offered / Double(k + 1)
            }
            let waiting = term / (1 - load)
            return waiting / (sum + waiting) * 100 / (Double(servers) * (1 - load))
        }
    }

    @Test("mean waits are those of queueing theory", arguments: Queue.allCases)
    func theory(queue: Queue) throws {
        let jobCount = 20_000
        var means: [Double] = []
        for seed in 0..<20 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var arrival = 0.0
            var jobs: [Job] = []
            for id in 0..<jobCount {
                arrival -=
                    100 / (queue.load * Double(queue.servers))
                    * logarithm(1 - Double.random(in: 0..<1, using: &random))
                jobs.append(job(id, arrival, queue.service(&random)))
            }
            let result = try run(jobs, on: "v100=\(queue.servers)")
            let waits = (jobCount / 10..<jobCount).map {
                result.jobs.firstStartSeconds[$0] - result.jobs.arrivalSeconds[$0]
            }
            means.append(waits.reduce(0, +) / Double(waits.count))
        }
        let mean = means.reduce(0, +) / 20
        let variance = means.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 19
        // 99 % interval over 20 seeds: Student's t with 19 degrees of freedom, 2.861.
        let halfWidth = 2.861 * (variance / 20).squareRoot()
        #expect(
            abs(mean - queue.expectedWaitSeconds) <= halfWidth,
            "\(queue.rawValue): mean wait \(mean) s ± \(halfWidth) s, expected \(queue.expectedWaitSeconds) s"
        )
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

private func logarithm(_ x: Double) -> Double { log(x) }
