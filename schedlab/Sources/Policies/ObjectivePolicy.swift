public import Simulation

/// A policy that optimises one number, and can say what any allocation is worth in it.
///
/// Verification holds stored allocations against the optimum with it.
public protocol ObjectivePolicy: Policy {
    /// The objective of an allocation for the jobs of the snapshot that was decided on last.
    ///
    /// - Parameters:
    ///   - shares: Rows in the order of the snapshot.
    ///   - snapshot: The snapshot; must have at least one job.
    /// - Returns: The value, in the unit of the decision's reasons.
    func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double
}

extension TimeShares {
    /// Steps per second that a row receives under these shares.
    func throughput(row: Int, rate: (_ type: Int) -> Double) -> Double {
        var total = 0.0
        for type in 0..<typeCount { total += rate(type) * self[row, type] }
        return total
    }
}
