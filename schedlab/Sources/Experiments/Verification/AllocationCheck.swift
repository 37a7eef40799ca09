internal import Cluster
internal import Policies
internal import Simulation

/// Holds one stored allocation against our own optimum for the same snapshot.
struct AllocationCheck {
    /// Objective of max-min and sum programs: relative distance allowed between optimum and stored.
    static let objectiveTolerance = 1e-6
    /// Finish-time fairness: the original's solver leaves up to 4e-5; its answer may be that much looser.
    static let ratioTolerance = 1e-4
    /// How much worse than the stored answer ours may be, relative.
    static let worseTolerance = 1e-6
    /// Relative excess allowed over a capacity or a full share.
    static let feasibilityTolerance = 1e-8

    /// Which of the three comparisons applies.
    enum Kind {
        case optimum
        case finishTimeRatio
        case makespan
    }

    let kind: Kind

    /// The comparison for a policy's code name; nil for policies without a program.
    static func kind(policy: String) -> Kind? {
        switch policy {
        case "max_min_fairness", "max_min_fairness_perf", "max_sum_throughput_perf": .optimum
        case "finish_time_fairness", "finish_time_fairness_perf": .finishTimeRatio
        case "min_total_duration", "min_total_duration_perf": .makespan
        default: nil
        }
    }

    /// Compares; returns what is wrong, nil when all is well.
    func difference(
        policy: inout any ObjectivePolicy, _ snapshot: borrowing Snapshot, stored: TimeShares
    ) throws -> String? {
        let decision = try policy.decide(snapshot)
        guard snapshot.jobCount > 0 else { return nil }
        guard case .timeShares(let own) = decision else { return "the policy returned \(decision.kind)" }
        if let excess = Self.infeasibility(own, snapshot) { return "our allocation is infeasible: \(excess)" }
        if let excess = Self.infeasibility(stored, snapshot) {
            return "the stored allocation is infeasible: \(excess)"
        }
        let ownValue = policy.objectiveValue(of: own, for: snapshot)
        let storedValue = policy.objectiveValue(of: stored, for: snapshot)
        return compare(own: ownValue, stored: storedValue)
    }

    private func compare(own: Double, stored: Double) -> String? {
        let relative = (own - stored) / abs(stored)
        switch kind {
        case .optimum:
            return abs(relative) <= Self.objectiveTolerance
                ? nil : "optimum \(own), stored \(stored): relative difference \(relative)"
        case .finishTimeRatio:
            return relative <= Self.worseTolerance && relative >= -Self.ratioTolerance
                ? nil : "least worst ratio \(own), stored \(stored): relative difference \(relative)"
        case .makespan:
            let bound = Self.bisected(own)
            let isBetween =
                own <= stored * (1 + Self.worseTolerance) && stored <= bound * (1 + Self.worseTolerance)
            return isBetween
                ? nil
                : "least makespan \(own) s, stored \(stored) s, the original's bisection would give \(bound) s"
        }
    }

    /// What the original's bisection to 5 % returns when the least feasible makespan is `optimum`.
    static func bisected(_ optimum: Double) -> Double {
        var low = 100.0
        var high = 1e6
        while true {
            let limit = high
            var found: Double?
            while 1.05 * low < high {
                let middle = (low + high) / 2
                if middle >= optimum {
                    high = middle
                    found = middle
                } else {
                    low = middle
                }
            }
            if let found { return found }
            low = limit
            high = 10 * limit
        }
    }

    /// What exceeds its bound by more than the tolerance; nil when nothing does.
    private static func infeasibility(_ shares: TimeShares, _ snapshot: borrowing Snapshot) -> String? {
        var usage = [Double](repeating: 0, count: shares.typeCount)
        for row in 0..<snapshot.jobCount {
            var sum = 0.0
            for type in 0..<shares.typeCount {
                let share = shares[row, type]
                if share < 0 { return "job \(shares.jobIDs[row]) has the share \(share)" }
                sum += share
                usage[type] += share * Double(snapshot.scaleFactor(row))
            }
            if sum > 1 + feasibilityTolerance { return "job \(shares.jobIDs[row]) has \(sum) of the time" }
        }
        for type in 0..<shares.typeCount {
            let capacity = Double(snapshot.gpuCount(ofType: type))
            if usage[type] > capacity * (1 + feasibilityTolerance) {
                return
                    "\(usage[type]) GPUs of type \(snapshot.layout.types[type].name) are promised, there are \(capacity)"
            }
        }
        return nil
    }
}
