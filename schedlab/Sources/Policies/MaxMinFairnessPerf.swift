public import LinearPrograms
public import Simulation

/// Heterogeneity-aware max-min fairness (Gavel's LAS).
public struct MaxMinFairnessPerf: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(name: "max_min_fairness_perf", distinguishesGPUTypes: true)
    private let engine: any AllocationEngine

    /// A policy that solves its programs with the engine.
    public init(engine: any AllocationEngine) { self.engine = engine }

    /// Time shares for the jobs of the snapshot.
    public func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        let view = copy snapshot
        return try MaxMinProgram.solve(policy: contract.name, snapshot, engine: engine) { row, type in
            view.rate(row, type: type)
        }
    }

    /// Whether a larger objective is better.
    public var isMaximised: Bool { true }

    /// The objective of an allocation, in the unit of the decision's reasons.
    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        let view = copy snapshot
        return MaxMinProgram.level(of: shares, snapshot) { row, type in view.rate(row, type: type) }
    }
}
