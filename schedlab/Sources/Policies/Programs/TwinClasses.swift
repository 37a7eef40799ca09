internal import Simulation

/// The rows of a snapshot grouped into classes of twins: same rates, demand and weight.
///
/// Twins get equal shares, which loses nothing: the average of an optimum over twins is an optimum.
struct TwinClasses {
    /// What twins have in common; keeps its meaning from one snapshot to the next.
    struct Key: Hashable {
        var classIndex: Int
        var demandGPUs: Double
        var weight: Double
    }

    /// One class.
    struct Class {
        var key: Key
        var firstRow: Int
        var jobCount: Int
        /// GPUs that all its jobs take together.
        var demandGPUs: Double { Double(jobCount) * key.demandGPUs }
    }

    /// The classes, in order of their first rows.
    private(set) var classes: [Class] = []
    /// Class of each row.
    private(set) var classOfRow: [Int] = []

    init(_ snapshot: borrowing Snapshot) {
        var positions: [Key: Int] = [:]
        for row in 0..<snapshot.jobCount {
            let key = Key(
                classIndex: snapshot.classIndex(row), demandGPUs: snapshot.demandGPUs(row),
                weight: snapshot.priorityWeight(row))
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
}

/// The shares that each class had in the last decision; a new class counts as having had an equal share.
struct ClassMemory {
    private var shares: [TwinClasses.Key: [Double]] = [:]

    /// The shares that a class had.
    func previous(_ member: TwinClasses.Class, _ snapshot: borrowing Snapshot) -> [Double] {
        shares[member.key] ?? snapshot.equalShares(member.firstRow)
    }

    /// Replaces what is remembered.
    mutating func remember(_ classes: [TwinClasses.Class], _ rows: [[Double]]) {
        shares.removeAll(keepingCapacity: true)
        for (member, row) in zip(classes, rows) { shares[member.key] = row }
    }
}
