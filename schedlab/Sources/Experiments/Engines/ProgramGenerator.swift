private import Foundation
public import LinearPrograms
private import Workload

/// Random allocation programs that look like those of real runs.
///
/// Jobs take 1, 2, 4 or 8 GPUs; speeds on the types are lognormal around the
/// mean of the job's model. Levels count in multiples of a job's speed on an average type, as in Gavel's max-min programs.
public struct ProgramGenerator: Sendable {
    /// GPUs of a type: no program is without any.
    static let smallestCapacity = 1e-6
    /// What is optimised.
    public enum Objective: String, Sendable, CaseIterable {
        /// The least level.
        case maxMin = "max-min"
        /// The sum of levels less a penalty for shares that move.
        case throughputSwitching = "throughput-switching"
    }

    /// The size and kind of a program.
    public struct Settings: Sendable, Equatable {
        /// What is optimised.
        public var objective: Objective
        /// Jobs.
        public var jobCount: Int
        /// GPU types.
        public var typeCount: Int
        /// GPUs demanded per GPU there is.
        public var load: Double
        /// Distinct rows of speeds and demand; 0 = every job's row is its own.
        public var classCount: Int
        /// Seed of the random stream.
        public var seed: UInt64

        /// Puts settings together.
        public init(
            objective: Objective, jobCount: Int, typeCount: Int, load: Double, classCount: Int, seed: UInt64
        ) {
            self.objective = objective
            self.jobCount = jobCount
            self.typeCount = typeCount
            self.load = load
            self.classCount = classCount
            self.seed = seed
        }
    }

    private struct Row {
        var demand: Double
        var levels: [Double]
        var classID: Int32
        var before: [Double]
    }

    private static let scaleFactors = [1.0, 1, 1, 2, 4, 8]
    /// Spread of a model's mean speed, and of its speeds on the types around it (of the logarithm).
    private static let modelSpread = 1.0
    private static let typeSpread = 0.5
    /// The penalty: what a full move of a GPU costs, in equal shares.
    private static let penalty = 0.1

    private let settings: Settings
    private var random: CPythonRandom
    private var rows: [Row] = []
    private var classes: [Row] = []

    /// A generator that has drawn its first program.
    public init(_ settings: Settings) {
        self.settings = settings
        random = CPythonRandom(seed: settings.seed)
        for id in 0..<settings.classCount { classes.append(draw(classID: Int32(id))) }
        for _ in 0..<settings.jobCount { rows.append(drawJob()) }
    }

    /// Replaces part of the jobs by new ones and forgets nothing else: the program of the next round.
    ///
    /// - Parameter churn: Part of the jobs, in `[0, 1]`.
    public mutating func advance(churn: Double) {
        let count = Int((churn * Double(rows.count)).rounded())
        for _ in 0..<count { rows[random.index(below: rows.count)] = drawJob() }
    }

    /// The present program.
    public var program: AllocationProblem {
        let demand = rows.reduce(0) { $0 + $1.demand }
        let perType = max(demand / settings.load / Double(settings.typeCount), Self.smallestCapacity)
        let isMaxMin = settings.objective == .maxMin
        var problem = AllocationProblem(
            label: "\(settings.objective.rawValue), seed \(settings.seed)",
            capacities: (0..<settings.typeCount).map { perType * (0.5 + Double($0 % 3) / 2) },
            levelWeight: isMaxMin ? 1 : 0)
        for row in rows {
            problem.addReceiver(
                demand: row.demand, need: isMaxMin ? 1 : 0,
                classID: settings.classCount > 0 ? row.classID : -1)
            for (type, level) in row.levels.enumerated() {
                if isMaxMin {
                    problem.addColumn(resource: type, rate: level)
                    continue
                }
                let cost = Self.penalty * row.demand / 2
                if row.before[type] > 0 {
                    problem.addColumn(
                        resource: type, slope: level + cost, rate: level, upper: row.before[type])
                }
                problem.addColumn(resource: type, slope: level - cost, rate: level)
            }
        }
        return problem
    }

    private mutating func drawJob() -> Row {
        var row =
            classes.isEmpty ? draw(classID: -1) : classes[random.index(below: classes.count)]
        row.before = drawShares()
        return row
    }

    private mutating func draw(classID: Int32) -> Row {
        let mean = exp(Self.modelSpread * normal())
        let speeds = (0..<settings.typeCount).map { _ in mean * exp(Self.typeSpread * normal()) }
        let average = speeds.reduce(0, +) / Double(speeds.count)
        return Row(
            demand: Self.scaleFactors[random.index(below: Self.scaleFactors.count)],
            levels: speeds.map { $0 / average }, classID: classID, before: [])
    }

    /// Shares before: most of the time on one type, for some jobs a little on another.
    private mutating func drawShares() -> [Double] {
        var shares = [Double](repeating: 0, count: settings.typeCount)
        shares[random.index(below: settings.typeCount)] = 0.1 + 0.8 * random.random()
        if random.random() < 0.2 {
            let type = random.index(below: settings.typeCount)
            if shares[type] == 0 { shares[type] = 0.1 * random.random() + 1e-3 }
        }
        return shares
    }

    /// A standard normal number (Box and Muller).
    private mutating func normal() -> Double {
        let radius = (-2 * log(1 - random.random())).squareRoot()
        return radius * cos(2 * Double.pi * random.random())
    }
}
