public import LinearPrograms

/// The same program solved by several engines, cold and warm.
public struct EngineBenchmark {
    /// One engine in one mode.
    public enum Contestant: String, Sendable, CaseIterable {
        /// The structured engine without the state of an earlier program.
        case structuredCold = "structured cold"
        /// The structured engine with prices and level of the program before.
        case structuredWarm = "structured warm"
        /// HiGHS's simplex, the program built afresh.
        case highsSimplexCold = "highs-simplex cold"
        /// HiGHS's simplex, numbers changed inside the program before, from its last basis.
        case highsSimplexWarm = "highs-simplex warm"
        /// HiGHS's interior point without crossover, the program built afresh.
        case highsInteriorCold = "highs-ipm cold"

        /// The engine's name in results.
        public var engineName: String { String(rawValue.split(separator: " ")[0]) }
        /// `cold` or `warm`.
        public var mode: String { String(rawValue.split(separator: " ")[1]) }
    }

    /// What one contestant did.
    public struct Result: Sendable {
        /// Who.
        public let contestant: Contestant
        /// Best CPU time of the repeats, in milliseconds.
        public let cpuMilliseconds: Double
        /// Objective of the certified (feasible) allocation.
        public let objective: Double
        /// Its proven relative distance from the optimum.
        public let certificateGap: Double
        /// Iterations of the method.
        public let iterationCount: Int
    }

    private let before: AllocationProblem?
    private let program: AllocationProblem
    private let isLexicographic: Bool
    private let repeats: Int
    private let cpuSeconds: () -> Double

    /// Prepares a comparison.
    ///
    /// - Parameters:
    ///   - program: The program that is timed.
    ///   - before: The program of the round before, for warm modes; nil = the program itself.
    ///   - isLexicographic: Whether levels are filled like water; warm modes are then the cold ones.
    ///   - repeats: Runs of each contestant; the best counts.
    ///   - cpuSeconds: CPU time of this thread so far.
    public init(
        program: AllocationProblem, before: AllocationProblem?, isLexicographic: Bool, repeats: Int,
        cpuSeconds: @escaping () -> Double
    ) {
        self.program = program
        self.before = before
        self.isLexicographic = isLexicographic
        self.repeats = repeats
        self.cpuSeconds = cpuSeconds
    }

    /// Times one contestant.
    ///
    /// - Throws: `LinearProgramError`; HiGHS may be missing.
    public func run(_ contestant: Contestant) throws -> Result {
        let engine = try makeEngine(contestant)
        var best = Double.infinity
        var solution: AllocationSolution?
        for _ in 0..<repeats {
            var warm: WarmState?
            if contestant.mode == "warm" {
                warm = try engine.solve(before ?? program, warm: nil, tolerance: Self.tolerance).warmState
            }
            if isLexicographic { return try runLexicographically(contestant, engine) }
            let start = cpuSeconds()
            let answer = try engine.solve(program, warm: warm, tolerance: Self.tolerance)
            best = min(best, cpuSeconds() - start)
            solution = answer
        }
        guard let solution else { preconditionFailure("\(repeats) repeats are none") }
        let certified = CertifiedAllocation(program, solution)
        return Result(
            contestant: contestant, cpuMilliseconds: best * 1000, objective: certified.objective,
            certificateGap: certified.relativeGap, iterationCount: solution.iterationCount)
    }

    private static let tolerance = 1e-9

    private func runLexicographically(
        _ contestant: Contestant, _ engine: any AllocationEngine
    ) throws -> Result {
        var best = Double.infinity
        var last: LexicographicAllocation?
        for _ in 0..<repeats {
            let start = cpuSeconds()
            let answer = try engine.solveLexicographically(program)
            best = min(best, cpuSeconds() - start)
            last = answer
        }
        let levels = zip(last?.levels ?? [], program.needs).filter { $1 > 0 }.map(\.0)
        return Result(
            contestant: contestant, cpuMilliseconds: best * 1000, objective: levels.min() ?? 0,
            certificateGap: last?.certificateGap ?? .infinity, iterationCount: last?.iterationCount ?? 0)
    }

    private func makeEngine(_ contestant: Contestant) throws -> any AllocationEngine {
        switch contestant {
        case .structuredCold, .structuredWarm: StructuredEngine(.corner)
        case .highsSimplexCold: try HiGHSEngine(library: EngineFactory.highs(), method: .simplex)
        case .highsSimplexWarm:
            try HiGHSEngine(library: EngineFactory.highs(), method: .simplex, keptColumnLimit: .max)
        case .highsInteriorCold: try HiGHSEngine(library: EngineFactory.highs(), method: .interior)
        }
    }
}
