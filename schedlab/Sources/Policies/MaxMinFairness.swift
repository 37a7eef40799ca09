public import LinearPrograms
public import Simulation



/// Max-min fairness that does not tell GPU types apart (LAS): every type counts as equally fast.
///
/// As in the original, also a job that cannot run on a type gets a share there.
public struct MaxMinFairness: ObjectivePolicy {
    public let contract = PolicyContract(name: "max_min_fairness", distinguishesGPUTypes: false)
    private let engine: any AllocationEngine

    /// A policy that solves its programs with the engine.
    public init(engine: any AllocationEngine) { self.engine = engine }

    public func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        try MaxMinProgram.solve(policy: contract.name, snapshot, engine: engine) { _, _ in 1 }
    }

    public var isMaximised: Bool { true }

    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        MaxMinProgram.level(of: shares, snapshot) { _, _ in 1 }
    }
}
