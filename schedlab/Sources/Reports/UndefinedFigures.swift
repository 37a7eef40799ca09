internal import Kit
internal import Metrics

/// Why figures that are null have no value, by their names.
struct UndefinedFigures {
    /// Figures of jobs that completed, in the order of the summary.
    private static let ofCompleted = [
        "averageJCTSeconds", "medianJCTSeconds", "p90JCTSeconds", "p95JCTSeconds", "p99JCTSeconds",
        "totalWaitSeconds", "slowdown", "finishTimeFairness",
    ]

    /// Name and reason of each, in the order of the summary.
    private(set) var reasons: [(name: String, reason: String)] = []

    /// The reasons for some measured jobs.
    init(completedJobCount: Int, startedJobCount: Int) {
        if startedJobCount == 0 { reasons.append(("firstWaitSeconds", Self.noneStarted)) }
        guard completedJobCount == 0 else { return }
        reasons += Self.ofCompleted.map { ($0, Self.noneCompleted) }
    }

    static let noneCompleted = "no measured job completed"
    static let noneStarted = "no measured job started"
    static let allAtOnce = "all jobs arrive at once"
    static let noCredit = "jobs have no credit under this mechanism and policy"
    static let noLength = "the run has no length"

    /// Adds another figure.
    mutating func add(_ name: String, _ reason: String) { reasons.append((name, reason)) }

    /// Name: reason; empty when every figure has a value.
    var json: JSONValue { .object(reasons.map { ($0.name, .string($0.reason)) }) }
}
