private import Cluster
private import Traces
public import Workload

/// The jobs of a finite generated workload.
public enum GeneratedWorkload {
    /// Draws all jobs of an experiment's generator.
    ///
    /// - Parameter experiment: With a rate or static arrivals, and a number of jobs.
    /// - Returns: The jobs, by arrival.
    /// - Throws: ``ExperimentError``, `ClusterError` or `WorkloadError`.
    public static func jobs(_ experiment: Experiment) throws -> [Job] {
        try ExperimentLimits.check(experiment)
        _ = try WorkloadSpec(experiment)
        let layout = try ClusterSpec.layout(experiment.cluster)
        let table = try experiment.throughputsPath.map {
            try GavelThroughputsReader.table(path: $0, neededTypes: [SpeedBook.referenceType])
        }
        var generator = try WorkloadSpec.generator(
            experiment, layout: layout, speeds: SpeedBook(try table ?? GavelMeasurements.table()))
        var jobs: [Job] = []
        while let job = try generator.next() { jobs.append(job) }
        return jobs
    }
}
