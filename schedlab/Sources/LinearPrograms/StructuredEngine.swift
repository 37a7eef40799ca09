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
    /// Relative shortfall below a plain floor that is accepted.
    private static let acceptedFloorViolation = 1e-9
    /// Programs with more receivers go to the interior point first.
    private static let simplexLimit = 100
    private static let tolerance = 1e-9
    /// How far a decision must be from turning to be relied on, times the root of the number of receivers that
    /// made the prices: at the prices of a program before (of which a hundredth changed), and of a sample.
    private static let warmMargin = 0.5
    private static let sampleMargin = 1.1
    /// For prices that only choose what to look at.
    private static let sampleTolerance = 1e-6
    /// Where more than this part is left after sifting, the whole program is solved at once.
    private static let largestPart = 0.7

    /// `structured 1`; the number changes with every change of an answer's bits.
    public let name = "structured 1"
    /// Answers that a method could not prove, so that the next one was asked.
    public private(set) var unprovedCount = 0

    private let choice: Choice
    private let interior: InteriorPoint

    /// Whether nobody stands behind this engine: floors then only have to hold within the gap.
    private let isAlone: Bool

    /// An engine for one thread.
    ///
    /// - Parameters:
    ///   - choice: Which of several optima is wanted.
    ///   - isAlone: Whether no other engine takes what this one cannot prove.
    public init(_ choice: Choice, isAlone: Bool = false) {
        self.choice = choice
        self.isAlone = isAlone
        interior = InteriorPoint(refinements: choice == .interior ? 1 : 0)
    }

    /// Solves with the first method that finds an answer.
    public func solve(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) throws -> AllocationSolution {
        var last: AllocationSolution?
        for method in methods(problem, warm: warm, tolerance: tolerance) {
            guard let solution = method(problem) else { continue }
            if solution.status == .optimal || solution.status == .infeasible { return solution }
            unprovedCount += 1
            last = solution
        }
        return last ?? interior.solve(problem, tolerance: tolerance, engine: name)
    }

    /// Solves with the first method whose answer is proved.
    public func solveCertified(_ problem: AllocationProblem, warm: WarmState?) throws -> CertifiedAllocation {
        var gap = Double.infinity
        var loose: CertifiedAllocation?
        for method in methods(problem, warm: warm, tolerance: Self.tolerance) {
            guard let solution = method(problem) else { continue }
            if solution.status == .optimal || solution.status == .imprecise {
                let certified = CertifiedAllocation(problem, solution)
                if certified.relativeGap <= Self.acceptedGap
                    && certified.floorViolation <= Self.acceptedFloorViolation
                {
                    return certified
                }
                gap = min(gap, certified.relativeGap)
                if certified.relativeGap <= Self.acceptedGap { loose = certified }
            }
            unprovedCount += 1
        }
        if isAlone, let loose { return loose }
        throw LinearProgramError.notCertified(
            program: problem.describedWithSize, gap: gap, accepted: Self.acceptedGap, engine: name)
    }

    private typealias Method = (AllocationProblem) -> AllocationSolution?

    /// The methods for a program, most wanted first; one that does not apply answers nil.
    private func methods(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) -> [Method] {
        let byInterior: Method = { [self] in interior.solve($0, tolerance: tolerance, engine: name) }
        let bySimplex: Method = { [self] in SimplexSolve.solve($0, engine: name) }
        if choice == .interior { return [byInterior, bySimplex] }
        let byClasses: Method = { [self] in aggregated($0, tolerance: tolerance) }
        if problem.receiverCount <= Self.simplexLimit { return [byClasses, bySimplex, byInterior] }
        let bySifting: Method = { [self] in sifted($0, warm: warm, tolerance: tolerance) }
        return [byClasses, bySifting, byInterior]
    }

    /// One receiver per class, by the method that fits what is then left.
    private func aggregated(_ problem: AllocationProblem, tolerance: Double) -> AllocationSolution? {
        guard let aggregation = Aggregation(problem) else { return nil }
        let reduced = aggregation.reduced
        let solution =
            reduced.receiverCount <= Self.simplexLimit && choice == .corner && !reduced.hasLevel
            ? SimplexSolve.solve(reduced, engine: name)
            : interior.solve(reduced, tolerance: tolerance, engine: name)
        return aggregation.expanded(solution)
    }

    /// Most receivers by prices, the others exactly.
    private func sifted(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) -> AllocationSolution? {
        var start = warm
        var margin = Self.warmMargin / Double(problem.receiverCount).squareRoot()
        if start == nil || start?.prices.count != problem.resourceCount {
            let step = max(2, min(10, problem.receiverCount / 250))
            let sample = interior.solve(
                Sifting.sample(problem, stride: step), tolerance: Self.sampleTolerance, engine: name)
            guard sample.status == .optimal || sample.status == .imprecise else { return nil }
            start = sample.warmState
            margin = Self.sampleMargin / Double(problem.receiverCount / step).squareRoot()
        }
        guard let start else { return nil }
        // Too little left to make up for what was taken out shows as an infeasible rest; then less is taken out.
        for widening in [1.0, 4, 16] {
            var sifting = Sifting(problem, start: start, margin: margin * widening)
            guard Double(sifting.leftCount) < Self.largestPart * Double(problem.receiverCount) else { break }
            let solution = sifting.solve(engine: name) { [self] in
                interior.solve($0, tolerance: tolerance, engine: name)
            }
            if let solution { return solution }
        }
        return nil
    }

    /// Water filling as one path of the simplex method; by programs one after the other where that fails.
    public func solveLexicographically(_ problem: AllocationProblem) throws -> LexicographicAllocation {
        var filling = WaterFilling(problem)
        if let allocation = filling.fill(acceptedGap: Self.acceptedGap) { return allocation }
        unprovedCount += 1
        var staged = StagedWaterFilling(problem, engine: self)
        return try staged.fill()
    }
}
