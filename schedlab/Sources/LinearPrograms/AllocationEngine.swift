/// Solves allocation programs.
///
/// Engines are interchangeable: same program, same optimum.
public protocol AllocationEngine: AnyObject {
    /// Name and version, part of an experiment's identity; for example `highs-ipm 1.15.1`.
    var name: String { get }

    /// How often programs that were built before could be used again; nil = the engine keeps none.
    var cacheFigures: ProgramCacheFigures? { get }

    /// Answers of one method that could not be proved, so that another was asked.
    var unprovedCount: Int { get }

    /// Solves one program.
    ///
    /// - Parameters:
    ///   - problem: The program.
    ///   - warm: State of an earlier, similar solve; an engine may ignore it.
    ///   - tolerance: Relative optimality tolerance asked for.
    /// - Returns: A solution whose status says how the solve ended.
    /// - Throws: ``LinearProgramError`` when the engine cannot work at all.
    func solve(_ problem: AllocationProblem, warm: WarmState?, tolerance: Double) throws -> AllocationSolution

    /// Solves a program and proves the answer; the default calls ``solve(_:warm:tolerance:)``.
    func solveCertified(_ problem: AllocationProblem, warm: WarmState?) throws -> CertifiedAllocation

    /// Fills levels like water and chooses among the optima by slopes; the default solves one program per
    /// level.
    func solveLexicographically(_ problem: AllocationProblem) throws -> LexicographicAllocation
}

extension AllocationEngine {
    /// An engine keeps nothing unless it says so.
    public var cacheFigures: ProgramCacheFigures? { nil }

    /// An engine with one method has nobody else to ask.
    public var unprovedCount: Int { 0 }

    /// Solves a program and proves the answer, or says which program it was that could not be proved.
    ///
    /// - Parameters:
    ///   - problem: The program; must have a feasible allocation.
    ///   - warm: State of an earlier, similar solve.
    /// - Returns: The repaired (feasible) allocation with its certificate.
    /// - Throws: ``LinearProgramError/notSolved(program:status:engine:)`` or
    ///   ``LinearProgramError/notCertified(program:gap:accepted:engine:)``.
    public func solveCertified(_ problem: AllocationProblem, warm: WarmState?) throws -> CertifiedAllocation {
        let solution = try solve(problem, warm: warm, tolerance: EngineTolerance.usual)
        guard solution.status == .optimal || solution.status == .imprecise else {
            throw LinearProgramError.notSolved(
                program: problem.describedWithSize, status: solution.status, engine: solution.engine)
        }
        let certified = CertifiedAllocation(problem, solution)
        guard certified.relativeGap <= CertifiedAllocation.acceptedGap else {
            throw LinearProgramError.notCertified(
                program: problem.describedWithSize, gap: certified.relativeGap,
                accepted: CertifiedAllocation.acceptedGap, engine: solution.engine)
        }
        return certified
    }

    /// Solves a program without the state of an earlier one, and proves the answer.
    public func solveCertified(_ problem: AllocationProblem) throws -> CertifiedAllocation {
        try solveCertified(problem, warm: nil)
    }
}

extension AllocationProblem {
    /// The label with the program's size, for messages.
    public var describedWithSize: String {
        "\(label) (\(receiverCount) receivers x \(resourceCount) resources)"
    }
}
