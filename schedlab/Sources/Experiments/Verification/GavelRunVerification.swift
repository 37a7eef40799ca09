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
    static let averageTolerance = 0.01

    private let file: String
    private let reference: GavelReference
    private let settings: GavelRunSettings
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
        settings = try GavelRunSettings(reference.args, file: file)
        if let throughputs {
            speeds = SpeedBook(
                try GavelThroughputsReader.table(
                    path: throughputs, neededTypes: settings.layout.types.map(\.name)))
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
        for stored in [allocations.count, reference.stats.policyCalls] where findings.callCount != stored {
            return "\(findings.callCount) policy calls, stored \(stored)"
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
        guard reference.jobs.map(\.jobId) == Array(0..<reference.generated) else {
            return "the stored jobs are not numbered 0 to \(reference.generated - 1)"
        }
        for stored in reference.jobs {
            if let difference = firstDifference(result.jobs, stored) {
                return "job \(stored.jobId): \(difference)"
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

    private func firstDifference(_ jobs: JobTable, _ stored: GavelReference.JobRecord) -> String? {
        let id = stored.jobId
        let own = jobs.jobs[id]
        let completion = jobs.completionTimeSeconds(id)
        let facts: [(String, String, String)] = [
            ("arrival", text(own.arrivalSeconds), text(stored.arrival)),
            ("model", own.jobClass.model, stored.jobType),
            ("scale factor", "\(own.jobClass.scaleFactor)", "\(stored.scaleFactor)"),
            ("steps", text(own.totalSteps), text(stored.totalSteps)),
            ("priority weight", text(own.priorityWeight), text(stored.priorityWeight)),
            ("completion time", text(completion), text(stored.jct)),
            ("end", text(completion.map { _ in jobs.endSeconds[id] }), text(stored.end)),
        ]
        let unequal = facts.first { $0.1 != $0.2 }
        return unequal.map { "\($0.0) \($0.1), stored \($0.2)" }
    }

    /// A double with every digit that distinguishes it.
    private func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "none" }

    private var ingredients: PolicyRegistry.Ingredients {
        .init(seed: reference.args.seed, isOriginal: true) { try EngineFactory.engine(.auto, .interior) }
    }

    private func setup(_ policy: any Policy) throws -> SimulationSetup {
        let source: any JobSource = try jobs.map { JobList($0) } ?? settings.generator(speeds)
        return SimulationSetup(
            layout: settings.layout, source: source, speeds: speeds, policy: policy, placement: Strided(),
            mechanism: try settings.mechanism(speeds), stop: settings.stop)
    }
}
