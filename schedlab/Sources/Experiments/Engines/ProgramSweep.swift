private import Foundation
private import LinearPrograms
private import Workload

/// Many programs, solved by the structured engine and by HiGHS at its tightest tolerances.
///
/// Random programs have what real ones have and worse: ties, identical jobs, jobs that cannot run somewhere,
/// weights, a job whose full time caps everybody's level, loads from 0.3 to 10, demands over twelve decades.
public struct ProgramSweep {
    /// What the other engine is asked for: finer than any difference that counts.
    private static let referenceTolerance = 1e-9
    /// Values below it are compared as they are, not relatively.
    private static let smallestScale = 1e-9
    /// The kinds of programs.
    public enum Kind: String, Sendable, CaseIterable {
        /// Greatest least level.
        case maxMin = "max-min"
        /// Greatest sum less a penalty for moves.
        case switching = "throughput-switching"
        /// The same with a floor for some jobs.
        case floors = "throughput, floors"
        /// Greatest least level less a penalty for moves.
        case penalised = "max-min-switching"
        /// Rows that differ job by job, as in finish-time fairness and makespan.
        case finishTime = "finish-time"
        /// Levels filled like water.
        case waterFilling = "water-filling"
    }

    /// What came out for one kind.
    public struct Outcome: Sendable {
        /// The kind; nil = programs from files.
        public var kind: Kind?
        /// Programs solved.
        public var programCount = 0
        /// Answers of a method that the certificate did not accept, so that the next method was asked.
        public var unprovedCount = 0
        /// Programs that no method of the structured engine could prove; HiGHS takes them in a run.
        public var unsolvedCount = 0
        /// Largest relative difference from HiGHS's objective (of any level, for water filling).
        public var worstDifference = 0.0
        /// Largest relative violation of a row by the values that a caller gets.
        public var worstViolation = 0.0
        /// Largest proven relative gap.
        public var worstGap = 0.0
    }

    /// What must hold: relative difference from HiGHS, and violation.
    static let acceptedDifference = 1e-7
    /// Largest relative violation of a row.
    static let acceptedViolation = 1e-9

    private let corner = StructuredEngine(.corner)
    private let reference: HiGHSEngine

    /// A sweep against HiGHS's simplex.
    ///
    /// - Throws: `LinearProgramError.highsMissing`.
    public init() throws {
        reference = try HiGHSEngine(library: EngineFactory.highs(), method: .simplex)
    }

    /// Whether an outcome is as it must be.
    public static func isGood(_ outcome: Outcome) -> Bool {
        outcome.worstDifference <= acceptedDifference && outcome.worstViolation <= acceptedViolation
            && outcome.worstGap <= StructuredEngine.acceptedGap
    }

    /// Solves random programs of a kind.
    ///
    /// - Parameters:
    ///   - kind: The kind.
    ///   - count: How many, with seeds from 0.
    /// - Returns: What came out.
    /// - Throws: `LinearProgramError` when HiGHS fails.
    public func run(_ kind: Kind, count: Int) throws -> Outcome {
        var outcome = Outcome(kind: kind)
        for seed in 0..<count {
            var generator = HardPrograms(seed: UInt64(seed))
            try add(
                generator.program(kind, isLarge: seed % 20 == 0), isLexicographic: kind == .waterFilling,
                &outcome)
        }
        return outcome
    }

    /// Solves programs from files.
    ///
    /// - Throws: `LinearProgramError` when HiGHS fails, or what reading throws.
    public func run(files: [String]) throws -> Outcome {
        var outcome = Outcome(kind: nil)
        for file in files {
            let (problem, isLexicographic) = try ProgramFile.read(path: file)
            try add(problem, isLexicographic: isLexicographic, &outcome)
        }
        return outcome
    }

    private func add(_ problem: AllocationProblem, isLexicographic: Bool, _ outcome: inout Outcome) throws {
        outcome.programCount += 1
        let unprovedBefore = corner.unprovedCount
        defer { outcome.unprovedCount += corner.unprovedCount - unprovedBefore }
        do {
            if isLexicographic {
                try compareLevels(problem, &outcome)
            } else {
                try compareOptimum(problem, &outcome)
            }
        } catch LinearProgramError.notSolved, LinearProgramError.notCertified {
            outcome.unsolvedCount += 1
        }
    }

    private func compareOptimum(_ problem: AllocationProblem, _ outcome: inout Outcome) throws {
        let own = try corner.solveCertified(problem)
        let other = CertifiedAllocation(
            problem, try reference.solve(problem, warm: nil, tolerance: Self.referenceTolerance))
        let scale = max(abs(other.objective), abs(own.objective), Self.smallestScale)
        // HiGHS may be the one that is less exact; only falling short of it counts.
        outcome.worstDifference = max(outcome.worstDifference, (other.objective - own.objective) / scale)
        outcome.worstGap = max(outcome.worstGap, own.relativeGap)
        outcome.worstViolation = max(outcome.worstViolation, own.violation(problem))
    }

    private func compareLevels(_ problem: AllocationProblem, _ outcome: inout Outcome) throws {
        let own = try corner.solveLexicographically(problem)
        let other = try reference.solveLexicographically(problem)
        for (a, b) in zip(own.levels, other.levels) {
            outcome.worstDifference = max(
                outcome.worstDifference, abs(a - b) / max(abs(b), Self.smallestScale))
        }
        outcome.worstGap = max(outcome.worstGap, own.certificateGap)
        outcome.worstViolation = max(outcome.worstViolation, own.shortfall(problem))
    }
}

/// Random programs with trouble in them.
private struct HardPrograms {
    /// Keeps a quotient finite where nobody asks for anything.
    private static let smallestDemand = 1e-12

    private var random: CPythonRandom

    init(seed: UInt64) { random = CPythonRandom(seed: seed) }

    mutating func program(_ kind: ProgramSweep.Kind, isLarge: Bool) -> AllocationProblem {
        let typeCount = 1 + random.index(below: 16)
        let limit = kind == .waterFilling ? 40 : isLarge ? 400 : 60
        let jobCount = 1 + random.index(below: limit)
        let load = 0.3 * exp(random.random() * log(10 / 0.3))
        let isExtreme = random.random() < 0.2
        // Over more decades, less than the tolerance of the largest job's level decides the smallest one's, and
        // HiGHS's levels are no reference.
        let decades = kind == .waterFilling ? 4.0 : 12
        var demands: [Double] = []
        var rates: [[Double]] = []
        for job in 0..<jobCount {
            demands.append(
                isExtreme
                    ? exp(log(10) * decades * (random.random() - 0.5))
                    : [1, 1, 2, 4, 8, 0.5][random.index(below: 6)])
            if job > 0 && random.random() < 0.3 {
                demands[job] = demands[job - 1]
                rates.append(rates[job - 1])
            } else {
                rates.append(drawRates(typeCount))
            }
        }
        let total = zip(demands, rates).reduce(0) { $0 + $1.0 * ($1.1.contains { $0 > 0 } ? 1 : 0) }
        let capacities = (0..<typeCount).map { _ in
            max(
                total / load / Double(typeCount) * (0.2 + 1.6 * random.random()),
                ProgramGenerator.smallestCapacity)
        }
        return assemble(kind, demands, rates, capacities)
    }

    private mutating func drawRates(_ typeCount: Int) -> [Double] {
        let base = exp(2 * random.random() - 1)
        let isTied = random.random() < 0.2
        var rates = (0..<typeCount).map { _ -> Double in
            if random.random() < 0.15 { return 0 }
            return isTied ? base : base * exp(1.5 * random.random() - 0.75)
        }
        if rates.allSatisfy({ $0 == 0 }) { rates[random.index(below: typeCount)] = base }
        return rates
    }

    private mutating func assemble(
        _ kind: ProgramSweep.Kind, _ demands: [Double], _ rates: [[Double]], _ capacities: [Double]
    ) -> AllocationProblem {
        let hasLevel = [.maxMin, .penalised, .finishTime, .waterFilling].contains(kind)
        let largestDemand = demands.max() ?? 1
        var problem = AllocationProblem(
            label: "random \(kind.rawValue)", capacities: capacities, levelWeight: hasLevel ? 1 : 0)
        for (demand, row) in zip(demands, rates) {
            let weight =
                kind == .finishTime ? exp(6 * random.random()) : [1, 1, 1, 5][random.index(below: 4)]
            let best = row.max() ?? 1
            let hasFloor = kind == .floors && random.random() < 0.2
            problem.addReceiver(
                demand: demand, need: hasLevel ? 1 : 0,
                floor: hasFloor ? best * 0.02 * random.random() * floorScale(demands, capacities) : nil)
            for (type, rate) in row.enumerated() where rate > 0 {
                let before = random.random() < 0.3 ? random.random() / Double(row.count) : 0
                switch kind {
                case .maxMin, .finishTime:
                    problem.addColumn(resource: type, rate: rate / weight)
                case .waterFilling:
                    if before > 0 {
                        problem.addColumn(
                            resource: type, slope: demand / largestDemand, rate: rate / weight, upper: before)
                    }
                    problem.addColumn(
                        resource: type, slope: -demand / largestDemand, rate: rate / weight)
                case .switching, .floors, .penalised:
                    let cost = 0.05 * demand / largestDemand
                    let worth = kind == .penalised ? 0 : rate
                    if before > 0 {
                        problem.addColumn(
                            resource: type, slope: worth + cost, rate: rate / weight, upper: before)
                    }
                    problem.addColumn(resource: type, slope: worth - cost, rate: rate / weight)
                }
            }
        }
        return problem
    }

    /// Keeps the sum of all floors within what the least resource can carry.
    private func floorScale(_ demands: [Double], _ capacities: [Double]) -> Double {
        min(1, (capacities.min() ?? 1) / max(demands.reduce(0, +), Self.smallestDemand))
    }
}
