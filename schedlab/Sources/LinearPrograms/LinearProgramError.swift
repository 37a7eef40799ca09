/// Why an engine could not answer.
public enum LinearProgramError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No usable HiGHS library; `tried` lists each place with the reason.
    case highsMissing(tried: [String])
    /// HiGHS refused an option or a program.
    case highsRefused(what: String, code: Int)
    /// The engine ended without an allocation.
    case notSolved(program: String, status: SolveStatus, engine: String)
    /// The allocation could not be proved near enough to the optimum.
    case notCertified(program: String, gap: Double, accepted: Double, engine: String)
    /// No finish-time fairness ratio up to the limit is feasible for the named program.
    case noRoot(program: String, iterations: Int)

    /// Whether the numbers of a program may be the reason, and not a part that is missing.
    public var isOfProgram: Bool {
        switch self {
        case .highsMissing: false
        case .highsRefused, .notSolved, .notCertified, .noRoot: true
        }
    }

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .highsMissing(let tried):
            return """
                the HiGHS solver was not found; run 'make setup' (it fetches libhighs into .deps/), \
                or set SCHEDLAB_HIGHS to a libhighs shared library
                """ + tried.map { "\n  tried \($0)" }.joined()
        case .highsRefused(let what, let code):
            return
                "HiGHS refused \(what) (code \(code)); its numbers may be out of range, or the library of another version than 1.15"
        case .notSolved(let program, let status, let engine):
            return "\(program): \(engine) ended with status '\(status.rawValue)' and without an allocation"
        case .notCertified(let program, let gap, let accepted, let engine):
            return """
                \(program): the answer of \(engine) is only proved to a relative gap of \(gap), \
                \(accepted) is needed
                """
        case .noRoot(let program, let iterations):
            return "\(program): no root found in \(iterations) solves"
        }
    }
}
