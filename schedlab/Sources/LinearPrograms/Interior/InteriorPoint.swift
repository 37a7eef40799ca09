/// A primal-dual interior point on the homogeneous self-dual embedding, specialised to allocation programs.
///
/// The embedding finds `(v, z, s, tau, kappa)` with
///
///     0     =       G'z + c tau
///     s     = -G v      + h tau          s, z >= 0, s'z = 0
///     kappa = -c'v - h'z                 tau, kappa >= 0, tau kappa = 0
///
/// and `v / tau` is optimal where `tau > 0`; a program without a feasible point ends with `kappa > 0`.
/// Each step is Mehrotra's predictor and corrector, and costs O(columns · resources) by ``KKTSystem``.
///
/// The path, its start and its end follow ECOS, the solver of the published Gavel simulator: where many
/// allocations are optimal, the point at which the method stops is the same one.
///
/// - Note: S. Mehrotra, "On the implementation of a primal-dual interior point method", 1992;
///   A. Domahidi, E. Chu and S. Boyd, "ECOS: an SOCP solver for embedded systems", ECC 2013.
final class InteriorPoint {
    /// How a solve ended.
    enum Outcome: Equatable {
        /// Primal and dual residuals and the gap are below the tolerance.
        case optimal
        /// The last usable point; the certificate decides what it is worth.
        case imprecise
        /// The embedding shows that there is no feasible point.
        case infeasible
    }

    private static let iterationLimit = 100
    /// Part of the way to the boundary that a step goes.
    private static let stepFraction = 0.99
    private static let longestStep = 0.999
    private static let shortestStep = 1e-6
    private static let leastCentring = 1e-4

    private let arena = Arena()
    /// Steps of iterative refinement per direction: none are needed for a proved optimum, but with one the
    /// path stays nearer to the exact one.
    private let refinements: Int
    /// Iterations of the last solve.
    private(set) var iterationCount = 0

    /// A kernel without memory yet.
    init(refinements: Int) { self.refinements = refinements }

    /// Solves a program.
    ///
    /// - Parameters:
    ///   - problem: The program.
    ///   - tolerance: Relative residuals and gap at which to stop.
    ///   - engine: Name for the solution.
    /// - Returns: The solution; its status is never `failed`.
    /// - Complexity: O(columns · resources) per iteration, 10 to 40 iterations.
    func solve(_ problem: AllocationProblem, tolerance: Double, engine: String) -> AllocationSolution {
        let state = IterateState(problem, arena: arena)
        state.start()
        let outcome = run(state, tolerance: tolerance)
        return state.solution(
            of: problem,
            status: outcome == .optimal ? .optimal : outcome == .infeasible ? .infeasible : .imprecise,
            engine: engine, iterationCount: iterationCount)
    }

    /// The method: residuals, scaling, predictor, centring, corrector, step.
    private func run(_ state: IterateState, tolerance: Double) -> Outcome {
        var best = Double.infinity
        for iteration in 0...Self.iterationLimit {
            iterationCount = iteration
            state.findResiduals()
            let merit = state.merit
            if merit.isNaN || (best < 1e-4 && merit > 1000 * best) { break }
            if merit < best {
                best = merit
                state.keepBest()
            }
            if state.isOptimal(tolerance: tolerance) { return .optimal }
            if state.isInfeasible(tolerance: tolerance) { return .infeasible }
            if iteration == Self.iterationLimit { break }

            state.factor(refinements: refinements)
            state.findPredictor()
            let reach = min(max(state.longestStep(), Self.shortestStep), Self.longestStep)
            let left = 1 - reach
            let centring = min(max(left * left * left, Self.leastCentring), 1)
            state.findCorrector(centring: centring)
            let step = Self.stepFraction * min(max(state.longestStep(), Self.shortestStep), Self.longestStep)
            if !(step > Self.shortestStep) { break }
            state.advance(step)
        }
        state.restoreBest()
        return best < tolerance ? .optimal : .imprecise
    }
}
