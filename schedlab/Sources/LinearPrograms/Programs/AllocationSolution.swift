/// How a solve ended.
///
/// Outcomes are values: only a missing solver or a broken promise is an error.
public enum SolveStatus: String, Sendable {
    /// Optimal within the engine's tolerance.
    case optimal
    /// The engine stopped without confirming an optimum, for example at a limit; the certificate decides.
    case imprecise
    /// No allocation meets all floors.
    case infeasible
    /// The engine gave up, for example after a numerical breakdown.
    case failed
}

/// What an engine found for an ``AllocationProblem``.
public struct AllocationSolution: Sendable {
    /// How the solve ended; the figures below mean something for `optimal` and `imprecise` only.
    public var status: SolveStatus
    /// `x_k`: value of each column.
    public var values: [Double]
    /// `t`: the common level, 0 for programs without one.
    public var level: Double
    /// `p_j`: price of each resource, objective units per unit of capacity, >= 0.
    public var prices: [Double]
    /// `mu_i`: how much the objective gains when the floor of level row `i` falls by one, for one of the
    /// `N_i` receivers that it stands for, >= 0.
    public var levelDuals: [Double]
    /// Name of the engine and method that found it.
    public var engine: String
    /// Iterations of that method.
    public var iterationCount: Int

    /// Puts the parts of a solution together.
    public init(
        status: SolveStatus, values: [Double], level: Double, prices: [Double], levelDuals: [Double],
        engine: String, iterationCount: Int
    ) {
        self.status = status
        self.values = values
        self.level = level
        self.prices = prices
        self.levelDuals = levelDuals
        self.engine = engine
        self.iterationCount = iterationCount
    }

    /// The state from which the next, similar program may start.
    public var warmState: WarmState { WarmState(prices: prices, level: level) }
}

/// What one solve hands to the next: prices and level, not a basis, so that it survives receivers
/// that come and go and capacities that change.
public struct WarmState: Sendable, Equatable {
    /// `p_j` of the last solve.
    public var prices: [Double]
    /// `t` of the last solve.
    public var level: Double

    /// Keeps prices and level.
    public init(prices: [Double], level: Double) {
        self.prices = prices
        self.level = level
    }
}
