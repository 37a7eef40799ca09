private import Cluster

/// Stays that end, in bytes: who leaves in runs of positions, when only where it is not the expected time.
enum LeaveCode {
    /// A stay that ends.
    struct Item {
        var job: Int
        var toSeconds: Double
        var isCredited = true
        /// 0 = the job goes on, 1 = it completes then, 2 = it is given up then.
        var outcome: UInt8 = 0
        /// How long the piece lasted by its work and speed; 0 = not known.
        var pieceSeconds = 0.0
    }

    // MARK: Writing

    static func write(_ items: [Item], state: inout RecordState, to writer: inout ByteWriter) {
        let (order, positions, sorted) = arrange(items, &state)
        writer.byte(FrameCode.leaves.rawValue)
        writer.byte(order.rawValue)
        switch order {
        case .listed:
            writer.varint(positions.count)
            var expected = 0
            for position in positions {
                writer.signed(position - expected)
                expected = position + 1
            }
        case .runs: writeRuns(positions, to: &writer)
        case .allByEnd: break
        }
        writeTimes(sorted, state: &state, to: &writer)
        writeExceptions(sorted.map { $0.isCredited ? 0 : 1 }, to: &writer)
        writeExceptions(sorted.map(\.outcome), to: &writer)
        take(sorted, positions, state: &state)
    }

    /// Finds the shortest way to list the items.
    private static func arrange(
        _ items: [Item], _ state: inout RecordState
    ) -> (order: LeaveOrder, positions: [Int], items: [Item]) {
        for (position, job) in state.runningJobs.enumerated() { state.jobs[Int(job)].mark = Int32(position) }
        let positions = items.map { Int(state.jobs[$0.job].mark) }
        if zip(positions, positions.dropFirst()).allSatisfy({ $0 < $1 }) { return (.runs, positions, items) }
        let isByEnd = zip(items, items.dropFirst()).allSatisfy { leavesBefore($0, $1) }
        if items.count == state.runningJobs.count && isByEnd {
            let byPosition = zip(positions, items).sorted { $0.0 < $1.0 }
            return (.allByEnd, byPosition.map(\.0), byPosition.map(\.1))
        }
        return (.listed, positions, items)
    }

    private static func leavesBefore(_ a: Item, _ b: Item) -> Bool {
        a.toSeconds != b.toSeconds ? a.toSeconds > b.toSeconds : a.job < b.job
    }

    /// Counts of jobs that stay and that leave, in turn; after the last run nobody leaves.
    private static func writeRuns(_ positions: [Int], to writer: inout ByteWriter) {
        var runs: [(stay: Int, leave: Int)] = []
        var expected = 0
        for position in positions {
            if position == expected, !runs.isEmpty {
                runs[runs.count - 1].leave += 1
            } else {
                runs.append((position - expected, 1))
            }
            expected = position + 1
        }
        writer.varint(runs.count)
        for run in runs {
            writer.varint(run.stay)
            writer.varint(run.leave)
        }
    }

    private static func writeTimes(_ items: [Item], state: inout RecordState, to writer: inout ByteWriter) {
        let isNow = items.allSatisfy { $0.toSeconds.bitPattern == state.clockSeconds.bitPattern }
        writer.byte(isNow ? 0 : 1)
        if isNow { return }
        // Full pieces are the longest; a class's length is told once.
        var lengths: [(index: Int, seconds: Double)] = []
        let typeCount = state.layout.types.count
        for item in items where item.pieceSeconds > 0 {
            let row = state.jobs[item.job]
            let index = row.classIndex * typeCount + row.stay.type
            let known = index < state.pieceSeconds.count ? state.pieceSeconds[index] : 0
            guard item.pieceSeconds > known else { continue }
            lengths.append((index, item.pieceSeconds))
            state.setPieceSeconds(item.pieceSeconds, classIndex: row.classIndex, type: row.stay.type)
        }
        writer.varint(lengths.count)
        for length in lengths {
            writer.varint(length.index)
            writer.double(length.seconds)
        }
        let expected = items.map { state.expectedPieceEnd($0.job) }
        let others = items.indices.filter { items[$0].toSeconds.bitPattern != expected[$0].bitPattern }
        writer.varint(others.count)
        var next = 0
        for index in others {
            writer.varint(index - next)
            writer.double(items[index].toSeconds, near: expected[index])
            next = index + 1
        }
    }

    /// Values that are not 0: count, then distance and value of each.
    private static func writeExceptions(_ values: [UInt8], to writer: inout ByteWriter) {
        writer.varint(values.count { $0 != 0 })
        var next = 0
        for (index, value) in values.enumerated() where value != 0 {
            writer.varint(index - next)
            writer.byte(value)
            next = index + 1
        }
    }

    /// Carries the items out; positions ascend unless they were listed.
    private static func take(_ items: [Item], _ positions: [Int], state: inout RecordState) {
        if zip(positions, positions.dropFirst()).allSatisfy({ $0 < $1 }) {
            state.leave(atPositions: positions, toSeconds: items.map(\.toSeconds))
        } else {
            let ascending = zip(positions, items).sorted { $0.0 < $1.0 }
            state.leave(atPositions: ascending.map(\.0), toSeconds: ascending.map(\.1.toSeconds))
        }
        for item in items where item.outcome != 0 { state.end(item.job) }
    }

    // MARK: Reading

    /// Reads an entry; calls with each stay, and after it with the end of its job, in the order of the run.
    static func read(
        state: inout RecordState, from reader: inout ByteReader, wantsEvents: Bool,
        emit: (RecordedEvent) throws -> Void
    ) throws {
        guard let order = LeaveOrder(rawValue: try reader.byte()) else {
            throw ByteReader.Damage(problem: "an unknown order of leaves")
        }
        let positions = try readPositions(order, state: state, from: &reader)
        var items = positions.map { Item(job: Int(state.runningJobs[$0]), toSeconds: state.clockSeconds) }
        if try reader.byte() != 0 { try readTimes(&items, state: &state, from: &reader) }
        try readExceptions(count: items.count, atMost: 1, from: &reader) { items[$0].isCredited = $1 == 0 }
        try readExceptions(count: items.count, atMost: 2, from: &reader) { items[$0].outcome = $1 }
        let events = wantsEvents ? items.map { event($0, state) } : []
        take(items, positions, state: &state)
        guard wantsEvents else { return }
        var indices = Array(items.indices)
        if order == .allByEnd { indices.sort { leavesBefore(items[$0], items[$1]) } }
        for index in indices {
            try emit(.left(events[index]))
            guard items[index].outcome != 0 else { continue }
            try emit(
                .ended(
                    RecordedEnd(
                        nowSeconds: state.clockSeconds, job: items[index].job,
                        endSeconds: items[index].toSeconds, isCompleted: items[index].outcome == 1)))
        }
    }

    static func event(_ item: Item, _ state: RecordState) -> RecordedLeave {
        let stay = state.jobs[item.job].stay
        return RecordedLeave(
            nowSeconds: state.clockSeconds, job: item.job, type: stay.type, gpus: stay.gpus,
            milliPerGPU: stay.milliPerGPU, fromSeconds: stay.fromSeconds, toSeconds: item.toSeconds,
            isCredited: item.isCredited)
    }

    private static func readPositions(
        _ order: LeaveOrder, state: RecordState, from reader: inout ByteReader
    ) throws(ByteReader.Damage) -> [Int] {
        let limit = state.runningJobs.count
        var positions: [Int] = []
        var next = 0
        switch order {
        case .allByEnd: return Array(0..<limit)
        case .listed:
            for _ in 0..<(try reader.count(atMost: limit)) {
                let position = try reader.place(from: next, in: 0...max(limit - 1, 0))
                positions.append(position)
                next = position + 1
            }
        case .runs:
            for _ in 0..<(try reader.count(atMost: limit)) {
                let stay = try reader.index(below: limit)
                let leave = try reader.index(below: limit + 1)
                guard next + stay + leave <= limit else {
                    throw ByteReader.Damage(problem: "more stays end than there are")
                }
                positions += (next + stay)..<(next + stay + leave)
                next += stay + leave
            }
        }
        let ascends = zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
        guard positions.allSatisfy({ $0 < limit }), ascends || Set(positions).count == positions.count
        else {
            throw ByteReader.Damage(problem: "stays end that have not begun")
        }
        return positions
    }

    private static func readTimes(
        _ items: inout [Item], state: inout RecordState, from reader: inout ByteReader
    ) throws(ByteReader.Damage) {
        let typeCount = state.layout.types.count
        for _ in 0..<(try reader.count()) {
            let index = try reader.index(below: state.classes.count * typeCount)
            state.setPieceSeconds(
                try reader.finite(), classIndex: index / typeCount, type: index % typeCount)
        }
        for index in items.indices { items[index].toSeconds = state.expectedPieceEnd(items[index].job) }
        var next = 0
        for _ in 0..<(try reader.count(atMost: items.count)) {
            let index = next + (try reader.index(below: max(items.count - next, 0)))
            items[index].toSeconds = try reader.finite(near: items[index].toSeconds)
            next = index + 1
        }
    }

    private static func readExceptions(
        count: Int, atMost limit: UInt8, from reader: inout ByteReader, set: (Int, UInt8) -> Void
    ) throws(ByteReader.Damage) {
        var next = 0
        for _ in 0..<(try reader.count(atMost: count)) {
            let index = next + (try reader.index(below: max(count - next, 0)))
            let value = try reader.byte()
            guard value <= limit else {
                throw ByteReader.Damage(problem: "the end of a stay has the code \(value), at most \(limit)")
            }
            set(index, value)
            next = index + 1
        }
    }
}
