internal import Cluster
internal import Workload

/// Finds jobs that no GPU type can ever run, before the simulation starts.
struct FitCheck {
    let layout: ClusterLayout
    let speeds: SpeedBook

    /// Checks every job of a finite workload, or every class that an endless generator can draw.
    ///
    /// - Throws: ``ExperimentError/jobFitsNowhere(job:gpuCount:cluster:reason:)``, naming the first job.
    func check(_ source: any JobSource, of workload: WorkloadSpec) throws {
        if let generator = source as? GavelGenerator, generator.totalJobCount == nil {
            for jobClass in generator.possibleClasses where try largestType(jobClass) < jobClass.scaleFactor {
                try check(jobClass, name: try firstJob(of: jobClass, in: generator))
            }
        } else if var generator = source as? GavelGenerator {
            while let job = try generator.next() { try check(job.jobClass, name: "generated job \(job.id)") }
        } else if let list = source as? JobList {
            for job in list.jobs {
                try check(job.jobClass, name: "job \(job.id) of \(workload.path ?? "the trace")")
            }
        }
    }

    /// Names the first generated job of a class; rare classes appear within a few thousand jobs.
    private func firstJob(of jobClass: JobClass, in generator: GavelGenerator) throws -> String {
        var jobs = generator
        for _ in 0..<100_000 {
            guard let job = try jobs.next() else { break }
            if job.jobClass == jobClass { return "generated job \(job.id)" }
        }
        return "a generated job"
    }

    private func check(_ jobClass: JobClass, name: String) throws {
        let largest = try largestType(jobClass)
        if largest >= jobClass.scaleFactor { return }
        throw ExperimentError.jobFitsNowhere(
            job: "\(name) (\(jobClass.model))", gpuCount: jobClass.scaleFactor, cluster: layout.name,
            reason: largest == 0
                ? "its model runs on none of the cluster's types"
                : "the largest type that can run it has \(largest)")
    }

    /// GPUs of the largest type that can run the class, 0 = none.
    private func largestType(_ jobClass: JobClass) throws -> Int {
        var largest = 0
        for type in layout.types where try speeds.stepsPerSecond(jobClass, on: type.name) > 0 {
            largest = max(largest, type.gpuCount)
        }
        return largest
    }
}
