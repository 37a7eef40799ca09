internal import LinearPrograms
internal import Simulation

/// The rows of a snapshot grouped into classes of twins: same rates in the policy's eyes, demand and weight.
///
/// Twins get equal shares, which loses nothing: the average of an optimum over twins is an optimum.
struct TwinClasses {
    /// What twins have in common; keeps its meaning from one snapshot to the next.
    struct Key: Hashable {
        /// Number of the job class, or what a blind policy sees of it.
        var rates: Int
        var demandGPUs: Double
        var weight: Double
        /// The type that they run on now, where that counts; nil = none, or it does not count.
        var currentType: Int? = nil
    }

    /// One class.
    struct Class {
        var key: Key
        var firstRow: Int
        var jobCount: Int
    }

    /// The classes, in order of their first rows.
    private(set) var classes: [Class] = []
    /// Class of each row.
    private(set) var classOfRow: [Int] = []

    /// Groups rows in the eyes of a policy.
    ///
    /// - Parameters:
    ///   - snapshot: The rows.
    ///   - view: What the policy sees of rates.
    ///   - splitsByCurrentType: Whether jobs that run on different types now are different.
    /// - Complexity: O(jobs).
    init(_ snapshot: borrowing Snapshot, view: RateView, splitsByCurrentType: Bool = false) {
        classOfRow.reserveCapacity(snapshot.jobCount)
        var positions: [Key: Int] = [:]
        for row in 0..<snapshot.jobCount {
            let key = Key(
                rates: view.key(snapshot, row), demandGPUs: snapshot.demandGPUs(row),
                weight: snapshot.priorityWeight(row),
                currentType: splitsByCurrentType ? snapshot.currentType(row) : nil)
            if let position = positions[key] {
                classes[position].jobCount += 1
                classOfRow.append(position)
            } else {
                positions[key] = classes.count
                classOfRow.append(classes.count)
                classes.append(Class(key: key, firstRow: row, jobCount: 1))
            }
        }
    }

    /// The shares of classes given to each of their jobs.
    ///
    /// - Parameters:
    ///   - snapshot: The snapshot that was grouped.
    ///   - shares: Per class and type, row by row.
    ///   - reasons: Why.
    /// - Returns: Time shares for every row of the snapshot.
    func timeShares(
        _ snapshot: borrowing Snapshot, _ shares: [Double], reasons: AllocationReasons
    ) -> TimeShares {
        let typeCount = snapshot.typeCount
        var all = [Double](repeating: 0, count: classOfRow.count * typeCount)
        for (row, member) in classOfRow.enumerated() {
            for type in 0..<typeCount {
                all[row * typeCount + type] = min(shares[member * typeCount + type], 1)
            }
        }
        return TimeShares(
            jobIDs: snapshot.activeJobIDs, typeCount: typeCount, shares: all, reasons: reasons)
    }

    /// A figure of each class as one of each row.
    func perRow(_ figures: [Double]) -> [Double] { classOfRow.map { figures[$0] } }
}

/// What is remembered of classes between decisions: a number that stays, and the shares of the last decision.
struct ClassMemory {
    private var shares: [TwinClasses.Key: [Double]] = [:]
    private var numbers: [TwinClasses.Key: Int32] = [:]

    /// The shares that a class had; a new one counts as having had an equal share.
    func previous(_ member: TwinClasses.Class, _ snapshot: borrowing Snapshot) -> [Double] {
        shares[member.key] ?? snapshot.equalShares(member.firstRow)
    }

    /// The number of a class, the same in every decision.
    mutating func number(_ key: TwinClasses.Key) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(numbers.count)
        numbers[key] = number
        return number
    }

    /// Replaces the shares that are remembered.
    ///
    /// - Parameters:
    ///   - classes: The classes.
    ///   - all: Per class and type, row by row.
    ///   - typeCount: Number of types.
    mutating func remember(_ classes: [TwinClasses.Class], _ all: [Double], typeCount: Int) {
        shares.removeAll(keepingCapacity: true)
        for (k, member) in classes.enumerated() {
            shares[member.key] = Array(all[k * typeCount..<(k + 1) * typeCount])
        }
    }
}
