/// Tries engines in order until one proves its answer.
///
/// A method that fails on a program is caught by the certificate and the next one takes over; the last
/// error is the caller's.
public final class EngineChain: AllocationEngine {
    private let engines: [any AllocationEngine]
    /// Programs that an engine could not prove.
    public private(set) var fallbackCount = 0

    /// A chain of at least one engine, most wanted first.
    public init(_ engines: [any AllocationEngine]) {
        precondition(!engines.isEmpty, "a chain needs an engine")
        self.engines = engines
    }

    /// The first engine's cache.
    public var cacheFigures: ProgramCacheFigures? { engines[0].cacheFigures }

    /// Answers of the engines' methods that could not be proved, and of whole engines.
    public var unprovedCount: Int { engines.reduce(fallbackCount) { $0 + $1.unprovedCount } }

    /// The first engine's name.
    public var name: String { engines[0].name }

    /// The first answer with the status `optimal`, else the last one.
    public func solve(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) throws -> AllocationSolution {
        for engine in engines.dropLast() {
            let solution = try engine.solve(problem, warm: warm, tolerance: tolerance)
            if solution.status == .optimal || solution.status == .infeasible { return solution }
            fallbackCount += 1
        }
        return try engines[engines.count - 1].solve(problem, warm: warm, tolerance: tolerance)
    }

    /// The first answer that is proved.
    public func solveCertified(_ problem: AllocationProblem, warm: WarmState?) throws -> CertifiedAllocation {
        for engine in engines.dropLast() {
            do {
                return try engine.solveCertified(problem, warm: warm)
            } catch LinearProgramError.notSolved, LinearProgramError.notCertified {
                fallbackCount += 1
            }
        }
        return try engines[engines.count - 1].solveCertified(problem, warm: warm)
    }

    /// The first answer that is proved.
    public func solveLexicographically(_ problem: AllocationProblem) throws -> LexicographicAllocation {
        for engine in engines.dropLast() {
            do {
                return try engine.solveLexicographically(problem)
            } catch LinearProgramError.notSolved, LinearProgramError.notCertified {
                fallbackCount += 1
            }
        }
        return try engines[engines.count - 1].solveLexicographically(problem)
    }
}
