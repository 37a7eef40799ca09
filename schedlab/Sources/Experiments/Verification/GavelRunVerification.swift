private import Cluster
private import Foundation
private import LinearPrograms
private import Metrics
private import Placement
private import Policies
private import Simulation
private import Traces
private import Workload

/// Holds schedlab against a stored run of Gavel's simulator.
///
/// - With allocations stored: replays them through the mechanism and compares every job and figure
///   with `==`; for policies without a solver also computes the allocations and compares the same way;
///   for the others compares every optimum, call by call.
/// - Without: runs the experiment with our own policies and compares the average completion time.
public struct GavelRunVerification {
    /// What came out for one file.
    public struct Outcome: Sendable, Equatable {
        /// The file.
        public var file: String
        /// The policy's code name.
        public var policy: String
        /// What was compared, in words.
        public var compared: String
        /// The first difference; nil = all equal.
        public var difference: String?
        /// Our average completion time over the stored one, minus 1; nil where they are compared with `==`.
        public var averageDeviation: Double?
    }

    /// Largest relative deviation of an average where allocations are not stored.
    public static let averageTolerance = 0.01

    /// The horizon of the original's runs: 2,000 hours.
    private static let horizonSeconds = 7_200_000.0

    private let file: String
    private let reference: GavelReference
    private let layout: ClusterLayout
    private let speeds: SpeedBook
    private let jobs: [Job]?
    private let entry: PolicyRegistry.Entry

    /// Reads a reference run and what it needs.
    ///
    /// - Parameters:
    ///   - file: The stored run.
    ///   - traceFolders: Folders that may hold its trace, searched in order.
    ///   - throughputs: A throughput file; nil = the built-in table.
    /// - Throws: ``ExperimentError``, `TraceError` or `FileError`.
    public init(file: String, traceFolders: [String], throughputs: String?) throws {
        self.file = file
        reference = try GavelReference.read(path: file)
        let policy = reference.args.policy
        guard let entry = PolicyRegistry.all.first(where: { $0.name == policy }) else {
            throw ExperimentError.malformedReference(
                file: file, problem: "its policy '\(policy)' is not one of schedlab's")
        }
        self.entry = entry
        layout = try Self.layout(reference.args, file: file)
        if let throughputs {
            speeds = SpeedBook(
                try GavelThroughputsReader.table(path: throughputs, neededTypes: layout.types.map(\.name)))
        } else {
            speeds = SpeedBook(try GavelMeasurements.table())
        }
        jobs = try reference.args.trace.map { name in
            let paths = traceFolders.map { "\($0)/\(name)" }
            let found = paths.first { FileManager.default.fileExists(atPath: $0) }
            guard let found else {
                throw ExperimentError.malformedReference(
                    file: file,
                    problem:
                        "its trace \(name) is in none of \(traceFolders.joined(separator: ", ")) (--traces DIR)"
                )
            }
            return try GavelTraceReader.jobs(path: found)
        }
    }

    /// Compares.
    ///
    /// - Throws: `LinearProgramError` when the solver is missing, or whatever stops a simulation.
    public func run() throws -> Outcome {
        guard let allocations = reference.allocations else { return try compareAverage() }
        var outcome = Outcome(
            file: file, policy: entry.name,
            compared: "\(reference.jobs.count) jobs, \(allocations.count) allocations", difference: nil)
        do {
            outcome.difference = try replay(allocations)
            if outcome.difference == nil && AllocationCheck.kind(policy: entry.name) == nil {
                outcome.difference = try computeExactly(allocations)
            }
        } catch VerificationStop.difference(let text) {
            outcome.difference = text
        }
        return outcome
    }

    private func replay(_ allocations: [GavelReference.Allocation]) throws -> String? {
        let findings = ReplayPolicy.Findings()
        var own = try entry.make(ingredients)
        let kind = AllocationCheck.kind(policy: entry.name)
        let policy = ReplayPolicy(contract: own.contract, allocations: allocations, findings: findings) {
            snapshot, stored, call in
            guard let kind, var judge = own as? any ObjectivePolicy else { return nil }
            let difference = try AllocationCheck(kind: kind).difference(
                policy: &judge, snapshot, stored: stored)
            own = judge
            return difference.map { "policy call \(call) at \(snapshot.nowSeconds) s: \($0)" }
        }
        let result = try Simulation.run(setup(policy))
        if findings.callCount != allocations.count {
            return "\(findings.callCount) policy calls, stored \(allocations.count)"
        }
        return firstDifference(result) ?? findings.difference
    }

    /// For policies without a solver: our own allocations must be the stored ones.
    private func computeExactly(_ allocations: [GavelReference.Allocation]) throws -> String? {
        let findings = ReplayPolicy.Findings()
        var own = try entry.make(ingredients)
        let policy = ReplayPolicy(contract: own.contract, allocations: allocations, findings: findings) {
            snapshot, stored, call in
            guard case .timeShares(let shares) = try own.decide(snapshot) else { return "not time shares" }
            for row in 0..<snapshot.jobCount {
                for type in 0..<stored.typeCount where shares[row, type] != stored[row, type] {
                    return """
                        policy call \(call) at \(snapshot.nowSeconds) s: job \(stored.jobIDs[row]) gets \
                        \(shares[row, type]) of \(snapshot.layout.types[type].name), stored \(stored[row, type])
                        """
                }
            }
            return nil
        }
        _ = try Simulation.run(setup(policy))
        if let difference = findings.difference { return difference }
        return firstDifference(try Simulation.run(setup(try entry.make(ingredients))))
    }

    private func compareAverage() throws -> Outcome {
        let result = try Simulation.run(setup(try entry.make(ingredients)))
        var outcome = Outcome(
            file: file, policy: entry.name, compared: "average completion time", difference: nil)
        guard let own = RunMetrics(result).averageJCTSeconds, let stored = reference.avgJct else {
            outcome.difference = "no average: nothing completed, or none is stored"
            return outcome
        }
        let deviation = own / stored - 1
        outcome.averageDeviation = deviation
        if abs(deviation) > Self.averageTolerance {
            outcome.difference = "average JCT \(own) s, stored \(stored) s: relative difference \(deviation)"
        }
        return outcome
    }

    /// The first job or figure that is not equal to the last bit.
    private func firstDifference(_ result: SimulationResult) -> String? {
        if result.jobs.count != reference.generated {
            return "\(result.jobs.count) jobs arrived, stored \(reference.generated)"
        }
        for stored in reference.jobs {
            guard stored.jobId < result.jobs.count else { return "job \(stored.jobId) never arrived" }
            let own = result.jobs.jobs[stored.jobId]
            let isSame =
                own.arrivalSeconds == stored.arrival && own.totalSteps == stored.totalSteps
                && own.jobClass == JobClass(model: stored.jobType, scaleFactor: stored.scaleFactor)
            if !isSame { return "job \(stored.jobId) arrives differently: \(own)" }
            let completion = result.jobs.completionTimeSeconds(stored.jobId)
            if completion != stored.jct {
                return "job \(stored.jobId): completion time \(text(completion)), stored \(text(stored.jct))"
            }
        }
        let metrics = RunMetrics(result)
        let dropped = result.jobs.phases.indices.filter { result.jobs.phases[$0] == .dropped }
        let ended = result.jobs.phases.count { $0 != .active }
        let overbooked = result.busySecondsOfGPU.contains { $0 / result.endSeconds > 1 }
        let leases = [result.leaseExtensions.kept, result.leaseExtensions.possible]
        let figures: [(String, String, String)] = [
            ("average JCT", text(metrics.averageJCTSeconds), text(reference.avgJct)),
            ("makespan", text(result.endSeconds), text(reference.makespan)),
            ("utilization", text(overbooked ? nil : metrics.busyFraction), text(reference.utilization)),
            ("rounds", "\(result.roundCount)", "\(reference.stats.rounds)"),
            ("completed jobs", "\(ended)", "\(reference.completed)"),
            ("dropped jobs", "\(dropped)", "\(reference.failed)"),
            ("lease extensions", "\(leases)", "\(reference.leaseExt ?? leases)"),
        ]
        let unequal = figures.first { $0.1 != $0.2 }
        return unequal.map { "\($0.0) \($0.1), stored \($0.2)" }
    }

    /// A double with every digit that distinguishes it.
    private func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "none" }

    private var ingredients: PolicyRegistry.Ingredients {
        .init(seed: reference.args.seed) { try EngineFactory.interior() }
    }

    private func setup(_ policy: any Policy) throws -> SimulationSetup {
        let arguments = reference.args
        let source: any JobSource
        var stop = StopRule(measured: .allJobs, horizonSeconds: nil)
        if let jobs {
            source = JobList(jobs)
        } else {
            source = try GavelGenerator(
                .init(
                    seed: arguments.seed,
                    arrivals: arguments.mode == "static"
                        ? .allAtOnce : .poisson(jobsPerHour: arguments.rate ?? 0),
                    isMultiGPU: arguments.multi, hasPriorities: arguments.multiPriority,
                    steadyStateGPUCounts: arguments.steady ? layout.types.map(\.gpuCount) : [],
                    jobLimit: arguments.window == nil ? arguments.numJobs : nil),
                speeds: speeds)
        }
        if let window = arguments.window {
            let ends = window.split(separator: ":").compactMap { Int($0) }
            guard ends.count == 2, ends[0] < ends[1] else {
                throw ExperimentError.malformedReference(file: file, problem: "its window is '\(window)'")
            }
            stop = StopRule(measured: .window(ends[0]..<ends[1]), horizonSeconds: Self.horizonSeconds)
        }
        return SimulationSetup(
            layout: layout, source: source, speeds: speeds, policy: policy, placement: Strided(),
            mechanism: .gavel(
                GavelSettings(
                    roundSeconds: arguments.interval, seed: arguments.seed, isTrace: jobs != nil,
                    typeOrder: try GavelTypeOrder.order(of: layout.types.map(\.name), speeds))),
            stop: stop)
    }

    /// The cluster in Gavel's form; GPUs that do not fill a server vanish, as there.
    private static func layout(
        _ arguments: GavelReference.Arguments, file: String
    ) throws -> ClusterLayout {
        let counts = arguments.cluster.split(separator: ":").compactMap { Int($0) }
        let sizes = (arguments.gpusPerServer ?? "1:1:1").split(separator: ":").compactMap { Int($0) }
        guard counts.count == 3, sizes.count == 3, sizes.allSatisfy({ $0 > 0 }) else {
            throw ExperimentError.malformedReference(
                file: file, problem: "its cluster '\(arguments.cluster)' is not V100:P100:K80")
        }
        var groups: [NodeGroup] = []
        for (type, (count, size)) in zip(["v100", "p100", "k80"], zip(counts, sizes)) where count / size > 0 {
            groups.append(NodeGroup(gpuType: type, nodeCount: count / size, gpusPerNode: size))
        }
        return try ClusterLayout(name: arguments.cluster, groups: groups)
    }
}
