/// A program that divides divisible resources among receivers, one block of columns per receiver.
///
/// With receivers `i`, resources `j` and the columns `k` of receiver `i` (each on one resource `j_k`):
///
///     maximise    sum_k c_k x_k + gamma t
///     budget_i    sum_{k in i} x_k <= 1
///     level_i     sum_{k in i} a_k x_k - q_i t >= b_i        (only receivers with a need or a floor)
///     capacity_j  sum_i s_i sum_{k in i, j_k = j} x_k + H_j t <= C_j
///                 0 <= x_k <= u_k
///
/// Max-min fairness is `c = 0, gamma = 1, q = 1`; total throughput is `gamma = 0` without level rows.
/// A receiver may stand for `N_i` equal ones: its columns are the values of each of them, and its terms in
/// the objective and in the capacities count `N_i` times. `H` is zero but in programs from which receivers
/// with a known answer were taken out. Receivers and resources are plain indices here: jobs and GPUs are
/// the caller's business.
public struct AllocationProblem: Sendable, Equatable {
    /// What the program is, for messages; for example `max_min_fairness_perf at 3600 s`.
    public var label: String
    /// `C_j`: capacity of each resource, all > 0 (any sign where ``levelDemands`` are not zero).
    public let capacities: [Double]
    /// `H_j`: what a unit of the level takes of each resource; empty = nothing.
    private(set) var levelDemands: [Double] = []
    /// `gamma`: weight of the common level `t` in the objective.
    public let levelWeight: Double
    /// Whether the program has a common level `t`.
    public let hasLevel: Bool

    /// First column of each receiver; count = receivers + 1.
    private(set) var columnStarts: [Int32] = [0]
    /// `j_k`: resource of each column.
    public private(set) var columnResources: [Int32] = []
    /// `c_k`: what a unit of each column adds to the objective.
    public private(set) var columnSlopes: [Double] = []
    /// `a_k`: what a unit of each column adds to its receiver's level, >= 0.
    public private(set) var columnRates: [Double] = []
    /// `u_k`: upper bound of each column; infinity = none.
    public private(set) var columnUppers: [Double] = []

    /// `s_i`: units of a resource that receiver `i` holds while it is served, > 0.
    public private(set) var demands: [Double] = []
    /// `q_i`: how fast the level row of receiver `i` rises with `t`, >= 0; 0 = not tied to the level.
    public private(set) var needs: [Double] = []
    /// `b_i`: the floor under the level row of receiver `i`; minus infinity = none.
    public private(set) var floors: [Double] = []
    /// `N_i`: how many equal receivers each one stands for, >= 1.
    public private(set) var multiplicities: [Double] = []
    /// Class of each receiver where the caller knows it: receivers of a class have equal rows, demands,
    /// needs, floors and slopes (upper bounds may differ where the slopes jump there); -1 = unknown.
    public private(set) var classIDs: [Int32] = []

    /// Starts a program without receivers.
    ///
    /// - Parameters:
    ///   - label: What the program is, for messages.
    ///   - capacities: `C_j` of each resource, all > 0.
    ///   - levelWeight: `gamma`, >= 0.
    public init(label: String, capacities: [Double], levelWeight: Double) {
        self.label = label
        self.capacities = capacities
        self.levelWeight = levelWeight
        hasLevel = levelWeight > 0
    }

    /// Starts what is left of a program with a level after receivers were taken out.
    ///
    /// - Parameters:
    ///   - label: What the program is, for messages.
    ///   - capacities: `C_j` without what the others take, of any sign.
    ///   - levelWeight: `gamma` with what the level adds to the others' part of the objective, of any sign.
    ///   - levelDemands: `H_j`: what the others take with each unit of the level.
    init(label: String, capacities: [Double], levelWeight: Double, levelDemands: [Double]) {
        self.label = label
        self.capacities = capacities
        self.levelWeight = levelWeight
        self.levelDemands = levelDemands
        hasLevel = true
    }

    /// Number of receivers.
    public var receiverCount: Int { demands.count }
    /// Number of resources.
    public var resourceCount: Int { capacities.count }
    /// Number of columns of all receivers together.
    public var columnCount: Int { columnResources.count }
    /// `H_j`.
    func levelDemand(_ resource: Int) -> Double { levelDemands.isEmpty ? 0 : levelDemands[resource] }

    /// The columns of one receiver.
    public func columns(of receiver: Int) -> Range<Int> {
        Int(columnStarts[receiver])..<Int(columnStarts[receiver + 1])
    }

    /// Whether receiver `i` has a level row.
    func hasLevelRow(_ receiver: Int) -> Bool {
        needs[receiver] > 0 || floors[receiver] > -.infinity
    }

    /// Makes room, so that adding does not copy.
    mutating func reserve(receivers: Int, columns: Int) {
        demands.reserveCapacity(receivers)
        needs.reserveCapacity(receivers)
        floors.reserveCapacity(receivers)
        multiplicities.reserveCapacity(receivers)
        classIDs.reserveCapacity(receivers)
        columnStarts.reserveCapacity(receivers + 1)
        columnResources.reserveCapacity(columns)
        columnSlopes.reserveCapacity(columns)
        columnRates.reserveCapacity(columns)
        columnUppers.reserveCapacity(columns)
    }

    /// Adds a receiver; its columns follow with ``addColumn(resource:slope:rate:upper:)``.
    ///
    /// - Parameters:
    ///   - demand: `s_i` > 0.
    ///   - need: `q_i` >= 0; 0 = not tied to the level.
    ///   - floor: `b_i`; nil = 0 where there is a need, none otherwise.
    ///   - multiplicity: `N_i` >= 1, how many equal receivers this one stands for.
    ///   - classID: Number of its class, >= 0; -1 = unknown.
    public mutating func addReceiver(
        demand: Double, need: Double = 0, floor: Double? = nil, multiplicity: Double = 1, classID: Int32 = -1
    ) {
        precondition(demand > 0, "receiver \(receiverCount) of \(label) has demand \(demand), not > 0")
        demands.append(demand)
        multiplicities.append(multiplicity)
        classIDs.append(classID)
        needs.append(need)
        floors.append(floor ?? (need > 0 ? 0 : -.infinity))
        columnStarts.append(Int32(columnCount))
    }

    /// Adds a column to the receiver that was added last.
    ///
    /// - Parameters:
    ///   - resource: `j_k`, in `0..<resourceCount`.
    ///   - slope: `c_k`.
    ///   - rate: `a_k` >= 0.
    ///   - upper: `u_k` > 0.
    public mutating func addColumn(
        resource: Int, slope: Double = 0, rate: Double = 0, upper: Double = .infinity
    ) {
        precondition(receiverCount > 0, "\(label): a column needs a receiver first")
        precondition(resource >= 0 && resource < resourceCount, "\(label): no resource \(resource)")
        columnResources.append(Int32(resource))
        columnSlopes.append(slope)
        columnRates.append(rate)
        columnUppers.append(upper)
        columnStarts[receiverCount] = Int32(columnCount)
    }

    /// Adds a copy of a receiver of another program over the same resources, with its columns.
    mutating func addCopy(of i: Int, from other: AllocationProblem) {
        addReceiver(
            demand: other.demands[i], need: other.needs[i], floor: other.floors[i],
            multiplicity: other.multiplicities[i], classID: other.classIDs[i])
        for k in other.columns(of: i) {
            addColumn(
                resource: Int(other.columnResources[k]), slope: other.columnSlopes[k],
                rate: other.columnRates[k], upper: other.columnUppers[k])
        }
    }

    /// What each receiver gets of the columns' rates, relative to its need where it has one: its level.
    ///
    /// - Parameter values: Value of each column.
    /// - Returns: One figure per receiver.
    public func levels(_ values: [Double]) -> [Double] {
        (0..<receiverCount).map { i in
            var received = 0.0
            for k in columns(of: i) { received += columnRates[k] * values[k] }
            return needs[i] > 0 ? received / needs[i] : received
        }
    }
}
