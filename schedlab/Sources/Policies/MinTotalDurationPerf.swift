public import LinearPrograms
public import Simulation

/// Heterogeneity-aware least makespan.
public struct MinTotalDurationPerf: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(
        name: "min_total_duration_perf", lengthKnowledge: .truth, distinguishesGPUTypes: true)
    private let engine: any AllocationEngine
    private let reading: PolicyReading
    private var view: RateView { reading == .original ? .measured : .measuredWherePossible }

    /// A policy that solves its programs with the engine; as in the original unless another reading is given.
    public init(engine: any AllocationEngine, reading: PolicyReading = .original) {
        self.engine = engine
        self.reading = reading
    }

    /// Time shares for the jobs of the snapshot.
    public func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        try MakespanProgram.solve(
            policy: contract.name, snapshot, engine: engine, view: view, reading: reading)
    }

    /// The objective of an allocation, in the unit of the decision's reasons.
    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        MakespanProgram.makespanSeconds(of: shares, snapshot, view: view)
    }
}
