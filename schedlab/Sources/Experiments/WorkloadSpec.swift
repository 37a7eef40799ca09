internal import Cluster
private import Traces
internal import Workload

/// A workload as the command line names it.
struct WorkloadSpec {
    /// The file of a trace; nil for generated workloads.
    let path: String?
    var isTrace: Bool { path != nil }

    private static let tracePrefix = "gavel-trace:"

    /// Reads the spec and refuses flags that belong to another kind of workload.
    init(_ experiment: Experiment) throws(ExperimentError) {
        let spec = experiment.workload
        if spec == "gavel" {
            path = nil
            try Self.checkGenerated(experiment)
        } else if spec.hasPrefix(Self.tracePrefix), spec.count > Self.tracePrefix.count {
            path = String(spec.dropFirst(Self.tracePrefix.count))
            try Self.checkTrace(experiment)
        } else {
            throw .unknownName(
                kind: "workload", found: spec,
                nearest: nearest(to: spec, among: WorkloadCatalogue.all.map(\.name)))
        }
    }

    /// The jobs.
    func source(
        _ experiment: Experiment, layout: ClusterLayout, speeds: SpeedBook
    ) throws -> any JobSource {
        guard let path else { return try Self.generator(experiment, layout: layout, speeds: speeds) }
        let jobs = try GavelTraceReader.jobs(path: path)
        guard let count = experiment.jobCount else { return JobList(jobs) }
        guard count <= jobs.count else {
            throw ExperimentError.badSetting(
                name: "--jobs", found: "\(count)", expected: "at most \(jobs.count), the jobs in \(path)")
        }
        return JobList(Array(JobList(jobs).jobs.prefix(count)))
    }

    /// Gavel's generator with the experiment's settings.
    static func generator(
        _ experiment: Experiment, layout: ClusterLayout?, speeds: SpeedBook
    ) throws(WorkloadError) -> GavelGenerator {
        try GavelGenerator(
            .init(
                seed: experiment.seed,
                arrivals: experiment.isStatic
                    ? .allAtOnce : .poisson(jobsPerHour: experiment.jobsPerHour ?? 0),
                isMultiGPU: experiment.isMultiGPU, hasPriorities: experiment.hasPriorities,
                steadyStateGPUCounts: experiment.hasSteadyStateStart
                    ? layout?.types.map(\.gpuCount) ?? [] : [],
                jobLimit: experiment.jobCount),
            speeds: speeds)
    }

    private static func checkGenerated(_ experiment: Experiment) throws(ExperimentError) {
        if experiment.isStatic {
            guard experiment.jobsPerHour == nil else {
                throw .badSetting(
                    name: "--rate", found: "given together with --static", expected: "one of the two")
            }
            guard experiment.jobCount != nil else {
                throw .badSetting(name: "--jobs", found: "missing", expected: "a number of jobs for --static")
            }
            return
        }
        guard experiment.jobsPerHour != nil else {
            throw .badSetting(
                name: "--rate", found: "missing", expected: "jobs per hour, for example --rate 4")
        }
        if experiment.jobCount == nil && experiment.window == nil && experiment.horizonHours == nil {
            throw .badSetting(
                name: "the end of the run", found: "missing", expected: "--jobs N, --window S:E or --hours H")
        }
    }

    private static func checkTrace(_ experiment: Experiment) throws(ExperimentError) {
        let generatorFlags: [(String, Bool)] = [
            ("--rate", experiment.jobsPerHour != nil), ("--static", experiment.isStatic),
            ("--multi-gpu", experiment.isMultiGPU), ("--priorities", experiment.hasPriorities),
            ("--steady-state", experiment.hasSteadyStateStart),
        ]
        for (flag, isGiven) in generatorFlags where isGiven {
            throw .flagNotForWorkload(flag: flag, workload: experiment.workload)
        }
    }
}

/// The kinds of workload, for `schedlab list workloads`.
public enum WorkloadCatalogue {
    /// One kind.
    public struct Entry: Sendable {
        /// How it is named on the command line.
        public let name: String
        /// One line about it.
        public let summary: String
    }

    /// Every kind.
    public static let all = [
        Entry(
            name: "gavel",
            summary:
                "Gavel's generator: 26 models, Poisson arrivals (--rate), durations after Philly (OSDI 2020)"),
        Entry(
            name: "gavel-trace:FILE",
            summary: "a trace in Gavel's form, ten tab-separated fields or the older seven"),
    ]
}
