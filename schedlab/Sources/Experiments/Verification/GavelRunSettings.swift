internal import Cluster
internal import Simulation
internal import Workload

/// The settings of a stored run, read and checked: everything that a replay needs but the policy.
struct GavelRunSettings {
    /// The cluster.
    let layout: ClusterLayout
    /// When the run is over.
    let stop: StopRule
    private let arguments: GavelReference.Arguments

    /// The horizon of the original's runs with a window: 2,000 hours.
    private static let horizonSeconds = 7_200_000.0

    /// Checks the settings of a file.
    ///
    /// - Throws: ``ExperimentError/malformedReference(file:problem:)``.
    init(_ arguments: GavelReference.Arguments, file: String) throws(ExperimentError) {
        func refuse(_ problem: String) -> ExperimentError {
            .malformedReference(file: file, problem: problem)
        }

        self.arguments = arguments
        guard ["trace", "static", "continuous"].contains(arguments.mode) else {
            throw refuse("its mode is '\(arguments.mode)', expected trace, static or continuous")
        }
        guard (arguments.mode == "trace") == (arguments.trace != nil) else {
            throw refuse("its mode is '\(arguments.mode)' but its trace is '\(arguments.trace ?? "null")'")
        }
        guard arguments.interval > 0, arguments.interval.isFinite else {
            throw refuse("its interval is \(arguments.interval) s, expected a number > 0")
        }
        if arguments.mode == "continuous" {
            guard let rate = arguments.rate, rate > 0, rate.isFinite else {
                throw refuse(
                    "its rate is \(arguments.rate.map { "\($0)" } ?? "null"), expected jobs per hour > 0")
            }
        }
        let hasCount = arguments.numJobs.map { $0 >= 1 && $0 <= 1_000_000 } ?? false
        let needsCount =
            arguments.mode == "static" || (arguments.mode == "continuous" && arguments.window == nil)
        guard hasCount || !needsCount else {
            throw refuse(
                "num_jobs is \(arguments.numJobs.map(String.init) ?? "null"), expected 1 to 1,000,000")
        }
        var stop = StopRule(measured: .allJobs)
        if let window = arguments.window {
            let ends = window.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
            guard ends.count == 2, let start = ends[0], let end = ends[1], start >= 0, start < end,
                arguments.mode == "continuous"
            else {
                throw refuse("its window is '\(window)', expected S:E with 0 <= S < E in mode continuous")
            }
            stop = StopRule(measured: .window(start..<end), horizonSeconds: Self.horizonSeconds)
        }
        self.stop = stop
        guard let layout = Self.layout(arguments) else {
            throw refuse(
                "its cluster '\(arguments.cluster)' on servers of '\(arguments.gpusPerServer ?? "1:1:1")' is not V100:P100:K80"
            )
        }
        self.layout = layout
    }

    /// The generated jobs of the run.
    func generator(_ speeds: SpeedBook) throws(WorkloadError) -> GavelGenerator {
        try GavelGenerator(
            .init(
                seed: arguments.seed,
                arrivals: arguments.mode == "static"
                    ? .allAtOnce : .poisson(jobsPerHour: arguments.rate ?? 0),
                isMultiGPU: arguments.multi, hasPriorities: arguments.multiPriority,
                steadyStateGPUCounts: arguments.steady ? layout.types.map(\.gpuCount) : [],
                jobLimit: arguments.window == nil ? arguments.numJobs : nil),
            speeds: speeds)
    }

    /// The original's mechanism with the run's settings.
    func mechanism(_ speeds: SpeedBook) throws(WorkloadError) -> Mechanism {
        .gavel(
            GavelSettings(
                roundSeconds: arguments.interval, seed: arguments.seed, isTrace: arguments.mode == "trace",
                typeOrder: try GavelTypeOrder.order(of: layout.types.map(\.name), speeds)))
    }

    /// The cluster in Gavel's form; GPUs that do not fill a server vanish, as there.
    private static func layout(_ arguments: GavelReference.Arguments) -> ClusterLayout? {
        func numbers(_ text: String) -> [Int]? {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
            let known = parts.compactMap { $0 }
            return parts.count == 3 && known.count == 3 && known.allSatisfy { $0 >= 0 } ? known : nil
        }
        guard let counts = numbers(arguments.cluster),
            let sizes = numbers(arguments.gpusPerServer ?? "1:1:1"),
            sizes.allSatisfy({ $0 > 0 })
        else { return nil }
        var groups: [NodeGroup] = []
        for (type, (count, size)) in zip(["v100", "p100", "k80"], zip(counts, sizes)) where count / size > 0 {
            groups.append(NodeGroup(gpuType: type, nodeCount: count / size, gpusPerNode: size))
        }
        return try? ClusterLayout(name: arguments.cluster, groups: groups)
    }
}
