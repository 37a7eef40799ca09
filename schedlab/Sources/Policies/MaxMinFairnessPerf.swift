public import LinearPrograms
public import Simulation

/// Heterogeneity-aware max-min fairness (Gavel's LAS).
public struct MaxMinFairnessPerf: ObjectivePolicy {
    public let contract = PolicyContract(name: "max_min_fairness_perf", distinguishesGPUTypes: true)
    private let engine: any AllocationEngine

    /// A policy that solves its programs with the engine.
    public init(engine: any AllocationEngine) { self.engine = engine }

    public func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        let view = copy snapshot
        return try MaxMinProgram.solve(policy: contract.name, snapshot, engine: engine) { row, type in
            view.rate(row, type: type)
        }
    }

    public var isMaximised: Bool { true }

    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        let view = copy snapshot
        return MaxMinProgram.level(of: shares, snapshot) { row, type in view.rate(row, type: type) }
    }
}
