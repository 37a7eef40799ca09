public import LinearPrograms
public import Simulation

/// Maximises the total throughput in steps per second, without regard to fairness.
///
/// - Note: Narayanan et al., OSDI 2020, section 4.2 ("maximize overall throughput").
public struct MaxSumThroughputPerf: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(name: "max_sum_throughput_perf", distinguishesGPUTypes: true)
    private let engine: any AllocationEngine

    /// A policy that solves its programs with the engine.
    public init(engine: any AllocationEngine) { self.engine = engine }

    /// Time shares for the jobs of the snapshot.
    public func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        guard snapshot.jobCount > 0 else { return snapshot.noShares }
        var program = ShareProgram(policy: contract.name, snapshot, hasLevel: false)
        for row in 0..<snapshot.jobCount {
            program.addJob(
                scaleFactor: snapshot.scaleFactor(row), need: 0, coefficients: snapshot.rates(row))
        }
        let allocation = try engine.solveCertified(program.problem)
        return .timeShares(
            program.timeShares(
                allocation, objective: "total throughput in steps per second", value: allocation.objective))
    }

    /// Whether a larger objective is better.
    public var isMaximised: Bool { true }

    /// The objective of an allocation, in the unit of the decision's reasons.
    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        var total = 0.0
        for row in 0..<snapshot.jobCount {
            let rates = snapshot.rates(row)
            total += shares.throughput(row: row) { rates[$0] }
        }
        return total
    }
}
