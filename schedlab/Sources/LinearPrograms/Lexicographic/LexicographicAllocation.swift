/// The answer to a program whose levels are filled like water, and whose slopes choose among the optima.
public struct LexicographicAllocation: Sendable {
    /// Feasible values of the columns.
    public var values: [Double]
    /// `t` of each receiver: its level row reaches `q_i t_i + b_i` and no more where it is stuck.
    public var levels: [Double]
    /// Prices of the first, least level: what a unit of each resource adds to it.
    public var prices: [Double]
    /// Dual values of the level rows at the first level, for one of the `N_i` receivers.
    public var bindings: [Double]
    /// Largest proven relative distance of a level from the highest possible.
    public var certificateGap: Double
    /// Steps of the method.
    public var iterationCount: Int

    /// Largest relative shortfall of a receiver below its level, or below a plain floor.
    public func shortfall(_ problem: AllocationProblem) -> Double {
        var worst = 0.0
        for i in 0..<problem.receiverCount where problem.hasLevelRow(i) {
            var reached = 0.0
            for k in problem.columns(of: i) { reached += problem.columnRates[k] * values[k] }
            let target = problem.needs[i] * levels[i] + problem.floors[i]
            worst = max(worst, (target - reached) / max(abs(target), EngineTolerance.smallestScale))
        }
        return worst
    }
}
