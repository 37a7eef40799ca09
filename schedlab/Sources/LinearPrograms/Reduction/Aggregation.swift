/// One receiver in the place of all receivers of a class, and the way back.
///
/// - With a level: twins have equal rows, and the average of an optimum over twins is an optimum, so that one
///   receiver with a multiplicity stands for all. Programs whose columns have bounds of their own are left
///   as they are.
/// - Without level rows, receivers may differ in their bounds: a column up to its bound is worth more than
///   beyond it (a share that was there before against a move). The class gets the mean of the bounds, since
///   `sum_i |x_i - b_i| >= |sum x - sum b|` and ``expanded(_:)`` attains equality.
struct Aggregation {
    /// The program with one receiver per class.
    let reduced: AllocationProblem
    private let original: AllocationProblem
    private let classOfReceiver: [Int32]
    private let slotOfColumn: [Int32]

    /// Groups a program's receivers by their class ids.
    ///
    /// - Returns: nil when ids are missing, nothing would be saved, or the program is not of either form.
    /// - Complexity: O(columns).
    init?(_ problem: AllocationProblem) {
        guard problem.receiverCount > 1, problem.classIDs.allSatisfy({ $0 >= 0 }),
            problem.levelDemands.isEmpty
        else { return nil }
        let hasBounds = problem.columnUppers.contains { $0 < .infinity }
        let hasLevelRows = problem.hasLevel || problem.floors.contains { $0 > -.infinity }
        guard !(hasBounds && hasLevelRows) else { return nil }

        var positions = [Int32](repeating: -1, count: Int(problem.classIDs.max() ?? 0) + 1)
        var firsts: [Int] = []
        var members: [Int32] = []
        members.reserveCapacity(problem.receiverCount)
        var counts: [Double] = []
        for i in 0..<problem.receiverCount {
            let id = Int(problem.classIDs[i])
            if positions[id] < 0 {
                positions[id] = Int32(firsts.count)
                firsts.append(i)
                counts.append(0)
            }
            members.append(positions[id])
            counts[Int(positions[id])] += problem.multiplicities[i]
        }
        guard firsts.count < problem.receiverCount else { return nil }
        original = problem
        classOfReceiver = members
        if hasBounds {
            (reduced, slotOfColumn) = Self.withMeanBounds(problem, members, counts)
        } else {
            (reduced, slotOfColumn) = Self.withTwins(problem, firsts, counts)
        }
    }

    private static func withTwins(
        _ problem: AllocationProblem, _ firsts: [Int], _ counts: [Double]
    ) -> (AllocationProblem, [Int32]) {
        var reduced = AllocationProblem(
            label: problem.label, capacities: problem.capacities, levelWeight: problem.levelWeight)
        for (member, first) in firsts.enumerated() {
            reduced.addReceiver(
                demand: problem.demands[first], need: problem.needs[first], floor: problem.floors[first],
                multiplicity: counts[member], classID: problem.classIDs[first])
            for k in problem.columns(of: first) {
                reduced.addColumn(
                    resource: Int(problem.columnResources[k]), slope: problem.columnSlopes[k],
                    rate: problem.columnRates[k])
            }
        }
        return (reduced, [])
    }

    /// A class's columns per resource: one up to the mean of the bounds, one beyond.
    private static func withMeanBounds(
        _ problem: AllocationProblem, _ members: [Int32], _ counts: [Double]
    ) -> (AllocationProblem, [Int32]) {
        let n = problem.resourceCount
        var bounds = [Double](repeating: 0, count: counts.count * n)
        var below = [Double](repeating: 0, count: counts.count * n)
        var above = [Double](repeating: -.infinity, count: counts.count * n)
        var rates = above
        var demands = [Double](repeating: 1, count: counts.count)
        var ids = [Int32](repeating: 0, count: counts.count)
        for i in 0..<problem.receiverCount {
            let member = Int(members[i])
            demands[member] = problem.demands[i]
            ids[member] = problem.classIDs[i]
            for k in problem.columns(of: i) {
                let cell = member * n + Int(problem.columnResources[k])
                rates[cell] = problem.columnRates[k]
                if problem.columnUppers[k] < .infinity {
                    bounds[cell] += problem.multiplicities[i] * problem.columnUppers[k]
                    below[cell] = problem.columnSlopes[k]
                } else {
                    above[cell] = problem.columnSlopes[k]
                }
            }
        }
        var reduced = AllocationProblem(
            label: problem.label, capacities: problem.capacities, levelWeight: problem.levelWeight)
        var slots = [Int32](repeating: -1, count: counts.count * n)
        for member in counts.indices {
            reduced.addReceiver(
                demand: demands[member], multiplicity: counts[member], classID: ids[member])
            for j in 0..<n where rates[member * n + j] > -.infinity {
                let cell = member * n + j
                slots[cell] = Int32(reduced.columnCount)
                if bounds[cell] > 0 {
                    reduced.addColumn(
                        resource: j, slope: below[cell], rate: rates[cell],
                        upper: bounds[cell] / counts[member])
                }
                if above[cell] > -.infinity {
                    reduced.addColumn(resource: j, slope: above[cell], rate: rates[cell])
                }
            }
        }
        return (reduced, slots)
    }

    /// The answer to the reduced program as one to the original.
    ///
    /// - Complexity: O(columns).
    func expanded(_ solution: AllocationSolution) -> AllocationSolution {
        var expanded = solution
        expanded.levelDuals = classOfReceiver.map { solution.levelDuals[Int($0)] }
        expanded.values = slotOfColumn.isEmpty ? spread(solution.values) : disaggregated(solution.values)
        return expanded
    }

    /// Twins have the values of their class.
    private func spread(_ values: [Double]) -> [Double] {
        var all = [Double](repeating: 0, count: original.columnCount)
        for i in 0..<original.receiverCount {
            let start = Int(reduced.columnStarts[Int(classOfReceiver[i])])
            let own = original.columns(of: i)
            for (offset, k) in own.enumerated() { all[k] = values[start + offset] }
        }
        return all
    }

    /// Where a class keeps less than it had, each keeps the same part of its own; where it gets more, the
    /// growth goes to those with time left, in proportion to that time.
    private func disaggregated(_ values: [Double]) -> [Double] {
        let n = original.resourceCount
        let classCount = reduced.receiverCount
        var kept = [Double](repeating: 1, count: classCount * n)
        var growth = [Double](repeating: 0, count: classCount * n)
        for member in 0..<classCount {
            for k in reduced.columns(of: member) {
                let cell = member * n + Int(reduced.columnResources[k])
                if reduced.columnUppers[k] < .infinity {
                    kept[cell] = min(values[k] / reduced.columnUppers[k], 1)
                } else {
                    growth[cell] = max(values[k], 0)
                }
            }
        }
        var all = [Double](repeating: 0, count: original.columnCount)
        var room = [Double](repeating: 0, count: original.receiverCount)
        var roomOfClass = [Double](repeating: 0, count: classCount)
        for i in 0..<original.receiverCount {
            var used = 0.0
            for k in original.columns(of: i) where original.columnUppers[k] < .infinity {
                let cell = Int(classOfReceiver[i]) * n + Int(original.columnResources[k])
                all[k] = original.columnUppers[k] * kept[cell]
                used += all[k]
            }
            room[i] = max(1 - used, 0)
            roomOfClass[Int(classOfReceiver[i])] += original.multiplicities[i] * room[i]
        }
        for i in 0..<original.receiverCount {
            let member = Int(classOfReceiver[i])
            guard roomOfClass[member] > 0 else { continue }
            let part = room[i] * reduced.multiplicities[member] / roomOfClass[member]
            for k in original.columns(of: i) where original.columnUppers[k] == .infinity {
                all[k] = growth[member * n + Int(original.columnResources[k])] * part
            }
        }
        return all
    }
}
