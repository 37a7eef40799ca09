internal import Cluster
internal import Workload

/// Finds jobs that no GPU type can ever run, before the simulation starts.
struct FitCheck {
    let layout: ClusterLayout
    let speeds: SpeedBook

    /// Checks every job that a generator will make, or every class that an endless one can draw.
    ///
    /// - Throws: ``ExperimentError/jobFitsNowhere(job:gpuCount:cluster:reason:)``, naming the first job.
    func check(_ generator: GavelGenerator) throws {
        var jobs = generator
        if generator.totalJobCount != nil {
            while let job = try jobs.next() { try check(job.jobClass, name: "generated job \(job.id)") }
            return
        }
        for jobClass in generator.possibleClasses where try misfit(jobClass) != nil {
            try check(jobClass, name: try firstJob(of: jobClass, in: generator))
        }
    }

    /// Checks every job of a file.
    func check(_ list: JobList, file: String) throws {
        for job in list.jobs { try check(job.jobClass, name: "job \(job.id) of \(file)") }
    }

    /// Why a class can never run on the cluster; nil = it can.
    ///
    /// - Throws: `WorkloadError`, also ``WorkloadError/noSpeeds(_:source:)`` with every type that lacks a speed.
    func misfit(_ jobClass: JobClass) throws -> String? {
        var largest = 0
        var missing = MissingSpeeds()
        for type in layout.types {
            do {
                if try speeds.stepsPerSecond(jobClass, on: type.name) > 0 {
                    largest = max(largest, type.gpuCount)
                }
            } catch {
                guard case .noSpeed = error else { throw error }
                missing.add(gpuType: type.name, model: jobClass.model)
            }
        }
        if !missing.isEmpty { throw WorkloadError.noSpeeds(missing, source: speeds.source) }
        if largest >= jobClass.scaleFactor { return nil }
        let need = "it needs \(jobClass.scaleFactor) GPU(s) of one type"
        if largest > 0 { return "\(need), but the largest type that can run it has \(largest)" }
        return jobClass.acceptedTypes.isEmpty
            ? "\(need), but its model runs on none of the cluster's types"
            : "\(need), but of the types that it accepts (\(jobClass.acceptedTypes.joined(separator: ", "))) none serves it"
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
        let reason: String?
        do {
            reason = try misfit(jobClass)
        } catch let error as WorkloadError {
            throw ExperimentError.badJob(job: name, reason: "\(error)")
        }
        guard let reason else { return }
        throw ExperimentError.jobFitsNowhere(
            job: jobClass.model.isEmpty ? name : "\(name) (\(jobClass.model))", cluster: layout.name,
            reason: reason)
    }
}
