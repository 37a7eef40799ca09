public import LinearPrograms
public import Simulation

/// Max-min fairness that does not tell GPU types apart (LAS): every type counts as equally fast.
///
/// As in the original, also a job that cannot run on a type gets a share there.
public struct MaxMinFairness: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(name: "max_min_fairness", distinguishesGPUTypes: false)
    private let engine: any AllocationEngine

    /// A policy that solves its programs with the engine.
    public init(engine: any AllocationEngine) { self.engine = engine }

    /// Time shares for the jobs of the snapshot.
    public func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        try MaxMinProgram.solve(policy: contract.name, snapshot, engine: engine) { _, _ in 1 }
    }

    /// Whether a larger objective is better.
    public var isMaximised: Bool { true }

    /// The objective of an allocation, in the unit of the decision's reasons.
    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        MaxMinProgram.level(of: shares, snapshot) { _, _ in 1 }
    }
}
