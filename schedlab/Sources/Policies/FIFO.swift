public import Simulation
private import Workload

/// First in, first out, blind to GPU types, with the original's defects.
///
/// Jobs keep the type they were given. Two defects of the published simulator change results and are
/// kept: the type that a job gets is the last one with free GPUs, whatever the draw says, even when the
/// job does not fit there (so a type can be promised twice); and when that type is exactly used up, the
/// *drawn* type is struck off the list instead.
public struct FIFO: Policy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(
        name: "fifo", distinguishesGPUTypes: false, runsOnlyAllocatedJobs: true)
    private var random: CPythonRandom
    /// Type of each job that was given one, by job id; -1 = none.
    private var typeOfJob: [Int32] = []
    /// Jobs that hold a type, ascending.
    private var holders: [Int32] = []
    /// GPUs of each holder at once, by job id.
    private var scaleFactorOfJob: [Int] = []

    /// A policy whose draws follow from the experiment's seed.
    public init(seed: UInt64) { random = CPythonRandom(seed: seed) }

    /// Time shares for the jobs of the snapshot.
    public mutating func decide(_ snapshot: borrowing Snapshot) -> Decision {
        while typeOfJob.count < snapshot.arrivedJobCount { typeOfJob.append(-1) }
        while scaleFactorOfJob.count < snapshot.arrivedJobCount { scaleFactorOfJob.append(0) }
        var free = snapshot.gpuCounts
        var queue: [Int] = []  // rows
        for row in 0..<snapshot.jobCount {
            let id = Int(snapshot.activeJobIDs[row])
            scaleFactorOfJob[id] = snapshot.scaleFactor(row)
            if typeOfJob[id] < 0 { queue.append(row) }
        }
        queue.reverse()  // the head is at the end
        replaceFinished(snapshot, &queue, &free)
        startFromQueue(snapshot, &queue, &free)
        return .timeShares(shares(snapshot))
    }

    /// The head of the queue takes over from a finished job where it fits.
    private mutating func replaceFinished(
        _ snapshot: borrowing Snapshot, _ queue: inout [Int], _ free: inout [Int]
    ) {
        let active = Set(snapshot.activeJobIDs)
        for holder in holders {
            let type = Int(typeOfJob[Int(holder)])
            guard !active.contains(holder) else {
                free[type] -= scaleFactorOfJob[Int(holder)]
                continue
            }
            if let head = queue.last, snapshot.scaleFactor(head) <= free[type],
                snapshot.rate(head, type: type) > 0
            {
                give(type, toRow: head, snapshot, &free)
                queue.removeLast()
            }
            typeOfJob[Int(holder)] = -1
        }
    }

    private mutating func startFromQueue(
        _ snapshot: borrowing Snapshot, _ queue: inout [Int], _ free: inout [Int]
    ) {
        var types = free.indices.filter { free[$0] > 0 }
        while let head = queue.popLast(), let type = types.last {
            let fitting = types.indices.filter { free[types[$0]] >= snapshot.scaleFactor(head) }
            guard !fitting.isEmpty else { break }
            let drawn = fitting[random.index(below: fitting.count)]
            guard snapshot.rate(head, type: type) > 0 else { continue }
            give(type, toRow: head, snapshot, &free)
            if free[type] == 0 { types.remove(at: drawn) }
        }
        holders = snapshot.activeJobIDs.filter { typeOfJob[Int($0)] >= 0 }
    }

    private mutating func give(
        _ type: Int, toRow row: Int, _ snapshot: borrowing Snapshot, _ free: inout [Int]
    ) {
        typeOfJob[Int(snapshot.activeJobIDs[row])] = Int32(type)
        free[type] -= snapshot.scaleFactor(row)
    }

    private func shares(_ snapshot: borrowing Snapshot) -> TimeShares {
        var shares = TimeShares(
            jobIDs: snapshot.activeJobIDs, typeCount: snapshot.typeCount,
            shares: Array(repeating: 0, count: snapshot.jobCount * snapshot.typeCount))
        for (row, id) in snapshot.activeJobIDs.enumerated() {
            let type = Int(typeOfJob[Int(id)])
            if type >= 0 { shares[row, type] = 1 }
        }
        return shares
    }
}
