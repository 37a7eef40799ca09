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
    private var view: RateView { reading == .original ? .measured : .measuredWherePossible }
    private var tradeOff: TradeOffProgram?

    /// What a moved GPU may cost of the sum, relative to the most that a GPU can add: it only breaks ties.
    private static let tieBreak = 1e-6

    /// A policy that solves its programs with the engine.
    ///
    /// - Parameters:
    ///   - engine: Solves the programs.
    ///   - reading: As in the original unless another is given.
    ///   - migrationPenalty: Price of moving shares, without unit (`docs/migration-penalty.md`); 0 = none. The
    ///     sum then counts each job in multiples of its throughput on an average GPU.
    public init(
        engine: any AllocationEngine, reading: PolicyReading = .original, migrationPenalty: Double = 0
    ) {
        self.engine = engine
        self.reading = reading
        tradeOff = .ifPriced(
            .throughput, view: reading == .original ? .measured : .measuredWherePossible,
            alpha: migrationPenalty)
    }

    /// Time shares for the jobs of the snapshot.
    public mutating func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        if tradeOff != nil {
            return try tradeOff?.solve(policy: contract.name, snapshot, engine: engine) ?? snapshot.noShares
        }
        guard snapshot.jobCount > 0 else { return snapshot.noShares }
        let twins = TwinClasses(snapshot, view: view)
        var program = ClassProgram(
            label: "\(contract.name) at \(snapshot.nowSeconds) s", gpuCounts: snapshot.gpuCounts,
            levelWeight: 0)
        let tieCost = reading == .canonical ? Self.tieBreak * mostPerGPU(snapshot, twins) : 0
        for member in twins.classes {
            let rates = view.rates(snapshot, member.firstRow)
            program.add(member, need: 0, number: memory.number(member.key))
            program.addColumns(
                coefficients: rates, worth: rates,
                previous: reading == .canonical ? memory.previous(member, snapshot) : [],
                distanceCost: tieCost * member.key.demandGPUs)
        }
        let allocation = try engine.solveCertified(program.problem)
        let shares = program.shares(allocation.values)
        memory.remember(twins.classes, shares, typeCount: snapshot.typeCount)
        let throughputs = program.problem.levels(allocation.values)
        let total = zip(throughputs, twins.classes).reduce(0) { $0 + $1.0 * Double($1.1.jobCount) }
        return .timeShares(
            twins.timeShares(
                snapshot, shares,
                reasons: AllocationReasons(
                    objective: Self.objective, objectiveValue: total, prices: allocation.solution.prices,
                    levels: twins.perRow(throughputs), bindings: twins.classOfRow.map { _ in 0 },
                    certificateGap: allocation.relativeGap)))
    }

    private static let objective = "total throughput in steps per second"

    /// The most steps per second that any GPU can add.
    private func mostPerGPU(_ snapshot: borrowing Snapshot, _ twins: TwinClasses) -> Double {
        var most = 0.0
        for member in twins.classes {
            most = max(most, (snapshot.rates(member.firstRow).max() ?? 0) / member.key.demandGPUs)
        }
        return most
    }

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
