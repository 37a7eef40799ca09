public import LinearPrograms

/// What a run's engine did.
public struct SolverFigures: Sendable, Equatable {
    /// The size of a program.
    public struct Size: Sendable, Equatable {
        /// Jobs that take part.
        public var jobs = 0
        /// Rows of jobs after twins are one.
        public var rows = 0
        /// GPU types.
        public var types = 0

        /// No program yet.
        public init() {}

        /// The size of a program.
        init(jobs: Int, rows: Int, types: Int) {
            self.jobs = jobs
            self.rows = rows
            self.types = types
        }
    }

    /// Name of the engine; nil when no program was ever solved.
    public var engine: String?
    /// Programs solved; water filling counts as one.
    public var solveCount = 0
    /// Programs that were started from the prices of the one before.
    public var warmStartCount = 0
    /// The program with the most jobs.
    public var largestProgram = Size()
    /// Answers of a method that could not be proved, so that another method was asked.
    public var fallbackCount = 0
    /// Largest certified relative gap.
    public var worstGap = 0.0
    /// Use of programs that were built before; nil for engines that keep none.
    public var cache: ProgramCacheFigures?
    /// Answers that were held against the reference, and the largest relative difference.
    public var verifiedCount = 0
    /// Largest relative difference from the reference.
    public var worstDifference = 0.0
    /// Time spent inside the engine, in seconds of this machine; of that, with kept programs.
    public var seconds = 0.0
    /// Time spent on programs that were built before, in seconds of this machine.
    var hitSeconds = 0.0

    /// Nothing counted yet.
    public init() {}

    /// Seconds that kept programs saved: what their solves took less than the others' on average; nil
    /// without both kinds.
    public var savedSeconds: Double? {
        guard let cache, cache.hitCount > 0 else { return nil }
        let others = cache.missCount + cache.bypassCount
        guard others > 0 else { return nil }
        return Double(cache.hitCount) * (seconds - hitSeconds) / Double(others) - hitSeconds
    }
}
