private import Cluster
internal import Simulation

/// Reads a policy's answer and holds it against what it was asked about.
struct AnswerReader {
    private typealias Problem = LineScanner.Problem

    /// Sparse shares as they stand in the line.
    private struct Sparse {
        var ids: [Int]?
        var types: [Int]?
        var shares: [Double]?
    }

    /// Rounding of a solver that a share may be off by.
    private static let shareTolerance = 1e-6

    private let activeJobIDs: [Int32]
    private let waitingJobIDs: [Int32]
    private let typeCount: Int
    private let gpuCount: Int
    private let givesReservations: Bool

    init(_ snapshot: borrowing Snapshot, givesReservations: Bool) {
        self.givesReservations = givesReservations
        activeJobIDs = snapshot.activeJobIDs
        waitingJobIDs = snapshot.waitingJobIDs
        typeCount = snapshot.typeCount
        gpuCount = snapshot.layout.gpuCount
    }

    /// The decision that a line stands for.
    func decision(
        _ line: [UInt8], number: Int, kind: DecisionKind
    ) throws(LineScanner.Problem) -> Decision {
        var scanner = LineScanner(line)
        var hasNumber = false
        var (sparse, reasons) = (Sparse?.none, AnswerReasons?.none)
        var queue: [Int32]?
        var (preference, backfill) = (OrderedQueue.TypePreference.fastest, OrderedQueue.Backfill.none)
        var (starts, stops) = ([StartsAndStops.Start]?.none, [Int32]?.none)
        try scanner.object("the answer") { key, scanner throws(LineScanner.Problem) in
            switch (key, kind) {
            case ("message", _): try scanner.word("\"message\"", [("answer", ())])
            case ("decision", _):
                _ = try scanner.whole("\"decision\", the number that was asked,", in: number...number)
                hasNumber = true
            case ("shares", .timeShares): sparse = try readShares(&scanner)
            case ("reasons", .timeShares): reasons = try AnswerReasons(&scanner, typeCount: typeCount)
            case ("queue", .orderedQueue):
                queue = try readJobs("\"queue\"", &scanner, among: waitingJobIDs, who: "a job that waits")
            case ("prefer", .orderedQueue):
                preference = try scanner.word("\"prefer\"", [("fastest", .fastest), ("mostFree", .mostFree)])
            case ("backfill", .orderedQueue):
                backfill = try scanner.word(
                    "\"backfill\"",
                    [("none", .none), ("fits", .whateverFits)]
                        + (givesReservations ? [("easy", .whatLeavesTheReservation)] : []))
            case ("starts", .startsAndStops): starts = try readStarts(&scanner)
            case ("stops", .startsAndStops):
                stops = try readJobs("\"stops\"", &scanner, among: activeJobIDs, who: "an active job")
            default:
                throw Problem(
                    found: "the key '\(key)'", expected: "the keys of an answer with \(kind.rawValue)")
            }
        }
        try scanner.end()
        guard hasNumber else { throw Problem(found: "no \"decision\"", expected: "\"decision\": \(number)") }
        switch kind {
        case .timeShares:
            guard let sparse else { throw Problem(found: "no \"shares\"", expected: kind.rawValue) }
            return .timeShares(try timeShares(sparse, reasons))
        case .orderedQueue:
            guard let queue else { throw Problem(found: "no \"queue\"", expected: kind.rawValue) }
            return .orderedQueue(OrderedQueue(jobIDs: queue, preference: preference, backfill: backfill))
        case .startsAndStops:
            return .startsAndStops(StartsAndStops(starts: starts ?? [], stops: stops ?? []))
        }
    }

    // MARK: Jobs

    /// Binary search: ids ascend.
    private func row(of id: Int) -> Int? {
        var low = 0
        var high = activeJobIDs.count
        while low < high {
            let middle = (low + high) / 2
            if Int(activeJobIDs[middle]) < id { low = middle + 1 } else { high = middle }
        }
        return low < activeJobIDs.count && Int(activeJobIDs[low]) == id ? low : nil
    }

    /// Ids of distinct jobs; in the order of arrival they cost one comparison each.
    private func readJobs(
        _ what: String, _ scanner: inout LineScanner, among allowed: [Int32], who: String
    ) throws(LineScanner.Problem) -> [Int32] {
        var ids: [Int32] = []
        var next = 0
        var isOrdered = true
        try scanner.list(what) { scanner throws(LineScanner.Problem) in
            let id = Int32(try scanner.whole("a job's id in \(what)", in: 0...Int(Int32.max)))
            ids.append(id)
            guard isOrdered else { return }
            while next < allowed.count, allowed[next] < id { next += 1 }
            if next < allowed.count, allowed[next] == id { next += 1 } else { isOrdered = false }
        }
        if isOrdered { return ids }
        var isAllowed = [Bool](repeating: false, count: Int(allowed.max() ?? -1) + 1)
        for id in allowed { isAllowed[Int(id)] = true }
        for id in ids {
            guard Int(id) < isAllowed.count, isAllowed[Int(id)] else {
                throw Problem(found: "job \(id) in \(what)", expected: "\(who), each once")
            }
            isAllowed[Int(id)] = false
        }
        return ids
    }

    private func readStarts(_ scanner: inout LineScanner) throws(LineScanner.Problem) -> [StartsAndStops
        .Start]
    {
        var starts: [StartsAndStops.Start] = []
        try scanner.list("\"starts\"") { scanner throws(LineScanner.Problem) in
            var (id, gpus) = (Int?.none, [Int32]())
            try scanner.object("a start") { key, scanner throws(LineScanner.Problem) in
                switch key {
                case "id": id = try scanner.whole("\"id\"", in: 0...Int(Int32.max))
                case "gpus":
                    try scanner.list("\"gpus\"") { scanner throws(LineScanner.Problem) in
                        gpus.append(Int32(try scanner.whole("a GPU", in: 0...gpuCount - 1)))
                    }
                default: throw Problem(found: "the key '\(key)'", expected: "id or gpus")
                }
            }
            guard let id, row(of: id) != nil else {
                throw Problem(
                    found: "a start of job \(id.map(String.init) ?? "?")", expected: "an active job")
            }
            starts.append(StartsAndStops.Start(jobID: Int32(id), gpus: gpus))
        }
        return starts
    }

    // MARK: Shares

    private func readShares(_ scanner: inout LineScanner) throws(LineScanner.Problem) -> Sparse {
        var sparse = Sparse()
        try scanner.object("\"shares\"") { key, scanner throws(LineScanner.Problem) in
            var (whole, real) = ([Int](), [Double]())
            let last = key == "type" ? typeCount - 1 : Int(Int32.max)
            try scanner.list("\"\(key)\"") { scanner throws(LineScanner.Problem) in
                if key == "share" {
                    let share = try scanner.number("a share")
                    guard (-Self.shareTolerance...1 + Self.shareTolerance).contains(share) else {
                        throw Problem(found: "the share \(share)", expected: "a share from 0 to 1")
                    }
                    real.append(min(max(share, 0), 1))
                } else {
                    whole.append(try scanner.whole("an element of \"\(key)\"", in: 0...last))
                }
            }
            switch key {
            case "id": sparse.ids = whole
            case "type": sparse.types = whole
            case "share": sparse.shares = real
            default: throw Problem(found: "the key '\(key)'", expected: "id, type and share")
            }
        }
        return sparse
    }

    private func timeShares(
        _ sparse: Sparse, _ reasons: AnswerReasons?
    ) throws(LineScanner.Problem) -> TimeShares {
        guard let ids = sparse.ids, let types = sparse.types, let shares = sparse.shares,
            ids.count == types.count, ids.count == shares.count
        else {
            throw Problem(
                found: "\"shares\" whose columns are not alike",
                expected: "id, type and share of the same length")
        }
        var result = TimeShares(
            jobIDs: activeJobIDs, typeCount: typeCount,
            shares: Array(repeating: 0, count: activeJobIDs.count * typeCount))
        var isGiven = [Bool](repeating: false, count: result.shares.count)
        for index in ids.indices {
            guard let row = row(of: ids[index]) else {
                throw Problem(found: "a share of job \(ids[index])", expected: "an active job")
            }
            guard !isGiven[row * typeCount + types[index]] else {
                throw Problem(
                    found: "two shares of job \(ids[index]) on type \(types[index])", expected: "one")
            }
            isGiven[row * typeCount + types[index]] = true
            result[row, types[index]] = shares[index]
        }
        for row in activeJobIDs.indices {
            let sum = (0..<typeCount).reduce(0) { $0 + result[row, $1] }
            guard sum <= 1 + Self.shareTolerance else {
                throw Problem(
                    found: "shares of job \(activeJobIDs[row]) that add up to \(sum)", expected: "at most 1")
            }
        }
        result.reasons = try reasons.map { reasons throws(LineScanner.Problem) in
            try reasons.complete(jobCount: activeJobIDs.count, row: { row(of: $0) })
        }
        return result
    }
}
