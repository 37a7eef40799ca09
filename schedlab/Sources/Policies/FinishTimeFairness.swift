public import LinearPrograms
public import Simulation

/// Finish-time fairness with the original's agnostic mechanism: the program is that of
/// ``FinishTimeFairnessPerf``, only the rounds fill GPU types in shuffled order.
public struct FinishTimeFairness: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract: PolicyContract
    private var program: FinishTimeProgram

    /// A policy that solves its programs with the engine; as in the original unless another reading is given.
    public init(engine: any AllocationEngine, reading: PolicyReading = .original) {
        contract = PolicyContract(
            name: "finish_time_fairness", lengthKnowledge: .truth, distinguishesGPUTypes: false)
        program = FinishTimeProgram(
            policy: contract.name, engine: engine,
            view: reading == .original ? .measured : .fastestEverywhere, reading: reading)
    }

    /// Time shares for the jobs of the snapshot.
    public mutating func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        try program.solve(snapshot)
    }

    /// The objective of an allocation, in the unit of the decision's reasons.
    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        program.largestRatio(of: shares, snapshot)
    }
}
