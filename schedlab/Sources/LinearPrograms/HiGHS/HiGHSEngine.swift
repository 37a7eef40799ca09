private import CHiGHS

/// The general solver HiGHS behind the engine protocol: the reference that every other engine is held to.
///
/// - Note: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", 2018;
///   interior point: L. Schork and J. Gondzio, "Implementation of an interior point method with basis
///   preconditioning" (IPX), 2020.
public final class HiGHSEngine: AllocationEngine {
    /// Which of HiGHS's methods solves the programs.
    public enum Method: String, Sendable {
        /// Interior point without crossover: the answer lies inside the set of optima, not at a corner.
        case interior = "ipx"
        /// Dual simplex: a corner, to 1e-9.
        case simplex
    }

    /// `highs-ipm VERSION` or `highs-simplex VERSION`.
    public let name: String
    private let library: HiGHSLibrary
    private let method: Method
    private let solver: UnsafeMutableRawPointer

    /// Makes a solver instance; one engine serves one thread.
    ///
    /// - Parameters:
    ///   - library: The loaded library.
    ///   - method: How to solve.
    /// - Throws: ``LinearProgramError/highsRefused(what:code:)``.
    public init(library: HiGHSLibrary, method: Method) throws(LinearProgramError) {
        guard let solver = chighs_create(library.handle) else {
            throw .highsRefused(what: "a new solver instance", code: -1)
        }
        self.library = library
        self.method = method
        self.solver = solver
        self.name = "highs-\(method == .interior ? "ipm" : "simplex") \(library.version)"
        try configure()
    }

    deinit { chighs_destroy(library.handle, solver) }

    /// Solves with the method chosen at `init`; HiGHS starts afresh, `warm` is ignored.
    public func solve(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) throws -> AllocationSolution {
        let program = HiGHSProgram(problem)
        let tight = min(max(tolerance, 1e-10), 1e-7)
        for option in [
            "primal_feasibility_tolerance", "dual_feasibility_tolerance", "ipm_optimality_tolerance",
        ] {
            try accept(option, chighs_set_double(library.handle, solver, option, tight))
        }
        try accept(problem.describedWithSize, pass(program))
        let code = chighs_run(library.handle, solver)
        var columnValues = [Double](repeating: 0, count: program.columnCount)
        var rowDuals = [Double](repeating: 0, count: program.rowCount)
        let copied = chighs_solution(library.handle, solver, &columnValues, nil, nil, &rowDuals)
        return program.solution(
            of: problem, status: copied == 0 ? status(runCode: code) : .failed, engine: name,
            iterationCount: Int(chighs_info(library.handle, solver, iterationInfo)),
            columnValues: columnValues, rowDuals: rowDuals)
    }

    private var iterationInfo: String {
        method == .interior ? "ipm_iteration_count" : "simplex_iteration_count"
    }

    private func configure() throws(LinearProgramError) {
        let handle = library.handle
        try accept("output_flag", chighs_set_bool(handle, solver, "output_flag", 0))
        try accept("solver", chighs_set_string(handle, solver, "solver", method.rawValue))
        try accept("run_crossover", chighs_set_string(handle, solver, "run_crossover", "off"))
        // Presolve would fix columns at bounds and so leave the interior of the optimal set.
        try accept(
            "presolve", chighs_set_string(handle, solver, "presolve", method == .interior ? "off" : "on"))
        try accept("parallel", chighs_set_string(handle, solver, "parallel", "off"))
        try accept("threads", chighs_set_int(handle, solver, "threads", 1))
        try accept("random_seed", chighs_set_int(handle, solver, "random_seed", 0))
    }

    private func accept(_ what: String, _ code: Int32) throws(LinearProgramError) {
        // 1 is a warning, for example about tiny matrix entries that HiGHS drops.
        guard code == 0 || code == 1 else { throw .highsRefused(what: what, code: Int(code)) }
    }

    private func pass(_ program: HiGHSProgram) -> Int32 {
        chighs_pass(
            library.handle, solver, Int32(program.columnCount), Int32(program.rowCount),
            Int32(program.value.count), program.cost,
            [Double](repeating: 0, count: program.columnCount), program.columnUpper, program.rowLower,
            program.rowUpper, program.start, program.index, program.value)
    }

    /// HiGHS's model status numbers as outcomes.
    private func status(runCode: Int32) -> SolveStatus {
        switch (runCode, chighs_status(library.handle, solver)) {
        case (..<0, _): .failed
        case (_, 7): .optimal
        case (_, 8), (_, 9): .infeasible
        case (_, 14), (_, 15): .imprecise
        default: .failed
        }
    }
}
