internal import LinearPrograms
internal import Simulation

/// Programs that weigh what a policy wants against moving jobs to other GPU types, and against the room there is.
///
///     throughput   max  sum_ij T_ij x_ij / prop_i - alpha sum_i s_i sum_j |x_ij - x'_ij| / 2
///     max-min      max  t / e - (alpha / m) sum_i s_i sum_j |x_ij - x'_ij| / 2 + mu sum_ij o_ij x_ij
///
/// with `x'_ij` = 1 on the type that job i runs on and 0 elsewhere, `m` the number of jobs and `e` the level of an
/// equal share, `o_ij` the part of the nodes of type j that have the job's GPUs free. A job that waits has nothing to move and pays nothing. `alpha` has no unit: about how much of an
/// equal share a full move of one GPU is worth. Why `x'` is what runs and not the last shares:
/// `docs/migration-penalty.md`.
///
/// Of the allocations that reach the level `t` of the max-min program, with `mu` = 0 its choice is the optimum of
///
///     choice       max  sum_i s_i min(l_i, L_i) / e - alpha sum_i s_i sum_j |x_ij - x'_ij| / 2
///
/// with `l_i` the level of job i and `L_i` that of water filling without a penalty: every job gets its fair level
/// where that is worth more than the moves.
///
/// Rows are classes of twins that run on the same type. The distance needs no rows of its own: a share is split in
/// two columns, up to `x'` and beyond, and the first is worth more.
struct TradeOffProgram {
    /// What the policy wants.
    enum Goal {
        case throughput, maxMin
    }

    /// Smaller shares are what the solver's tolerance leaves, not shares.
    private static let smallestShare = 1e-7
    /// How far the choice may stay below the level, relatively: more than the solver's error.
    private static let floorSlack = 1e-6
    /// Accepted gap of the choice, relative to an equal share for every GPU that is asked for.
    private static let choiceGap = 1e-5
    /// The same where no engine proves more.
    private static let lastChoiceGap = 1e-3
    /// Fair levels that a full share of lacking would stand for: lacking all of it takes a hundredth of a job's time,
    /// so the choice is an optimum but for that (`docs/migration-penalty.md` has the bound).
    private static let lackRate = 1e2

    private let goal: Goal
    private let view: RateView
    private let alpha: Double
    private let opportunity: Double
    private var memory = ClassMemory()
    private var warm: WarmState?

    /// A program with a penalty `alpha` and a weight `opportunity` (mu), for a policy that sees rates as `view` does.
    init(_ goal: Goal, view: RateView, alpha: Double, opportunity: Double = 0) {
        self.opportunity = opportunity
        self.goal = goal
        self.view = view
        self.alpha = alpha
    }

    /// A program, where anything has a price; nil where the plain program of the policy says the same.
    static func ifPriced(
        _ goal: Goal, view: RateView, alpha: Double, opportunity: Double = 0
    ) -> TradeOffProgram? {
        guard alpha > 0 || opportunity > 0 else { return nil }
        return TradeOffProgram(goal, view: view, alpha: alpha, opportunity: opportunity)
    }

    /// Solves for the snapshot's jobs.
    ///
    /// - Parameters:
    ///   - policy: Name of the policy.
    ///   - snapshot: The jobs.
    ///   - engine: What solves the programs.
    /// - Returns: Time shares with their reasons.
    /// - Throws: `LinearProgramError` when there is no certified answer.
    mutating func solve(
        policy: String, _ snapshot: borrowing Snapshot, engine: any AllocationEngine
    ) throws -> Decision {
        guard snapshot.jobCount > 0 else { return snapshot.noShares }
        let label = "\(policy) at \(snapshot.nowSeconds) s"
        let twins = TwinClasses(snapshot, view: view, splitsByCurrentType: alpha > 0)
        let wanted =
            goal == .maxMin
            ? levelProgram(label, snapshot, twins) : throughputProgram(label, snapshot, twins)
        let allocation = try engine.solveCertified(wanted.problem, warm: warm)
        warm = allocation.solution.warmState
        var values = allocation.values
        var program = wanted
        if goal == .maxMin && opportunity == 0 {
            let floor = allocation.level * (1 - Self.floorSlack)
            program = try choiceProgram("choice of \(label)", snapshot, twins, floor: floor, engine)
            values = try Self.chosenValues(program.problem, engine)
        }
        let shares = program.shares(values).map { $0 < Self.smallestShare ? 0 : $0 }
        return .timeShares(
            twins.timeShares(
                snapshot, shares,
                reasons: AllocationReasons(
                    objective: words, objectiveValue: allocation.objective - wanted.stayConstant,
                    prices: allocation.solution.prices, levels: twins.perRow(program.levels(values)),
                    bindings: twins.perRow(allocation.solution.levelDuals),
                    certificateGap: allocation.relativeGap)))
    }

    /// An answer to the program of the choice: its floors hold, and its optimum is proved as far as a choice needs,
    /// by another engine where the first cannot.
    private static func chosenValues(
        _ problem: AllocationProblem, _ engine: any AllocationEngine
    ) throws -> [Double] {
        let solution = try engine.solve(problem, warm: nil, tolerance: EngineTolerance.usual)
        let allocation = CertifiedAllocation(problem, solution)
        guard solution.status == .optimal || solution.status == .imprecise else {
            throw LinearProgramError.notSolved(
                program: problem.describedWithSize, status: solution.status, engine: solution.engine)
        }
        if max(allocation.floorViolation, allocation.relativeGap) <= choiceGap { return allocation.values }
        do {
            return try engine.solveCertified(problem).values
        } catch LinearProgramError.notCertified
            where allocation.floorViolation <= choiceGap
            && allocation.relativeGap <= lastChoiceGap
        {
            return allocation.values
        }
    }

    private var words: String {
        let wanted =
            goal == .throughput
            ? "total throughput in multiples of average GPUs"
            : "least normalised throughput (1 = an equal share)"
        return wanted + (alpha > 0 ? ", less what moving costs" : "")
            + (opportunity > 0 ? ", with what room is worth" : "")
    }

    private mutating func levelProgram(
        _ label: String, _ snapshot: borrowing Snapshot, _ twins: TwinClasses
    ) -> ClassProgram {
        let jobCount = Double(snapshot.jobCount)
        var program = ClassProgram(
            label: label, gpuCounts: snapshot.gpuCounts, levelWeight: 1 / equalLevel(snapshot))
        for member in twins.classes {
            let levels = MaxMinProgram.coefficients(snapshot, member.firstRow, view)
            let need: Double = levels.contains { $0 > 0 } ? 1 : 0
            program.add(member, need: need, number: memory.number(member.key))
            let worth = levels.indices.map { type in
                opportunity > 0 ? opportunity * snapshot.openNodeFraction(member.firstRow, type: type) : 0
            }
            addColumns(of: member, levels, worth: worth, perMove: alpha / jobCount / 2, to: &program)
        }
        return program
    }

    private mutating func throughputProgram(
        _ label: String, _ snapshot: borrowing Snapshot, _ twins: TwinClasses
    ) -> ClassProgram {
        var program = ClassProgram(label: label, gpuCounts: snapshot.gpuCounts, levelWeight: 0)
        for member in twins.classes {
            let rates = view.rates(snapshot, member.firstRow)
            let average = MaxMinProgram.proportionalThroughput(snapshot, rates)
            program.add(member, need: 0, number: memory.number(member.key))
            addColumns(
                of: member, rates, worth: average > 0 ? rates.map { $0 / average } : rates,
                perMove: alpha / 2, to: &program)
        }
        return program
    }

    // `floor` is the level that every class must reach. What a class lacks of its fair level is a column of its own,
    // on a resource of which there is enough; it is so rich that it takes next to nothing of the class's time.
    private mutating func choiceProgram(
        _ label: String, _ snapshot: borrowing Snapshot, _ twins: TwinClasses, floor: Double,
        _ engine: any AllocationEngine
    ) throws -> ClassProgram {
        let fairLevels = try fairLevels(label, snapshot, engine)
        let equalLevel = equalLevel(snapshot)
        let enough = twins.classes.reduce(1.0) { $0 + $1.key.demandGPUs * Double($1.jobCount) }
        var program = ClassProgram(
            label: label, capacities: snapshot.gpuCounts.map(Double.init) + [enough], levelWeight: 0,
            typeCount: snapshot.typeCount)
        for member in twins.classes {
            let levels = MaxMinProgram.coefficients(snapshot, member.firstRow, view)
            let fair = max(fairLevels[member.firstRow] * (1 - Self.floorSlack), floor)
            let canRun = levels.contains { $0 > 0 }
            program.add(
                member, need: 0, floor: canRun ? fair : nil, number: memory.number(member.key))
            addColumns(of: member, levels, worth: [], perMove: alpha / 2, to: &program)
            let lack = fair - floor
            guard canRun, lack > Self.floorSlack * fair else { continue }
            let rate = Self.lackRate * fair
            program.addLack(rate: rate, worth: -rate * member.key.demandGPUs / equalLevel, upper: lack / rate)
        }
        program.addConstant(enough)
        return program
    }

    /// The levels of water filling without a penalty, by row.
    private func fairLevels(
        _ label: String, _ snapshot: borrowing Snapshot, _ engine: any AllocationEngine
    ) throws -> [Double] {
        let twins = TwinClasses(snapshot, view: view)
        let program = MaxMinProgram.program("fair levels for the \(label)", snapshot, twins, view: view)
        return twins.perRow(try engine.solveLexicographically(program.problem).levels)
    }

    private func equalLevel(_ snapshot: borrowing Snapshot) -> Double {
        min(Double(snapshot.gpuCounts.reduce(0, +)) / Double(snapshot.jobCount), 1)
    }

    private func addColumns(
        of member: TwinClasses.Class, _ levels: [Double], worth: [Double], perMove: Double,
        to program: inout ClassProgram
    ) {
        guard let current = member.key.currentType else {
            return program.addColumns(coefficients: levels, worth: worth)
        }
        program.addColumns(
            coefficients: levels, worth: worth, previous: levels.indices.map { $0 == current ? 1 : 0 },
            distanceCost: perMove * member.key.demandGPUs)
    }
}
