/// What stops a simulation.
public enum SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The mechanism cannot carry out that kind of decision.
    case decisionNotSupported(mechanism: String, policy: String, kind: DecisionKind)
    /// A policy answered for other jobs or types than it was asked about.
    case malformedDecision(policy: String, problem: String)
    /// A placement rule found no place for a job although enough GPUs are free.
    case noPlace(rule: String, jobID: Int, gpuCount: Int, gpuType: String, nowSeconds: Double)
    /// A placement rule chose GPUs that are not free or not asked for.
    case badPlacement(rule: String, jobID: Int, gpus: [Int32])
    /// Nothing runs, nothing arrives and nothing would ever change.
    case stuck(nowSeconds: Double, activeJobCount: Int, firstJobID: Int, gpuCount: Int)
    /// Jobs hold GPUs, but in so many rounds on end none of them did a step.
    case noProgress(nowSeconds: Double, roundCount: Int, runningJobCount: Int, moveSeconds: Double)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .decisionNotSupported(let mechanism, let policy, let kind):
            return
                "mechanism '\(mechanism)' cannot carry out \(kind.rawValue), which policy '\(policy)' returned"
        case .malformedDecision(let policy, let problem):
            return "policy '\(policy)' answered wrongly: \(problem)"
        case .noPlace(let rule, let jobID, let gpuCount, let gpuType, let nowSeconds):
            return """
                at \(nowSeconds) s placement '\(rule)' found no place for job \(jobID) \
                (\(gpuCount) GPUs of type \(gpuType)) although they are free
                """
        case .badPlacement(let rule, let jobID, let gpus):
            return
                "placement '\(rule)' put job \(jobID) on GPUs \(gpus), which are not free or not what it needs"
        case .stuck(let nowSeconds, let activeJobCount, let firstJobID, let gpuCount):
            return """
                at \(nowSeconds) s nothing runs, nothing will change and \(activeJobCount) job(s) wait, the first \
                is job \(firstJobID), which takes \(gpuCount) GPU(s): either no GPU type that it accepts has as many, \
                or policy and placement never let it start (under gavel, fifo does so by a defect of the \
                original: try fifo_perf)
                """
        case .noProgress(let nowSeconds, let roundCount, let runningJobCount, let moveSeconds):
            return """
                at \(nowSeconds) s \(runningJobCount) job(s) hold GPUs, but none did a step in \(roundCount) rounds on \
                end: a job stands still for \(moveSeconds) s after a move; lower --move-cost
                """
        }
    }
}
