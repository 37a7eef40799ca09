import LinearPrograms

/// Counts and times the solves of another engine, checks them against a reference and keeps the programs,
/// as far as that is wanted.
final class MeasuredEngine: AllocationEngine {
    /// Values below it are compared as they are, not relatively.
    private static let smallestScale = 1e-12
    /// Largest relative difference from the reference's optimum that is no difference.
    static let verificationTolerance = 1e-6

    /// What has been counted so far.
    public private(set) var figures = SolverFigures()
    private let engine: any AllocationEngine
    private let reference: (any AllocationEngine)?
    private let programsFolder: String?

    /// Watches an engine.
    ///
    /// - Parameters:
    ///   - engine: The engine.
    ///   - reference: Solves every program, too; its time is not counted.
    ///   - programsFolder: Where every program is written.
    public init(
        _ engine: any AllocationEngine, reference: (any AllocationEngine)? = nil,
        programsFolder: String? = nil
    ) {
        self.engine = engine
        self.reference = reference
        self.programsFolder = programsFolder
    }

    /// The watched engine's name.
    public var name: String { engine.name }

    /// Passes the program on and counts it.
    public func solve(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) throws -> AllocationSolution {
        try note(problem, isLexicographic: false, isWarm: warm != nil)
        return try timed { try engine.solve(problem, warm: warm, tolerance: tolerance) }
    }

    /// Passes the program on, counts it and notes the certified gap.
    public func solveCertified(_ problem: AllocationProblem, warm: WarmState?) throws -> CertifiedAllocation {
        try note(problem, isLexicographic: false, isWarm: warm != nil)
        let allocation = try timed { try engine.solveCertified(problem, warm: warm) }
        figures.worstGap = max(figures.worstGap, allocation.relativeGap)
        if let reference {
            let other = try reference.solveCertified(problem)
            try compare([allocation.objective], [other.objective], problem)
        }
        return allocation
    }

    /// Passes the program on, counts it as one and notes the certified gap.
    public func solveLexicographically(_ problem: AllocationProblem) throws -> LexicographicAllocation {
        try note(problem, isLexicographic: true, isWarm: false)
        let allocation = try timed { try engine.solveLexicographically(problem) }
        figures.worstGap = max(figures.worstGap, allocation.certificateGap)
        if let reference {
            try compare(allocation.levels, try reference.solveLexicographically(problem).levels, problem)
        }
        return allocation
    }

    private func timed<Result>(_ body: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let hitsBefore = engine.cacheFigures?.hitCount ?? 0
        let start = clock.now
        defer {
            let seconds = (clock.now - start) / .seconds(1)
            figures.seconds += seconds
            figures.cache = engine.cacheFigures
            if (engine.cacheFigures?.hitCount ?? 0) > hitsBefore { figures.hitSeconds += seconds }
            figures.fallbackCount = engine.unprovedCount
        }
        return try body()
    }

    private func note(_ problem: AllocationProblem, isLexicographic: Bool, isWarm: Bool) throws {
        figures.engine = engine.name
        figures.solveCount += 1
        if isWarm { figures.warmStartCount += 1 }
        // Floors without a level choose among the optima of a program before; they may have receivers that are no jobs.
        let isChoice = !problem.hasLevel && problem.floors.contains { $0 > -.infinity }
        let jobs = isChoice ? 0 : Int(problem.multiplicities.reduce(0, +))
        if jobs > figures.largestProgram.jobs {
            figures.largestProgram = .init(
                jobs: jobs, rows: problem.receiverCount, types: problem.resourceCount)
        }
        guard let programsFolder else { return }
        try ProgramFile.write(
            problem, isLexicographic: isLexicographic,
            to: "\(programsFolder)/\(ProgramFile.name(number: figures.solveCount))")
    }

    private func compare(_ own: [Double], _ other: [Double], _ problem: AllocationProblem) throws {
        figures.verifiedCount += 1
        for (a, b) in zip(own, other) {
            let difference = abs(a - b) / max(abs(b), Self.smallestScale)
            figures.worstDifference = max(figures.worstDifference, difference)
            guard difference <= Self.verificationTolerance else {
                throw ExperimentError.enginesDisagree(
                    program: problem.describedWithSize, own: a, other: b, engine: engine.name,
                    reference: reference?.name ?? "")
            }
        }
    }
}
