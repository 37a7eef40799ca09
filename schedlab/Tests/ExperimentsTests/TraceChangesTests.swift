import Experiments
import Foundation
import KitTesting
import Simulation
import TestSupport
import Testing
import Workload

@Suite("Changed traces")
struct TraceChangesTests {
    /// Five weeks with as many jobs in week w as 10 (w + 1), each named after its week.
    private func trace() throws -> String {
        var rows = "job_id,submit_seconds,duration_seconds,gpus\n"
        for week in 0..<5 {
            let count = 10 * (week + 1)
            for job in 0..<count {
                rows += "w\(week)-\(job),\(week * 604_800 + job * 604_800 / count),600,1\n"
            }
        }
        let file = try Places.temporaryFolder().appendingPathComponent("jobs.csv")
        try rows.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    private func run(_ path: String, _ change: (inout Experiment) -> Void) throws -> ExperimentRun {
        var experiment = Experiment(cluster: "v100=4", workload: "jobs:\(path)", policy: "fifo")
        experiment.mechanism = "run-to-completion"
        change(&experiment)
        return try ExperimentRun(try PreparedExperiment(experiment))
    }

    @Test("weeks are drawn whole with the seed: the same seed the same jobs, other seeds others")
    func weeks() throws {
        let path = try trace()
        var counts: Set<Int> = []
        for seed in UInt64(0)..<6 {
            let runs = try (0..<2).map { _ in
                try run(path) {
                    $0.resampling = "weeks"
                    $0.seed = seed
                }
            }
            let (arrivals, names) = (
                runs[0].result.jobs.arrivalSeconds, runs[0].result.jobs.jobs.map { $0.details?.name }
            )
            #expect(
                arrivals == runs[1].result.jobs.arrivalSeconds
                    && names == runs[1].result.jobs.jobs.map { $0.details?.name })
            counts.insert(arrivals.count)
            // Every week of the result is one week of the trace, whole.
            for week in 0..<5 {
                let own = zip(arrivals, names).filter { Int($0.0 / 604_800) == week }.map { $0.1 ?? "" }
                let source = try #require(own.first?.split(separator: "-").first?.dropFirst())
                #expect(own.allSatisfy { $0.hasPrefix("w\(source)-") })
                #expect(own.count == 10 * (try #require(Int(source)) + 1))
            }
        }
        #expect(counts.count > 1, "the seeds draw different weeks")
    }

    @Test("arrivals come as much closer together as asked for, and nothing else changes")
    func speed() throws {
        let path = try trace()
        let (plain, fast) = (try run(path) { _ in }, try run(path) { $0.arrivalSpeed = 4 })
        #expect(fast.result.jobs.arrivalSeconds == plain.result.jobs.arrivalSeconds.map { $0 / 4 })
        #expect(fast.result.jobs.totalSteps == plain.result.jobs.totalSteps)
        let (a, b) = (try #require(plain.resolved.offeredLoad), try #require(fast.resolved.offeredLoad))
        #expect(abs(b / a - 4) < 1e-9)
    }

    @Test("what cannot be changed is refused, and seeds count where weeks are drawn")
    func refused() throws {
        let path = try trace()
        #expect(throws: ExperimentError.self) { try run(path) { $0.resampling = "months" } }
        #expect(throws: ExperimentError.self) { try run(path) { $0.arrivalSpeed = 0 } }
        let short = try Places.temporaryFolder().appendingPathComponent("short.csv")
        try "submit_seconds,duration_seconds,gpus\n0,60,1\n900000,60,1\n".write(
            to: short, atomically: true, encoding: .utf8)
        #expect {
            try run(short.path) { $0.resampling = "weeks" }
        } throws: { "\($0)".contains("span 1.49 of them") && "\($0)".contains("two whole weeks") }
        var generated = Experiment(cluster: "v100=4", workload: "gavel", policy: "fifo")
        generated.jobsPerHour = 1
        generated.jobCount = 3
        generated.resampling = "weeks"
        #expect(throws: ExperimentError.flagNotForWorkload(flag: "--resample", workload: "gavel")) {
            try generated.check()
        }
        var trace = Experiment(cluster: "v100=4", workload: "jobs:\(path)", policy: "fifo")
        #expect(try !trace.dependsOnSeed())
        trace.resampling = "days"
        #expect(try trace.dependsOnSeed())
    }
}
