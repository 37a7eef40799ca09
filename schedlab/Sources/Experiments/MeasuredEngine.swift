public import LinearPrograms

/// Counts and times the solves of another engine.
public final class MeasuredEngine: AllocationEngine {
    /// What was counted.
    public struct Figures: Sendable, Equatable {
        /// Name of the engine; nil when no program was ever solved.
        public var engine: String?
        /// Programs solved.
        public var solveCount = 0
        /// Receivers and resources of the program with the most columns.
        public var largestProgram: (jobs: Int, types: Int) = (0, 0)
        /// Programs that another method than the engine's first had to solve.
        public var fallbackCount = 0
        /// Largest certified relative gap.
        public var worstGap = 0.0
        /// Time spent inside the engine, in seconds of this machine.
        public var seconds = 0.0

        /// Compares all figures.
        public static func == (a: Figures, b: Figures) -> Bool {
            a.engine == b.engine && a.solveCount == b.solveCount && a.largestProgram == b.largestProgram
                && a.fallbackCount == b.fallbackCount
                && a.worstGap == b.worstGap && a.seconds == b.seconds
        }
    }

    /// What has been counted so far.
    public private(set) var figures = Figures()
    private let engine: any AllocationEngine
    private var largestColumnCount = 0

    /// Watches an engine.
    public init(_ engine: any AllocationEngine) { self.engine = engine }

    /// The watched engine's name.
    public var name: String { engine.name }

    /// Passes the program on and counts it.
    public func solve(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) throws -> AllocationSolution {
        let solution = try timed { try engine.solve(problem, warm: warm, tolerance: tolerance) }
        count(problem)
        return solution
    }

    /// Passes the program on, counts it and notes the certified gap.
    public func solveCertified(_ problem: AllocationProblem, warm: WarmState?) throws -> CertifiedAllocation {
        let allocation = try timed { try engine.solveCertified(problem, warm: warm) }
        count(problem)
        figures.worstGap = max(figures.worstGap, allocation.relativeGap)
        if allocation.solution.engine != engine.name { figures.fallbackCount += 1 }
        return allocation
    }

    /// Passes the program on, counts it as one and notes the certified gap.
    public func solveLexicographically(_ problem: AllocationProblem) throws -> LexicographicAllocation {
        let allocation = try timed { try engine.solveLexicographically(problem) }
        count(problem)
        figures.worstGap = max(figures.worstGap, allocation.certificateGap)
        return allocation
    }

    private func timed<Result>(_ body: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer { figures.seconds += (clock.now - start) / .seconds(1) }
        return try body()
    }

    private func count(_ problem: AllocationProblem) {
        figures.engine = engine.name
        figures.solveCount += 1
        if problem.columnCount > largestColumnCount {
            largestColumnCount = problem.columnCount
            figures.largestProgram = (problem.receiverCount, problem.resourceCount)
        }
    }
}
