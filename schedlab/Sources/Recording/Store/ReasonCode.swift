internal import Cluster
internal import Simulation

/// What the bytes of reasons need to know of what came before; starts anew with every batch.
struct ReasonMemory {
    /// Last shares seen of each class.
    private var sharesOfClass: [[Double]] = []

    func shares(ofClass index: Int) -> [Double] { index < sharesOfClass.count ? sharesOfClass[index] : [] }

    mutating func setShares(_ shares: [Double], ofClass index: Int) {
        while sharesOfClass.count <= index { sharesOfClass.append([]) }
        sharesOfClass[index] = shares
    }
}

/// The numbers of a batch of reasons that are part of the format (`docs/run-record.md`).
enum ReasonCode {
    static let sharesAsLast: UInt8 = 8
    static let priorityFromDeficit: UInt8 = 16
    static let notKnown: UInt8 = 5
    static let allActive: UInt8 = 0
    static let listed: UInt8 = 1
    static let noRows: UInt8 = 2

    /// What tells the jobs of a decision apart: their numbers, nothing else.
    struct Values: Hashable {
        var bits: [UInt64]
    }
}

/// Turns reasons into the bytes of a batch of reasons, in the order of the decisions and placements they explain.
struct ReasonEncoder {
    private var writer = ByteWriter()
    private var memory = ReasonMemory()
    let selection: ReasonSelection

    init(selection: ReasonSelection) { self.selection = selection }

    var byteCount: Int { writer.count }

    /// Takes the bytes and begins a new batch.
    mutating func takeBatch() -> [UInt8] {
        defer {
            writer.removeAll()
            memory = ReasonMemory()
        }
        return writer.bytes
    }

    mutating func decide(_ decision: borrowing Decision, _ state: RecordState) {
        switch copy decision {
        case .timeShares(let shares): writeRows(shares, state)
        case .orderedQueue(let queue): writeQueue(queue.jobIDs, state)
        case .startsAndStops: writer.byte(ReasonCode.noRows)
        }
    }

    mutating func place(_ why: PlacementWhy, jobID: UInt32, classIndex: Int, roundSeconds: Double) {
        guard selection.contains(jobID) else { return }
        let isAsLast = memory.shares(ofClass: classIndex) == why.shares
        let expected = why.deficitSeconds / roundSeconds
        let isFromDeficit = expected.bitPattern == why.priority.bitPattern
        let kind: UInt8 =
            switch why.reason {
            case .kept: 0
            case .firstFree: 1
            case .drawn: 2
            case .spread: 3
            case .scored: 4
            case nil: ReasonCode.notKnown
            }
        writer.byte(
            kind | (isAsLast ? ReasonCode.sharesAsLast : 0)
                | (isFromDeficit ? ReasonCode.priorityFromDeficit : 0))
        writer.double(why.deficitSeconds, near: 0)
        if !isFromDeficit { writer.double(why.priority, near: 0) }
        if !isAsLast {
            writer.varint(why.shares.count)
            for share in why.shares { writer.double(share, near: 0) }
            memory.setShares(why.shares, ofClass: classIndex)
        }
        if let reason = why.reason { writeReason(reason) }
    }

    private mutating func writeReason(_ reason: PlacementReason) {
        switch reason {
        case .kept, .firstFree: break
        case .drawn(let count): writer.varint(count)
        case .spread(let count): writer.varint(count)
        case .scored(let scores):
            writer.varint(scores.candidateNodeCount)
            writer.varint(scores.best.count)
            for candidate in scores.best {
                writer.varint(Int(candidate.node))
                writer.signed(Int(candidate.score))
            }
            writer.double(scores.fragmentationChangeMilli ?? .nan, near: .nan)
        }
    }

    /// Equal rows are told once; a row that equals the last one of its class takes part in a count.
    private mutating func writeRows(_ shares: TimeShares, _ state: RecordState) {
        let rows = shares.jobIDs.indices.filter { selection.contains(UInt32(shares.jobIDs[$0])) }
        let jobs = rows.map { shares.jobIDs[$0] }
        writeJobs(jobs, state)
        var indexOfValues: [ReasonCode.Values: Int] = [:]
        var values: [ReasonCode.Values] = []
        var lastOfClass = [Int](repeating: -1, count: state.classes.count)
        var codes: [(equal: Int, other: Int)] = [(0, 0)]
        for row in rows {
            let classIndex = state.jobs[Int(shares.jobIDs[row])].classIndex
            let last = lastOfClass[classIndex]
            if last >= 0, Self.isEqual(values[last], row, shares) {
                codes[codes.count - 1].equal += 1
                continue
            }
            let value = Self.values(row, shares)
            let index = indexOfValues[value] ?? values.count
            if index == values.count {
                values.append(value)
                indexOfValues[value] = index
            }
            lastOfClass[classIndex] = index
            codes[codes.count - 1].other = index
            codes.append((0, 0))
        }
        writer.varint(values.count)
        for value in values { for bits in value.bits { writer.double(Double(bitPattern: bits), near: 0) } }
        for (position, code) in codes.enumerated() {
            writer.varint(code.equal)
            if position < codes.count - 1 { writer.varint(code.other) }
        }
        for (classIndex, index) in lastOfClass.enumerated() where index >= 0 {
            memory.setShares(
                values[index].bits.prefix(shares.typeCount).map { Double(bitPattern: $0) },
                ofClass: classIndex)
        }
    }

    /// The same comparison without making the values.
    private static func isEqual(_ values: ReasonCode.Values, _ row: Int, _ shares: TimeShares) -> Bool {
        let typeCount = shares.typeCount
        for type in 0..<typeCount where values.bits[type] != shares[row, type].bitPattern { return false }
        return values.bits[typeCount] == (shares.reasons?.levels[row] ?? .nan).bitPattern
            && values.bits[typeCount + 1] == (shares.reasons?.bindings[row] ?? .nan).bitPattern
    }

    private static func values(_ row: Int, _ shares: TimeShares) -> ReasonCode.Values {
        var bits: [UInt64] = []
        bits.reserveCapacity(shares.typeCount + 2)
        for type in 0..<shares.typeCount { bits.append(shares[row, type].bitPattern) }
        bits.append((shares.reasons?.levels[row] ?? .nan).bitPattern)
        bits.append((shares.reasons?.bindings[row] ?? .nan).bitPattern)
        return ReasonCode.Values(bits: bits)
    }

    private mutating func writeQueue(_ jobs: [Int32], _ state: RecordState) {
        writeJobs(jobs.filter { selection.contains(UInt32($0)) }, state)
    }

    private mutating func writeJobs(_ jobs: [Int32], _ state: RecordState) {
        if jobs.elementsEqual(state.activeJobs) {
            writer.byte(ReasonCode.allActive)
            return
        }
        writer.byte(ReasonCode.listed)
        // Runs of consecutive numbers.
        var runs: [(first: Int, count: Int)] = []
        for job in jobs {
            if let last = runs.last, last.first + last.count == Int(job) {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((Int(job), 1))
            }
        }
        writer.varint(runs.count)
        var next = 0
        for run in runs {
            writer.signed(run.first - next)
            writer.varint(run.count)
            next = run.first + run.count
        }
    }
}

/// Takes reasons out of a batch of reasons, beside the reader of the batch of rounds that they explain.
struct ReasonDecoder {
    private var reader: ByteReader
    private var memory = ReasonMemory()
    private let selection: ReasonSelection
    private let typeCount: Int
    private let nodeCount: Int

    init(_ bytes: [UInt8], selection: ReasonSelection, layout: ClusterLayout) {
        reader = ByteReader(bytes)
        self.selection = selection
        typeCount = layout.types.count
        nodeCount = layout.nodes.count
    }

    mutating func decision(
        _ decision: inout RecordedDecision, _ state: RecordState
    ) throws(ByteReader.Damage) {
        let mode = try reader.byte()
        guard mode != ReasonCode.noRows else { return }
        let jobs = mode == ReasonCode.allActive ? state.activeJobs.map(Int.init) : try readJobs(state)
        guard decision.kind == .timeShares else {
            decision.queue = jobs
            return
        }
        decision.rows = try readRows(jobs, state)
    }

    private mutating func readJobs(_ state: RecordState) throws(ByteReader.Damage) -> [Int] {
        var jobs: [Int] = []
        var next = 0
        var rest = state.activeJobs.count
        for _ in 0..<(try reader.count(atMost: rest)) {
            let first = try reader.place(from: next, in: 0...state.nextJob)
            let count = try reader.amount(in: 0...rest)
            guard first <= state.nextJob - count,
                (first..<first + count).allSatisfy({ state.phase(of: $0) != .absent })
            else { throw ByteReader.Damage(problem: "a reason is of a job that is not active") }
            jobs += first..<first + count
            next = first + count
            rest -= count
        }
        return jobs
    }

    private mutating func readRows(
        _ jobs: [Int], _ state: RecordState
    ) throws(ByteReader.Damage) -> [RecordedDecisionRow] {
        var values: [[Double]] = []
        for _ in 0..<(try reader.count(atMost: jobs.count)) {
            var value: [Double] = []
            for _ in 0..<typeCount + 2 { value.append(try reader.double(near: 0)) }
            values.append(value)
        }
        var rows: [RecordedDecisionRow] = []
        var lastOfClass: [Int: Int] = [:]
        var equal = try reader.amount()
        for job in jobs {
            let classIndex = state.jobs[job].classIndex
            if equal > 0 {
                equal -= 1
            } else {
                lastOfClass[classIndex] = try reader.index(below: values.count)
                equal = try reader.amount()
            }
            guard let index = lastOfClass[classIndex] else {
                throw ByteReader.Damage(problem: "a row equals one that is not there")
            }
            let value = values[index]
            rows.append(
                RecordedDecisionRow(
                    job: job, shares: Array(value[..<typeCount]), level: value[typeCount],
                    binding: value[typeCount + 1]))
            memory.setShares(Array(value[..<typeCount]), ofClass: classIndex)
        }
        return rows
    }

    /// The reason of a placement; nil when it was not recorded.
    mutating func placement(
        of job: RecordState.JobRow, roundSeconds: Double
    ) throws(ByteReader.Damage) -> PlacementWhy? {
        guard selection.contains(job.id) else { return nil }
        let classIndex = job.classIndex
        let flags = try reader.byte()
        let deficit = try reader.double(near: 0)
        let priority =
            flags & ReasonCode.priorityFromDeficit == 0
            ? try reader.double(near: 0) : deficit / roundSeconds
        var shares = memory.shares(ofClass: classIndex)
        if flags & ReasonCode.sharesAsLast == 0 {
            shares = []
            let count = try reader.count(atMost: typeCount)
            guard count == 0 || count == typeCount else {
                throw ByteReader.Damage(problem: "\(count) shares for \(typeCount) GPU types")
            }
            for _ in 0..<count { shares.append(try reader.double(near: 0)) }
            memory.setShares(shares, ofClass: classIndex)
        }
        return PlacementWhy(
            reason: flags & 7 == ReasonCode.notKnown ? nil : try readReason(flags & 7), priority: priority,
            deficitSeconds: deficit, shares: shares)
    }

    private mutating func readReason(_ kind: UInt8) throws(ByteReader.Damage) -> PlacementReason {
        switch kind {
        case 0: return .kept
        case 1: return .firstFree
        case 2: return .drawn(candidateNodeCount: try reader.amount())
        case 3: return .spread(nodeCount: try reader.amount())
        case 4:
            let candidateCount = try reader.amount()
            var best: [ScoredNode] = []
            for _ in 0..<(try reader.count()) {
                let node = Int32(try reader.index(below: nodeCount))
                let score = try reader.place(from: 0, in: Int(Int32.min)...Int(Int32.max))
                best.append(ScoredNode(node: node, score: Int32(score)))
            }
            let change = try reader.double(near: .nan)
            return .scored(
                PlacementScores(
                    candidateNodeCount: candidateCount, best: best,
                    fragmentationChangeMilli: change.isNaN ? nil : change))
        default: throw ByteReader.Damage(problem: "an unknown reason \(kind)")
        }
    }
}
