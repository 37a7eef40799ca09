/// The engine that uses the structure of allocation programs: a few resources, many small blocks.
///
/// Each program goes to the methods that fit it, best first, until one proves its answer.
public final class StructuredEngine: AllocationEngine {
    /// Which of several optimal allocations is wanted.
    public enum Choice: Sendable {
        /// A point inside the set of optima, the one at which the original's solver stops.
        case interior
        /// A corner of the set of optima, where most shares are exactly 0.
        case corner
    }

    /// Relative gap up to which an answer counts as proved.
    public static let acceptedGap = 1e-7
    /// Programs with more receivers go to the interior point first.
    private static let simplexLimit = 400

    /// `structured 1`; the number changes with every change of an answer's bits.
    public let name = "structured 1"
    /// Answers that a method could not prove, so that the next one was asked.
    public private(set) var unprovedCount = 0

    private let choice: Choice
    private let interior = InteriorPoint()

    /// An engine for one thread.
    public init(_ choice: Choice) { self.choice = choice }

    /// The methods for a program, most wanted first.
    private func methods(_ problem: AllocationProblem) -> [(AllocationProblem, Double) -> AllocationSolution]
    {
        let interior = { [interior, name] problem, tolerance in
            interior.solve(problem, tolerance: tolerance, engine: name)
        }
        let simplex = { [name] (problem: AllocationProblem, _: Double) in
            SimplexSolve.solve(problem, engine: name)
        }
        if choice == .interior { return [interior, simplex] }
        return problem.receiverCount <= Self.simplexLimit ? [simplex, interior] : [interior, simplex]
    }

    /// Solves with the first method that finds an answer.
    public func solve(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) throws -> AllocationSolution {
        var last: AllocationSolution?
        for method in methods(problem) {
            let solution = method(problem, tolerance)
            if solution.status == .optimal || solution.status == .infeasible { return solution }
            unprovedCount += 1
            last = solution
        }
        return last ?? interior.solve(problem, tolerance: tolerance, engine: name)
    }

    /// Solves with the first method whose answer is proved.
    public func solveCertified(_ problem: AllocationProblem, warm: WarmState?) throws -> CertifiedAllocation {
        var gap = Double.infinity
        for method in methods(problem) {
            let solution = method(problem, 1e-8)
            guard solution.status == .optimal || solution.status == .imprecise else {
                unprovedCount += 1
                continue
            }
            let certified = CertifiedAllocation(problem, solution)
            if certified.relativeGap <= Self.acceptedGap { return certified }
            gap = min(gap, certified.relativeGap)
            unprovedCount += 1
        }
        throw LinearProgramError.notCertified(
            program: problem.describedWithSize, gap: gap, accepted: Self.acceptedGap, engine: name)
    }

    /// Water filling as one path of the simplex method; by programs one after the other where that fails.
    public func solveLexicographically(_ problem: AllocationProblem) throws -> LexicographicAllocation {
        var filling = WaterFilling(problem)
        if let allocation = filling.fill(acceptedGap: Self.acceptedGap) { return allocation }
        unprovedCount += 1
        throw LinearProgramError.notSolved(
            program: problem.describedWithSize, status: .failed, engine: name)
    }
}
