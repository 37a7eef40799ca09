import Testing
import Workload

@Suite("The workload openb-mix")
struct OpenBMixTests {
    private func jobs(seed: UInt64, scale: Double = 1, count: Int = 4000) throws -> [Job] {
        var generator = try OpenBMixGenerator(
            seed: seed, jobsPerHour: 100, durationScale: scale, jobLimit: count, acceptedTypes: { _ in [] })
        #expect(generator.totalJobCount == count)
        var jobs: [Job] = []
        while let job = generator.next() { jobs.append(job) }
        return jobs
    }

    @Test("demands come in the trace's proportions, arrivals at the rate, durations around the median")
    func proportions() throws {
        let jobs = try jobs(seed: 1)
        #expect(jobs.map(\.id) == Array(0..<4000))
        let shares = Double(jobs.count { $0.demandMilliGPU < 1000 }) / 4000
        // 3,078 of 7,064 GPU pods take a share; 3 standard deviations of a draw of 4,000.
        #expect(abs(shares - 3078.0 / 7064) < 3 * (0.25 / 4000).squareRoot())
        let rate = 3600 * 3999 / (jobs[3999].arrivalSeconds - jobs[0].arrivalSeconds)
        #expect(abs(rate / 100 - 1) < 3 / 4000.0.squareRoot())
        let median = jobs.map(\.totalSteps).sorted()[2000]
        #expect(median > 500 && median < 850, "the trace's median is 655 s")
        #expect(jobs.allSatisfy { $0.totalSteps >= 4 && $0.totalSteps <= 12_537_496 })
        #expect(jobs.allSatisfy { $0.demandCPUMilli > 0 && $0.jobClass.scaleFactor >= 1 })
    }

    @Test("equal seeds give equal jobs, a scale changes nothing but lengths")
    func deterministic() throws {
        let (a, b, c) = (
            try jobs(seed: 5, count: 50), try jobs(seed: 5, count: 50), try jobs(seed: 6, count: 50)
        )
        #expect(a == b && a != c)
        let scaled = try jobs(seed: 5, scale: 0.5, count: 50)
        #expect(scaled.map(\.arrivalSeconds) == a.map(\.arrivalSeconds))
        #expect(zip(scaled, a).allSatisfy { $0.totalSteps == $1.totalSteps * 0.5 })
    }

    @Test("Gavel's generator scales every duration and draws the same")
    func gavelScale() throws {
        func jobs(_ scale: Double) throws -> [Job] {
            var generator = try GavelGenerator(
                .init(
                    seed: 2, arrivals: .poisson(jobsPerHour: 10), isMultiGPU: true, jobLimit: 200,
                    durationScale: scale), speeds: SpeedBook(try GavelMeasurements.table()))
            var jobs: [Job] = []
            while let job = try generator.next() { jobs.append(job) }
            return jobs
        }
        let (whole, scaled) = (try jobs(1), try jobs(0.45))
        #expect(whole.map(\.jobClass) == scaled.map(\.jobClass))
        for (a, b) in zip(whole, scaled) {
            #expect(b.referenceDurationSeconds == a.referenceDurationSeconds.map { $0 * 0.45 })
        }
    }

    @Test("settings out of range are refused")
    func refused() {
        for (rate, scale) in [(0.0, 1.0), (1, 0), (.nan, 1)] {
            #expect(throws: WorkloadError.self) {
                try OpenBMixGenerator(
                    seed: 0, jobsPerHour: rate, durationScale: scale, jobLimit: 1, acceptedTypes: { _ in [] })
            }
        }
        #expect(throws: WorkloadError.self) {
            try OpenBMixGenerator(
                seed: 0, jobsPerHour: 1, durationScale: 1, jobLimit: 1, acceptedTypes: { _ in nil })
        }
    }
}
