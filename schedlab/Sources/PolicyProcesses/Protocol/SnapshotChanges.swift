internal import Simulation
private import Workload

/// Turns what a policy would see into what has changed since it was asked last.
///
/// One line per decision; columns are left out where they are empty.
///
/// - Complexity: O(active jobs) to find the changes, and a few bytes for each.
struct SnapshotChanges {
    private let contract: PolicyContract
    private let usesProgress: Bool
    private var decisionCount = 0
    private var knownClassCount = 0
    private var knownJobIDs: [Int32] = []
    private var arrivedJobCount = 0
    /// By job id, as last told: GPU type (-1 = waits) and steps done.
    private var types: [Int32] = []
    private var steps: [Double] = []
    private var gpuCounts: [Int]

    init(_ contract: ProcessContract, gpuCounts: [Int]) {
        self.contract = contract.contract
        usesProgress = contract.usesProgress
        self.gpuCounts = gpuCounts
    }

    /// Number of the decision that was asked for last, from 1.
    var decision: Int { decisionCount }

    /// Begins the next decision, and writes its line where anybody reads it.
    mutating func next(_ snapshot: borrowing Snapshot, isWritten: Bool) -> [UInt8] {
        decisionCount += 1
        guard isWritten else { return [] }
        var writer = MessageWriter("decide")
        writer.field("decision", decisionCount)
        writer.field("round", snapshot.roundNumber)
        writer.field("seconds", snapshot.nowSeconds)
        writeCapacity(snapshot, &writer)
        writeClasses(snapshot, &writer)
        writeArrivals(snapshot, &writer)
        writeEnds(snapshot, &writer)
        writeMoves(snapshot, &writer)
        if usesProgress { writeProgress(snapshot, &writer) }
        // Under gavel everybody's GPUs are given anew.
        let waitsWithType = snapshot.waitingJobIDs.contains { types[Int($0)] >= 0 }
        if waitsWithType { writer.field("allWait", isTrue: true) }
        knownJobIDs = snapshot.activeJobIDs
        arrivedJobCount = snapshot.arrivedJobCount
        return writer.line()
    }

    private mutating func writeCapacity(_ snapshot: borrowing Snapshot, _ writer: inout MessageWriter) {
        var isChanged = false
        for type in 0..<snapshot.typeCount where gpuCounts[type] != snapshot.gpuCount(ofType: type) {
            gpuCounts[type] = snapshot.gpuCount(ofType: type)
            isChanged = true
        }
        if isChanged { writer.column("gpuCounts", gpuCounts) }
    }

    private mutating func writeClasses(_ snapshot: borrowing Snapshot, _ writer: inout MessageWriter) {
        guard snapshot.classCount > knownClassCount else { return }
        writer.key("classes")
        writer.open("[")
        for index in knownClassCount..<snapshot.classCount {
            let jobClass = snapshot.jobClass(index)
            writer.open("{")
            writer.field("model", text: jobClass.model)
            writer.field("gpus", jobClass.scaleFactor)
            writer.key("stepsPerSecond")
            writer.open("[")
            for type in 0..<snapshot.typeCount { writer.value(snapshot.rate(ofClass: index, type: type)) }
            writer.close("]")
            writer.close("}")
        }
        writer.close("]")
        knownClassCount = snapshot.classCount
    }

    private mutating func writeArrivals(_ snapshot: borrowing Snapshot, _ writer: inout MessageWriter) {
        while types.count < snapshot.arrivedJobCount {
            types.append(-1)
            steps.append(0)
        }
        // Ids ascend: the new ones are the last rows.
        var first = snapshot.jobCount
        while first > 0, Int(snapshot.activeJobIDs[first - 1]) >= arrivedJobCount { first -= 1 }
        let rows = first..<snapshot.jobCount
        guard !rows.isEmpty else { return }
        writer.key("came")
        writer.open("{")
        writer.key("id")
        writer.open("[")
        for row in rows { writer.value(Int(snapshot.activeJobIDs[row])) }
        writer.close("]")
        writer.key("class")
        writer.open("[")
        for row in rows { writer.value(snapshot.classIndex(row)) }
        writer.close("]")
        write("arrivalSeconds", rows, &writer) { snapshot.arrivalSeconds($0) }
        if rows.contains(where: { snapshot.priorityWeight($0) != 1 }) {
            write("weight", rows, &writer) { snapshot.priorityWeight($0) }
        }
        if rows.contains(where: { snapshot.demandMilliGPU($0) != 1000 }) {
            writer.column("milliPerGPU", rows.map { snapshot.demandMilliGPU($0) })
        }
        if contract.lengthKnowledge == .truth {
            write("totalSteps", rows, &writer) { snapshot.totalSteps($0) }
        }
        if contract.lengthKnowledge != .nothing,
            rows.contains(where: { snapshot.timeLimitSeconds($0) != nil })
        {
            write("timeLimitSeconds", rows, &writer) { snapshot.timeLimitSeconds($0) ?? .infinity }
        }
        writer.close("}")
    }

    private func write(
        _ name: StaticString, _ rows: Range<Int>, _ writer: inout MessageWriter, _ value: (Int) -> Double
    ) {
        writer.key(name)
        writer.open("[")
        for row in rows { writer.value(value(row)) }
        writer.close("]")
    }

    /// Jobs that were told of and are gone; both lists ascend.
    private func writeEnds(_ snapshot: borrowing Snapshot, _ writer: inout MessageWriter) {
        var gone: [Int] = []
        var row = 0
        for id in knownJobIDs {
            if row < snapshot.jobCount, snapshot.activeJobIDs[row] == id {
                row += 1
            } else {
                gone.append(Int(id))
            }
        }
        if !gone.isEmpty { writer.column("went", gone) }
    }

    private mutating func writeMoves(_ snapshot: borrowing Snapshot, _ writer: inout MessageWriter) {
        var moved: (ids: [Int], types: [Int]) = ([], [])
        for row in 0..<snapshot.jobCount {
            let id = Int(snapshot.activeJobIDs[row])
            let type = Int32(snapshot.currentType(row) ?? -1)
            guard types[id] != type else { continue }
            types[id] = type
            moved.ids.append(id)
            moved.types.append(Int(type))
        }
        guard !moved.ids.isEmpty else { return }
        writer.key("moved")
        writer.open("{")
        writer.column("id", moved.ids)
        writer.column("type", moved.types)
        writer.close("}")
    }

    private mutating func writeProgress(_ snapshot: borrowing Snapshot, _ writer: inout MessageWriter) {
        var ids: [Int] = []
        for row in 0..<snapshot.jobCount {
            let id = Int(snapshot.activeJobIDs[row])
            guard steps[id] != snapshot.stepsDone(row) else { continue }
            steps[id] = snapshot.stepsDone(row)
            ids.append(id)
        }
        guard !ids.isEmpty else { return }
        writer.key("progress")
        writer.open("{")
        writer.column("id", ids)
        writer.column("stepsDone", ids.map { steps[$0] })
        writer.close("}")
    }
}
