public import LinearPrograms
public import Simulation

/// Heterogeneity-aware least makespan.
public struct MinTotalDurationPerf: ObjectivePolicy {
    public let contract = PolicyContract(
        name: "min_total_duration_perf", lengthKnowledge: .truth, distinguishesGPUTypes: true)
    private let engine: any AllocationEngine

    /// A policy that solves its programs with the engine.
    public init(engine: any AllocationEngine) { self.engine = engine }

    public func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        try MakespanProgram.solve(policy: contract.name, snapshot, engine: engine)
    }

    public var isMaximised: Bool { false }

    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        MakespanProgram.makespanSeconds(of: shares, snapshot)
    }
}
