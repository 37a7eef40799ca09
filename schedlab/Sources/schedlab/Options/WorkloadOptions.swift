internal import ArgumentParser
internal import Experiments

/// The options of generated workloads and of changed traces.
struct WorkloadOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Arrivals per hour of a generated workload.", valueName: "jobs-per-hour"))
    var rate: Double?

    @Flag(name: .customLong("static"), help: "All jobs arrive at time 0 (instead of --rate; needs --jobs).")
    var isStatic = false

    @Flag(name: .customLong("multi-gpu"), help: "30 % of the generated jobs may take 2, 4 or 8 GPUs.")
    var isMultiGPU = false

    @Flag(help: "A fifth of the generated jobs weighs 5 instead of 1.")
    var priorities = false

    @Flag(name: .customLong("steady-state"), help: "Begin with a cluster full of generated jobs.")
    var steadyState = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Simulate this many jobs, all of them (besides those of a steady-state start).",
            valueName: "count"))
    var jobs: Int?

    @Option(
        name: .customLong("duration-scale"), parsing: .unconditional,
        help: ArgumentHelp("Multiply the length of every generated job.", valueName: "factor"))
    var durationScale: Double?

    @Option(
        help: ArgumentHelp(
            "Draw the weeks (or days) of a trace anew with the seed, so that one trace gives an interval.",
            valueName: "weeks|days"))
    var resample: String?

    @Option(
        name: .customLong("scale-arrivals"), parsing: .unconditional,
        help: ArgumentHelp("Let the jobs of a trace arrive so many times as fast.", valueName: "factor"))
    var scaleArrivals: Double?

    @Option(parsing: .unconditional, help: "Seed of every random stream (default: 0).")
    var seed: UInt64?

    /// Enters the options into an experiment.
    func apply(to experiment: inout Experiment) {
        experiment.jobsPerHour = rate
        experiment.isStatic = isStatic
        experiment.isMultiGPU = isMultiGPU
        experiment.hasPriorities = priorities
        experiment.hasSteadyStateStart = steadyState
        experiment.jobCount = jobs
        experiment.durationScale = durationScale
        experiment.resampling = resample
        experiment.arrivalSpeed = scaleArrivals
        experiment.seed = seed ?? 0
    }
}
