import Foundation
import TestSupport
import Testing
import Workload

@Suite("Gavel's generator")
struct GavelGeneratorTests {
    private func speeds() throws -> SpeedBook { SpeedBook(try GavelMeasurements.table()) }

    /// Figures of the published simulator (Gavel, OSDI 2020) for seed 0 on a steady 36:36:36 cluster.
    @Test("the first jobs of seed 0 are the published simulator's, to the last bit")
    func firstJobs() throws {
        var generator = try GavelGenerator(
            .init(seed: 0, arrivals: .poisson(jobsPerHour: 4), steadyStateGPUCounts: [36, 36, 36]),
            speeds: speeds())
        let jobs = try (0..<3).map { _ in try #require(try generator.next()) }
        #expect(
            jobs.map(\.jobClass.model) == [
                "ResNet-18 (batch size 64)", "Transformer (batch size 16)",
                "Recommendation (batch size 2048)",
            ])
        #expect(jobs.map(\.totalSteps) == [1646636.2758419, 343170.46864225325, 16034.37819420177])
        #expect(generator.initialJobCount == 108)
    }

    @Test("the table has all 249 consolidated and 243 unconsolidated figures")
    func table() throws {
        let table = try GavelMeasurements.table()
        let entries = table.models.flatMap { model in
            [1, 2, 4, 8].flatMap { scaleFactor in
                ["v100", "p100", "k80"].compactMap {
                    table.entry(gpuType: $0, jobClass: JobClass(model: model, scaleFactor: scaleFactor))
                }
            }
        }
        #expect(entries.count == 249)
        #expect(entries.count { $0.unconsolidated != nil } == 243)
        #expect(table.models.count == 26)
        let unfit = table.entry(
            gpuType: "k80", jobClass: JobClass(model: "ResNet-50 (batch size 128)", scaleFactor: 2))
        #expect(unfit?.consolidated == 0)
    }

    @Test("a steady-state start fills each type; priorities are 1 or 5; arrivals never go back")
    func shape() throws {
        var generator = try GavelGenerator(
            .init(
                seed: 7, arrivals: .poisson(jobsPerHour: 60), isMultiGPU: true, hasPriorities: true,
                steadyStateGPUCounts: [10, 20], jobLimit: 400), speeds: speeds())
        var jobs: [Job] = []
        let initial = generator.initialJobCount
        #expect(generator.totalJobCount == 400 + initial)
        while let job = try generator.next() { jobs.append(job) }
        #expect(jobs.count == 400 + initial)
        #expect(jobs.prefix(initial).reduce(0) { $0 + $1.jobClass.scaleFactor } >= 30)
        #expect(jobs.map(\.id) == Array(0..<jobs.count))
        #expect(Set(jobs.map(\.priorityWeight)) == [1, 5])
        #expect(Set(jobs.map(\.jobClass.scaleFactor)) == [1, 2, 4, 8])
        #expect(zip(jobs, jobs.dropFirst()).allSatisfy { $0.arrivalSeconds <= $1.arrivalSeconds })
        #expect(generator.nextArrivalSeconds == nil && generator.endedArrivalSeconds != nil)
    }

    @Test("static mode puts all jobs at time 0")
    func staticMode() throws {
        var generator = try GavelGenerator(
            .init(seed: 1, arrivals: .allAtOnce, jobLimit: 20), speeds: speeds())
        var count = 0
        while let job = try generator.next() {
            #expect(job.arrivalSeconds == 0)
            count += 1
        }
        #expect(count == 20)
    }

    @Test("a rate that is not a number > 0 is refused", arguments: [0, -1, Double.nan, .infinity])
    func badRate(rate: Double) throws {
        let speeds = try speeds()
        #expect(throws: WorkloadError.self) {
            try GavelGenerator(.init(seed: 0, arrivals: .poisson(jobsPerHour: rate)), speeds: speeds)
        }
    }

    @Test("types are ordered as the published simulator fills them: v100, p100, k80")
    func typeOrder() throws {
        let speeds = try speeds()
        #expect(try speeds.fastestFirst(["k80", "p100", "v100"]) == [2, 1, 0])
        #expect(try speeds.fastestFirst(["G2", "G3", "P100", "T4", "V100M16", "V100M32"]).first == 1)
    }

    @Test("speeds are measured, then assumed, then an error with the nearest names")
    func speedLookup() throws {
        let speeds = try speeds()
        let job = JobClass(model: "A3C", scaleFactor: 1)
        let measured = try speeds.stepsPerSecond(job, on: "v100")
        #expect(try speeds.stepsPerSecond(job, on: "P100") == speeds.stepsPerSecond(job, on: "p100"))
        #expect(try speeds.stepsPerSecond(job, on: "T4") == 0.40 * measured)
        #expect(speeds.assumption(for: "G3")?.relativeSpeed == 2.2 && speeds.assumption(for: "k80") == nil)
        #expect(throws: WorkloadError.noSpeed(gpuType: "tpu", jobClass: job, source: speeds.source)) {
            try speeds.stepsPerSecond(job, on: "tpu")
        }
        let misspelt = JobClass(model: "CycleGANN", scaleFactor: 1)
        #expect(throws: WorkloadError.unknownModel(model: "CycleGANN", scaleFactor: 1, nearest: ["CycleGAN"]))
        {
            try speeds.stepsPerSecond(misspelt, on: "v100")
        }
    }

    @Test(
        "250 stored jobs in three configurations are equal to the last bit",
        .enabled(if: Places.hasReference, "\(Places.referenceReason)"))
    func storedJobs() throws {
        let data = try Data(contentsOf: Places.gavel.appendingPathComponent("generator_36x36x36_steady.json"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let stored = try decoder.decode([String: [StoredJob]].self, from: data)
        let settings: [(String, GavelGenerator.Settings)] = [
            ("single_seed0_rate4", .init(seed: 0, arrivals: .poisson(jobsPerHour: 4))),
            ("multi_seed0_rate2", .init(seed: 0, arrivals: .poisson(jobsPerHour: 2), isMultiGPU: true)),
            ("multi_seed1_rate0p4", .init(seed: 1, arrivals: .poisson(jobsPerHour: 0.4), isMultiGPU: true)),
        ]
        #expect(stored.count == settings.count)
        for (name, setting) in settings {
            var setting = setting
            setting.steadyStateGPUCounts = [36, 36, 36]
            var generator = try GavelGenerator(setting, speeds: speeds())
            for expected in try #require(stored[name]) {
                let job = try #require(try generator.next())
                #expect(
                    job.id == expected.jobId && job.arrivalSeconds == expected.arrival
                        && job.jobClass
                            == JobClass(model: expected.jobType, scaleFactor: expected.scaleFactor)
                        && job.totalSteps == expected.totalSteps, "\(name), job \(expected.jobId)")
            }
        }
    }

    private struct StoredJob: Decodable {
        var jobId: Int
        var arrival: Double
        var jobType: String
        var scaleFactor: Int
        var totalSteps: Double
    }
}
