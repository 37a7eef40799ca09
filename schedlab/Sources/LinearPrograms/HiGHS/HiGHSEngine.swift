private import CHiGHS

/// The general solver HiGHS behind the engine protocol: the reference that every other engine is held to.
///
/// - Note: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", 2018;
///   interior point: L. Schork and J. Gondzio, "Implementation of an interior point method with basis
///   preconditioning" (IPX), 2020.
public final class HiGHSEngine: AllocationEngine {
    /// What HiGHS takes, and no coarser than its own choice.
    private static let tolerances = 1e-10...1e-7
    /// Which of HiGHS's methods solves the programs.
    public enum Method: String, Sendable {
        /// Interior point without crossover: the answer lies inside the set of optima, not at a corner.
        case interior = "ipx"
        /// Dual simplex: a corner, to 1e-9.
        case simplex
    }

    /// Shapes that are kept with a cache.
    private static let shapeLimit = 16
    /// Programs with more columns are built afresh unless another limit is given: the warm simplex then
    /// takes longer than the interior point takes for a new one (`docs/allocation-engine.md`).
    public static let keptColumnLimit = 20_000
    /// A warm simplex may take longer than a cold one; after this many iterations per row it starts afresh.
    private static let warmIterationsPerRow = 4

    /// `highs-ipm VERSION` or `highs-simplex VERSION`.
    public let name: String
    private let library: HiGHSLibrary
    private let method: Method
    private let solver: UnsafeMutableRawPointer
    private var cache: ShapeCache

    /// Makes a solver instance; one engine serves one thread.
    ///
    /// - Parameters:
    ///   - library: The loaded library.
    ///   - method: How to solve.
    ///   - keptColumnLimit: Programs of up to this many columns stay inside HiGHS until one of the same
    ///     shape (as many receivers and resources) comes; 0 = none.
    /// - Throws: ``LinearProgramError/highsRefused(what:code:)``.
    public init(
        library: HiGHSLibrary, method: Method, keptColumnLimit: Int = 0
    ) throws(LinearProgramError) {
        self.library = library
        self.method = method
        self.name = "highs-\(method == .interior ? "ipm" : "simplex") \(library.version)"
        cache = ShapeCache(shapeLimit: Self.shapeLimit, columnLimit: keptColumnLimit)
        solver = try Self.makeSolver(library, method)
    }

    deinit {
        for kept in cache.solvers { chighs_destroy(library.handle, kept) }
        chighs_destroy(library.handle, solver)
    }

    /// How often kept programs were used.
    public var cacheFigures: ProgramCacheFigures? { cache.figures }

    /// Solves with the method chosen at `init`; `warm` is ignored, the basis of a kept program is not.
    public func solve(
        _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
    ) throws -> AllocationSolution {
        let program = HiGHSProgram(problem, isPadded: cache.isInUse)
        guard cache.takes(program) else {
            _ = cache.find(program)
            try handOver(program, to: solver, problem)
            return try run(program, problem, in: solver, tolerance: tolerance)
        }
        guard let kept = cache.find(program) else {
            let fresh = try Self.makeSolver(library, method)
            try handOver(program, to: fresh, problem)
            let solution = try run(program, problem, in: fresh, tolerance: tolerance)
            if let old = cache.keep(program, in: fresh) { chighs_destroy(library.handle, old) }
            return solution
        }
        try change(kept.program, to: program, in: kept.solver)
        _ = cache.keep(program, in: kept.solver)
        let limit = Int32(clamping: Self.warmIterationsPerRow * program.rowCount)
        try setIterationLimit(limit, in: kept.solver)
        let solution = try run(program, problem, in: kept.solver, tolerance: tolerance)
        guard solution.status == .failed || solution.status == .imprecise else { return solution }
        try setIterationLimit(.max, in: kept.solver)
        try handOver(program, to: kept.solver, problem)
        return try run(program, problem, in: kept.solver, tolerance: tolerance)
    }

    private func run(
        _ program: HiGHSProgram, _ problem: AllocationProblem, in solver: UnsafeMutableRawPointer,
        tolerance: Double
    ) throws -> AllocationSolution {
        let tight = min(max(tolerance, Self.tolerances.lowerBound), Self.tolerances.upperBound)
        for option in [
            "primal_feasibility_tolerance", "dual_feasibility_tolerance", "ipm_optimality_tolerance",
        ] {
            try Self.accept(option, chighs_set_double(library.handle, solver, option, tight))
        }
        let code = chighs_run(library.handle, solver)
        var columnValues = [Double](repeating: 0, count: program.columnCount)
        var rowDuals = [Double](repeating: 0, count: program.rowCount)
        let copied = chighs_solution(library.handle, solver, &columnValues, nil, nil, &rowDuals)
        return program.solution(
            of: problem, status: copied == 0 ? status(runCode: code, in: solver) : .failed, engine: name,
            iterationCount: Int(chighs_info(library.handle, solver, iterationInfo)),
            columnValues: columnValues, rowDuals: rowDuals)
    }

    private var iterationInfo: String {
        method == .interior ? "ipm_iteration_count" : "simplex_iteration_count"
    }

    private static func makeSolver(
        _ library: HiGHSLibrary, _ method: Method
    ) throws(LinearProgramError) -> UnsafeMutableRawPointer {
        let handle = library.handle
        guard let solver = chighs_create(handle) else {
            throw .highsRefused(what: "a new solver instance", code: -1)
        }
        try accept("output_flag", chighs_set_bool(handle, solver, "output_flag", 0))
        try accept("solver", chighs_set_string(handle, solver, "solver", method.rawValue))
        try accept("run_crossover", chighs_set_string(handle, solver, "run_crossover", "off"))
        // Presolve would fix columns at bounds and so leave the interior of the optimal set.
        try accept(
            "presolve", chighs_set_string(handle, solver, "presolve", method == .interior ? "off" : "on"))
        try accept("parallel", chighs_set_string(handle, solver, "parallel", "off"))
        try accept("threads", chighs_set_int(handle, solver, "threads", 1))
        try accept("random_seed", chighs_set_int(handle, solver, "random_seed", 0))
        return solver
    }

    private func setIterationLimit(_ limit: Int32, in solver: UnsafeMutableRawPointer) throws {
        let option = "simplex_iteration_limit"
        try Self.accept(option, chighs_set_int(library.handle, solver, option, limit))
    }

    private static func accept(_ what: String, _ code: Int32) throws(LinearProgramError) {
        // 1 is a warning, for example about tiny matrix entries that HiGHS drops.
        guard code == 0 || code == 1 else { throw .highsRefused(what: what, code: Int(code)) }
    }

    private func handOver(
        _ program: HiGHSProgram, to solver: UnsafeMutableRawPointer, _ problem: AllocationProblem
    ) throws {
        try Self.accept(
            problem.describedWithSize,
            chighs_pass(
                library.handle, solver, Int32(program.columnCount), Int32(program.rowCount),
                Int32(program.value.count), program.cost,
                [Double](repeating: 0, count: program.columnCount), program.columnUpper, program.rowLower,
                program.rowUpper, program.start, program.index, program.value))
    }

    /// Writes the numbers that differ over those of a program of the same shape.
    private func change(
        _ old: HiGHSProgram, to new: HiGHSProgram, in solver: UnsafeMutableRawPointer
    ) throws {
        let handle = library.handle
        let lastColumn = Int32(new.columnCount - 1)
        let lastRow = Int32(new.rowCount - 1)
        if old.cost != new.cost {
            try Self.accept("costs", chighs_change_costs(handle, solver, 0, lastColumn, new.cost))
        }
        if old.columnUpper != new.columnUpper {
            let lower = [Double](repeating: 0, count: new.columnCount)
            try Self.accept(
                "bounds",
                chighs_change_column_bounds(handle, solver, 0, lastColumn, lower, new.columnUpper))
        }
        if old.rowLower != new.rowLower || old.rowUpper != new.rowUpper {
            try Self.accept(
                "row bounds",
                chighs_change_row_bounds(handle, solver, 0, lastRow, new.rowLower, new.rowUpper))
        }
        for column in 0..<new.columnCount {
            for entry in Int(new.start[column])..<Int(new.start[column + 1])
            where old.value[entry] != new.value[entry] {
                try Self.accept(
                    "an entry",
                    chighs_change_entry(
                        handle, solver, new.index[entry], Int32(column), new.value[entry]))
            }
        }
    }

    /// HiGHS's model status numbers as outcomes.
    private func status(runCode: Int32, in solver: UnsafeMutableRawPointer) -> SolveStatus {
        switch (runCode, chighs_status(library.handle, solver)) {
        case (..<0, _): .failed
        case (_, 7): .optimal
        case (_, 8), (_, 9): .infeasible
        case (_, 14), (_, 15): .imprecise
        default: .failed
        }
    }
}
