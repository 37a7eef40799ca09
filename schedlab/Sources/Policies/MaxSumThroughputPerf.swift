public import LinearPrograms
public import Simulation

/// Maximises the total throughput in steps per second, without regard to fairness.
///
/// - Note: Narayanan et al., OSDI 2020, section 4.2 ("maximize overall throughput").
public struct MaxSumThroughputPerf: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(name: "max_sum_throughput_perf", distinguishesGPUTypes: true)
    private let engine: any AllocationEngine
    private let reading: PolicyReading
    private var memory = ClassMemory()

    /// What a moved GPU may cost of the sum, relative to the most that a GPU can add: it only breaks ties.
    private static let tieBreak = 1e-6

    /// A policy that solves its programs with the engine; as in the original unless another reading is given.
    public init(engine: any AllocationEngine, reading: PolicyReading = .original) {
        self.engine = engine
        self.reading = reading
    }

    /// Time shares for the jobs of the snapshot.
    public mutating func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        guard snapshot.jobCount > 0 else { return snapshot.noShares }
        if reading == .canonical { return try decideCanonically(snapshot) }
        var program = ShareProgram(policy: contract.name, snapshot, hasLevel: false)
        for row in 0..<snapshot.jobCount {
            program.addJob(
                demandGPUs: snapshot.demandGPUs(row), need: 0, coefficients: snapshot.rates(row))
        }
        let allocation = try engine.solveCertified(program.problem)
        return .timeShares(
            program.timeShares(
                allocation, objective: Self.objective, value: allocation.objective))
    }

    private static let objective = "total throughput in steps per second"

    /// The optimum nearest to the shares before.
    private mutating func decideCanonically(_ snapshot: borrowing Snapshot) throws -> Decision {
        let twins = TwinClasses(snapshot)
        var rows: [[Double]] = []
        var best = 0.0
        for member in twins.classes {
            rows.append(snapshot.rates(member.firstRow))
            best = max(best, (rows[rows.count - 1].max() ?? 0) / member.key.demandGPUs)
        }
        var program = NearestShares.Program(
            label: "\(contract.name) at \(snapshot.nowSeconds) s",
            capacities: snapshot.gpuCounts.map(Double.init))
        for (k, member) in twins.classes.enumerated() {
            program.add(
                demand: member.demandGPUs, coefficients: rows[k], floor: nil,
                worth: rows[k].map { $0 * Double(member.jobCount) },
                previous: memory.previous(member, snapshot),
                weight: Self.tieBreak * best * member.demandGPUs)
        }
        let (shares, allocation) = try program.solve(engine)
        memory.remember(twins.classes, shares)
        let throughputs = zip(rows, shares).map { zip($0, $1).reduce(0) { $0 + $1.0 * $1.1 } }
        let total = zip(throughputs, twins.classes).reduce(0) { $0 + $1.0 * Double($1.1.jobCount) }
        return .timeShares(
            twins.timeShares(
                snapshot, shares,
                reasons: AllocationReasons(
                    objective: Self.objective, objectiveValue: total, prices: allocation.solution.prices,
                    levels: twins.classOfRow.map { throughputs[$0] },
                    bindings: twins.classOfRow.map { _ in 0 }, certificateGap: allocation.relativeGap)))
    }

    /// Whether a larger objective is better.
    public var isMaximised: Bool { true }

    /// The objective of an allocation, in the unit of the decision's reasons.
    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        var total = 0.0
        for row in 0..<snapshot.jobCount {
            let rates = snapshot.rates(row)
            total += shares.throughput(row: row) { rates[$0] }
        }
        return total
    }
}
