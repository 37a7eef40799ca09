internal import Cluster

/// Jobs that get GPUs, in bytes: which job, which type, and the GPUs only where they are not the expected ones.
enum PlacementCode {
    /// A job that gets GPUs.
    struct Item {
        var job: Int
        var type: Int
        var gpus: GPURuns
        var milliPerGPU: Int
    }

    /// Writes placements at one time; those that keep the GPUs just given up become entries of their own.
    static func write(
        _ placements: [Item], state: inout RecordState, to writer: inout ByteWriter
    ) {
        for placement in placements { state.jobs[placement.job].mark = -1 }
        for (index, left) in state.recentlyLeft.enumerated() { state.jobs[Int(left.job)].mark = Int32(index) }
        let keptIndices = placements.map { placement -> Int in
            let index = Int(state.jobs[placement.job].mark)
            guard index >= 0 else { return -1 }
            let stay = state.recentlyLeft[index].stay
            let isKept =
                stay.gpus == placement.gpus && stay.type == placement.type
                && stay.milliPerGPU == placement.milliPerGPU
            return isKept ? index : -1
        }
        var start = 0
        while start < placements.count {
            let isKept = keptIndices[start] >= 0
            var end = start + 1
            while end < placements.count && (keptIndices[end] >= 0) == isKept { end += 1 }
            if isKept {
                writeKeeps(keptIndices[start..<end], to: &writer)
                for placement in placements[start..<end] { state.place(placement) }
            } else {
                writePlaced(placements[start..<end], state: &state, to: &writer)
            }
            start = end
        }
    }

    /// Runs of ascending indices among the stays that have just ended.
    private static func writeKeeps(_ indices: ArraySlice<Int>, to writer: inout ByteWriter) {
        writer.byte(FrameCode.keeps.rawValue)
        writer.varint(indices.count)
        var expected = 0
        var position = indices.startIndex
        while position < indices.endIndex {
            let first = indices[position]
            var next = position + 1
            while next < indices.endIndex && indices[next] == first + (next - position) { next += 1 }
            writer.signed(first - expected)
            writer.varint(next - position)
            expected = first + (next - position)
            position = next
        }
    }

    private static func writePlaced(
        _ placements: ArraySlice<Item>, state: inout RecordState, to writer: inout ByteWriter
    ) {
        writer.byte(FrameCode.placements.rawValue)
        writer.varint(placements.count)
        var candidates = PlacementCandidates(placementCount: placements.count, &state)
        var fields: [(value: UInt64, width: Int)] = []
        fields.reserveCapacity(placements.count)
        var exceptions = ByteWriter()
        let typeCount = state.layout.types.count
        for placement in placements {
            let scaleFactor = state.classes[state.jobs[placement.job].classIndex].scaleFactor
            let milli = state.jobs[placement.job].milliPerGPU
            let expected = state.expectedGPUs(type: placement.type, count: scaleFactor, milliPerGPU: milli)
            let isExpected = placement.gpus == expected && placement.milliPerGPU == milli
            let width = ByteWriter.width(below: candidates.count * 2 * typeCount)
            let rank = candidates.takeRank(of: placement.job, &state)
            fields.append((UInt64((rank * typeCount + placement.type) * 2 + (isExpected ? 1 : 0)), width))
            if !isExpected { writeException(placement, scaleFactor, expected, milli, to: &exceptions) }
            state.place(placement)
        }
        writer.bits(fields)
        writer.raw(exceptions.bytes)
    }

    /// The distance of the only run from where it was expected, in one number with two flags; else all runs.
    private static func writeException(
        _ placement: Item, _ count: Int, _ expected: GPURuns, _ milli: Int,
        to writer: inout ByteWriter
    ) {
        let runs = placement.gpus.runs
        let hasOtherMilli = placement.milliPerGPU != milli
        let isOneRun = runs.count == 1 && placement.gpus.count == count
        let distance = isOneRun ? Int(runs[0].first) - Int(expected.first ?? 0) : 0
        let zigzag = (distance << 1) ^ (distance >> 63)
        writer.varint(zigzag << 2 | (isOneRun ? 2 : 0) | (hasOtherMilli ? 1 : 0))
        if hasOtherMilli { writer.varint(placement.milliPerGPU) }
        if !isOneRun { write(placement.gpus, to: &writer) }
    }

    // MARK: Reading

    /// Takes a placement and the row of its job.
    typealias Emit = (RecordedPlacement, RecordState.JobRow) throws -> Void

    /// Reads an entry `placements`; calls with each placement, if anybody wants them, after the state has taken
    /// it in.
    static func readPlaced(
        state: inout RecordState, from reader: inout ByteReader, emit: Emit?
    ) throws {
        let count = try reader.count(thingsPerByte: 8)
        var candidates = PlacementCandidates(placementCount: count, &state)
        let typeCount = state.layout.types.count
        guard count <= candidates.count else {
            throw ByteReader.Damage(problem: "more jobs get GPUs than there are")
        }
        let fields = try reader.bits(
            widths: (0..<count).map {
                ByteWriter.width(below: candidates.count(after: $0) * 2 * typeCount)
            })
        for field in fields {
            let type = field / 2 % typeCount
            guard let job = candidates.takeJob(atRank: field / 2 / typeCount, state),
                state.jobs[job].phase == .waiting
            else { throw ByteReader.Damage(problem: "a placement is of no waiting job") }
            let milli = state.jobs[job].milliPerGPU
            let count = state.classes[state.jobs[job].classIndex].scaleFactor
            var item = Item(
                job: job, type: type,
                gpus: state.expectedGPUs(type: type, count: count, milliPerGPU: milli), milliPerGPU: milli)
            if field & 1 == 0 { try readException(&item, count, state.layout.types[type], from: &reader) }
            state.place(item)
            try emit?(placement(item, state), state.jobs[job])
        }
    }

    private static func placement(_ item: Item, _ state: RecordState) -> RecordedPlacement {
        RecordedPlacement(
            nowSeconds: state.clockSeconds, job: item.job, type: item.type, gpus: item.gpus,
            milliPerGPU: item.milliPerGPU)
    }

    private static func readException(
        _ placement: inout Item, _ count: Int, _ type: ClusterLayout.GPUType, from reader: inout ByteReader
    ) throws(ByteReader.Damage) {
        let code = try reader.code()
        if code & 1 != 0 { placement.milliPerGPU = try reader.index(below: 1001) }
        guard code & 2 != 0 else {
            placement.gpus = try readGPUs(of: type, from: &reader)
            return
        }
        guard count <= type.gpuCount else {
            throw ByteReader.Damage(problem: "\(count) GPUs of \(type.gpuCount) of their type in one run")
        }
        let first = try ByteReader.place(
            from: Int(placement.gpus.first ?? 0), zigzag: code >> 2,
            in: type.gpus.lowerBound...type.gpus.upperBound - count)
        placement.gpus = GPURuns(first: Int32(first), count: Int32(count))
    }

    /// Reads an entry `keeps`.
    static func readKeeps(
        state: inout RecordState, from reader: inout ByteReader,
        emit: Emit?
    ) throws {
        let leftCount = state.recentlyLeft.count
        var rest = try reader.amount(in: 0...leftCount)
        var expected = 0
        while rest > 0 {
            let first = try reader.place(from: expected, in: 0...leftCount)
            let count = try reader.amount(in: 1...rest)
            guard first <= leftCount - count else {
                throw ByteReader.Damage(problem: "jobs keep GPUs that were not given up")
            }
            for index in first..<first + count {
                let (job, stay) = state.recentlyLeft[index]
                guard state.jobs[Int(job)].phase == .waiting else {
                    throw ByteReader.Damage(problem: "job \(job) keeps GPUs although it does not wait")
                }
                let item = Item(
                    job: Int(job), type: stay.type, gpus: stay.gpus, milliPerGPU: stay.milliPerGPU)
                state.place(item)
                try emit?(placement(item, state), state.jobs[Int(job)])
            }
            rest -= count
            expected = first + count
        }
    }

    /// GPUs on their own: number of runs, then distance from the run before and length of each.
    static func write(_ gpus: GPURuns, to writer: inout ByteWriter) {
        let runs = gpus.runs
        writer.varint(runs.count)
        var end = 0
        for run in runs {
            writer.signed(Int(run.first) - end)
            writer.varint(Int(run.count))
            end = Int(run.first + run.count)
        }
    }

    /// The counterpart of ``write(_:to:)``.
    static func readGPUs(
        of type: ClusterLayout.GPUType, from reader: inout ByteReader
    ) throws(ByteReader.Damage) -> GPURuns {
        var gpus = GPURuns()
        var end = 0
        var rest = type.gpuCount
        for _ in 0..<(try reader.count(atMost: rest)) {
            let first = try reader.place(from: end, in: type.gpus.lowerBound...type.gpus.upperBound)
            let count = try reader.amount(in: 1...max(1, type.gpus.upperBound - first))
            guard first < type.gpus.upperBound, count <= rest else {
                throw ByteReader.Damage(
                    problem: "GPUs from \(first) on, \(count) of them, of type \(type.name)")
            }
            gpus.append(first: Int32(first), count: Int32(count))
            end = first + count
            rest -= count
        }
        return gpus
    }
}
