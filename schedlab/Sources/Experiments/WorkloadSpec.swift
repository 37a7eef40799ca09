internal import Cluster
private import Foundation
private import Spelling
internal import Traces
internal import Workload

/// A workload as the command line names it.
struct WorkloadSpec {
    /// Where the jobs come from.
    enum Kind: Equatable {
        case generated
        case openBMix
        /// The queue M/M/c.
        case exponential
        /// The built-in jobs for teaching.
        case teaching
        case gavelTrace(path: String)
        case userJobs(path: String)
        case openBPods(path: String)

        /// Whether jobs are drawn, not read.
        var isGenerated: Bool { [.generated, .openBMix, .exponential].contains(self) }
    }

    let kind: Kind

    /// The file; nil for generated workloads.
    var path: String? {
        switch kind {
        case .generated, .openBMix, .exponential, .teaching: nil
        case .gavelTrace(let path), .userJobs(let path), .openBPods(let path): path
        }
    }

    private var readsUserJobs: Bool {
        if case .userJobs = kind { true } else { false }
    }

    /// Reads the spec and refuses flags that belong to another kind of workload.
    init(_ experiment: Experiment) throws(ExperimentError) {
        let parts = experiment.workload.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first, parts.count == 2 ? String(parts[1]) : "") {
        case ("gavel", "") where parts.count == 1: kind = .generated
        case ("teaching", "") where parts.count == 1: kind = .teaching
        case ("exponential", "") where parts.count == 1: kind = .exponential
        case ("openb-mix", "") where parts.count == 1: kind = .openBMix
        case ("openb", let path) where !path.isEmpty: kind = .openBPods(path: path)
        case ("gavel-trace", let path) where !path.isEmpty: kind = .gavelTrace(path: path)
        case ("jobs", let path) where !path.isEmpty: kind = .userJobs(path: path)
        default:
            throw .unknownName(
                kind: "workload", found: experiment.workload,
                nearest: nearest(to: experiment.workload, among: WorkloadCatalogue.all.map(\.name)))
        }
        if kind.isGenerated { try Self.checkGenerated(experiment) } else { try Self.checkTrace(experiment) }
        guard experiment.timeZone == nil || readsUserJobs else {
            throw .flagNotForWorkload(flag: "--time-zone", workload: experiment.workload)
        }
        guard experiment.durationsHold == nil || readsUserJobs else {
            throw .flagNotForWorkload(flag: "--durations-hold", workload: experiment.workload)
        }
        if kind == .openBMix || kind == .exponential { try Self.checkOnlyRate(experiment) }
        _ = try TraceChanges(experiment)
    }

    /// The jobs, checked to fit the cluster, and what was done with their file.
    ///
    /// Jobs of a user's own file that can never run are left out and reported; anywhere else they are an error.
    func source(
        _ experiment: Experiment, layout: ClusterLayout, speeds: SpeedBook
    ) throws -> (source: any JobSource, report: ImportReport?) {
        let check = FitCheck(layout: layout, speeds: speeds)
        switch kind {
        case .generated:
            let generator = try Self.generator(experiment, layout: layout, speeds: speeds)
            try check.check(generator)
            return (generator, nil)
        case .openBMix:
            let fit = ResourceFit(layout: layout, keepsJobsOnOneNode: experiment.keepsJobsOnOneNode)
            return (
                try OpenBMixGenerator(
                    seed: experiment.seed, jobsPerHour: experiment.jobsPerHour ?? 0,
                    durationScale: experiment.durationScale ?? 1, jobLimit: experiment.jobCount,
                    acceptedTypes: fit.acceptedTypes), nil
            )
        case .exponential:
            return (
                try ExponentialGenerator(
                    seed: experiment.seed, jobsPerHour: experiment.jobsPerHour ?? 0,
                    durationScale: experiment.durationScale ?? 1, jobLimit: experiment.jobCount), nil
            )
        case .teaching:
            let list = try changed(JobList(TeachingJobs.all), experiment).list
            try check.check(list, file: experiment.workload)
            return (list, nil)
        case .openBPods(let path):
            let fit = ResourceFit(layout: layout, keepsJobsOnOneNode: experiment.keepsJobsOnOneNode)
            var read = try OpenBJobs.read(path: path, isStrict: experiment.isStrict, fit: fit)
            let changed = try changed(JobList(read.jobs), experiment)
            read.report.derived += changed.notes
            return (changed.list, read.report)
        case .gavelTrace(let path):
            let list = try changed(JobList(try GavelTraceReader.jobs(path: path)), experiment).list
            try check.check(list, file: path)
            return (list, nil)
        case .userJobs(let path):
            let demands = UserJobDemands(
                fit: ResourceFit(layout: layout, keepsJobsOnOneNode: experiment.keepsJobsOnOneNode))
            let reader = UserJobsReader(
                speeds: speeds, isStrict: experiment.isStrict, zone: try Self.zone(experiment),
                durationsHold: try Self.durationsHold(experiment), demands: demands.demandFit
            ) { try check.misfit($0) }
            do {
                var read = try reader.read(path: path)
                let changed = try changed(JobList(read.jobs), experiment)
                read.report.derived += demands.notes(read.jobs) + changed.notes
                return (changed.list, read.report)
            } catch let error as WorkloadError {
                throw ExperimentError.badJob(job: path, reason: "\(error)")
            }
        }
    }

    private static func durationsHold(_ experiment: Experiment) throws(ExperimentError) -> DurationsHold? {
        guard let name = experiment.durationsHold else { return nil }
        guard let hold = DurationsHold(rawValue: name) else {
            throw .badSetting(
                name: "--durations-hold", found: name,
                expected: DurationsHold.allCases.map(\.rawValue).joined(separator: " or "))
        }
        return hold
    }

    /// The zone of times that name none; nil = none was given.
    private static func zone(_ experiment: Experiment) throws(ExperimentError) -> TimeZone? {
        guard let name = experiment.timeZone else { return nil }
        let names = TimeZone.knownTimeZoneIdentifiers
        guard name == "UTC" || names.contains(name), let zone = TimeZone(identifier: name) else {
            let cities = names.filter { $0.lowercased().hasSuffix("/\(name.lowercased())") }
            let near = (cities + nearest(to: name, among: names)).prefix(3).joined(separator: ", ")
            throw .badSetting(
                name: "--time-zone", found: name,
                expected: "a name such as Europe/Berlin" + (near.isEmpty ? "" : "; the nearest: \(near)"))
        }
        return zone
    }

    /// The trace with what the experiment changes of it, and what was changed in words.
    private func changed(
        _ list: JobList, _ experiment: Experiment
    ) throws(ExperimentError) -> (list: JobList, notes: [String]) {
        let changed = try TraceChanges(experiment).applied(to: list)
        return (try limited(changed.list, experiment), changed.notes)
    }

    private func limited(_ list: JobList, _ experiment: Experiment) throws(ExperimentError) -> JobList {
        guard let count = experiment.jobCount else { return list }
        guard count <= list.jobs.count else {
            throw .badSetting(
                name: "--jobs", found: "\(count)",
                expected: "at most \(list.jobs.count), the jobs in \(path ?? experiment.workload)")
        }
        return JobList(Array(list.jobs.prefix(count)))
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
                jobLimit: experiment.jobCount, durationScale: experiment.durationScale ?? 1),
            speeds: speeds)
    }

    private static func checkGenerated(_ experiment: Experiment) throws(ExperimentError) {
        for (flag, isGiven) in [
            ("--resample", experiment.resampling != nil),
            ("--scale-arrivals", experiment.arrivalSpeed != nil),
        ] where isGiven {
            throw .flagNotForWorkload(flag: flag, workload: experiment.workload)
        }
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
            ("--duration-scale", experiment.durationScale != nil),
        ]
        for (flag, isGiven) in generatorFlags where isGiven {
            throw .flagNotForWorkload(flag: flag, workload: experiment.workload)
        }
    }

    /// The mix and the queue have their own sizes, weights and an empty cluster at the start.
    private static func checkOnlyRate(_ experiment: Experiment) throws(ExperimentError) {
        for (flag, isGiven) in [
            ("--static", experiment.isStatic), ("--multi-gpu", experiment.isMultiGPU),
            ("--priorities", experiment.hasPriorities), ("--steady-state", experiment.hasSteadyStateStart),
        ] where isGiven {
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
            name: "teaching",
            summary: "six named jobs for eight GPUs, a schedule worked by hand (docs/teaching.md)"),
        Entry(
            name: "openb-mix",
            summary:
                "jobs like those of Alibaba's openb trace: shares of GPUs, CPU, memory; Poisson arrivals (--rate)"
        ),
        Entry(
            name: "exponential",
            summary:
                "the textbooks' queue M/M/c: one GPU a job, Poisson arrivals (--rate), exponential lengths of 1 h on average"
        ),
        Entry(
            name: "openb:PODS.csv",
            summary:
                "openb's pod list as jobs: created, run from scheduling to deletion, CPU and memory count"),
        Entry(
            name: "gavel-trace:FILE",
            summary: "a trace in Gavel's form, ten tab-separated fields or the older seven"),
        Entry(
            name: "jobs:FILE.csv",
            summary: "your own jobs: submit time, duration or steps, GPUs (docs/file-formats.md)"),
    ]
}
