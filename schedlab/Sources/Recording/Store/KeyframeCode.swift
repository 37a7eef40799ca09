private import Cluster
private import Simulation

/// A whole state in bytes: what stands at the beginning of batches at which reading can begin.
enum KeyframeCode {
    static func write(_ state: RecordState, to writer: inout ByteWriter) {
        writer.double(state.clockSeconds)
        writeRound(state.round, to: &writer)
        for value in [state.objectiveValue, state.lastArrivalSeconds, state.nextArrivalSeconds] {
            writer.double(value)
        }
        writer.varint(state.prices.count)
        for price in state.prices { writer.double(price) }
        writer.varint(state.pieceSeconds.count)
        for seconds in state.pieceSeconds { writer.double(seconds, near: 0) }
        writer.varint(state.nextJob)
        writer.varint(state.endedJobCount)
        writer.varint(state.activeJobs.count)
        var next = 0
        for job in state.activeJobs {
            let row = state.jobs[Int(job)]
            writer.varint(Int(job) - next)
            writer.signed(Int(row.id) - Int(job))
            writer.varint(row.classIndex)
            writer.varint(row.milliPerGPU)
            for value in [row.arrivalSeconds, row.totalSteps] { writer.double(value) }
            writer.double(row.stepsRun, near: 0)
            next = Int(job) + 1
        }
        writer.varint(state.runningJobs.count)
        for job in state.runningJobs {
            let stay = state.jobs[Int(job)].stay
            writer.varint(state.rank(of: Int(job)))
            writer.varint(stay.type)
            writer.varint(stay.milliPerGPU)
            writer.double(stay.fromSeconds, near: state.clockSeconds)
            writer.double(stay.warmUpSeconds, near: 0)
            PlacementCode.write(stay.gpus, to: &writer)
        }
        for cursor in state.cursorOfType { writer.varint(Int(cursor)) }
    }

    private static func writeRound(_ round: RecordedRound?, to writer: inout ByteWriter) {
        writer.signed(round?.round ?? -1)
        writer.double(round?.nowSeconds ?? 0)
        writer.double(round?.bookedUtilization ?? 0, near: 0)
    }

    /// Puts what was written into a state that knows its classes already.
    static func read(
        into fresh: RecordState, from reader: inout ByteReader
    ) throws(ByteReader.Damage) -> RecordState {
        var state = fresh
        state.clockSeconds = try reader.finite()
        let number = try reader.place(from: 0, in: -1...RoundCode.numbers.upperBound)
        let roundStart = try reader.finite()
        let utilization = try reader.double(near: 0)
        if number >= 0 {
            state.round = RecordedRound(
                round: number, nowSeconds: roundStart, arrivedJobCount: 0, activeJobCount: 0,
                runningJobCount: 0, endedJobCount: 0, usedGPUsOfType: [], bookedUtilization: utilization)
        }
        state.objectiveValue = try reader.double()
        state.lastArrivalSeconds = try reader.finite()
        state.nextArrivalSeconds = try reader.double()
        let priceCount = try reader.count(atMost: state.layout.types.count)
        guard priceCount == 0 || priceCount == state.layout.types.count else {
            throw ByteReader.Damage(
                problem: "\(priceCount) prices for \(state.layout.types.count) GPU types")
        }
        for _ in 0..<priceCount { state.prices.append(try reader.double()) }
        for _ in 0..<(try reader.count(atMost: state.classes.count * state.layout.types.count)) {
            state.pieceSeconds.append(try reader.finite(near: 0))
        }
        // Each job took some bytes when it arrived.
        state.nextJob = try reader.amount(in: 0...min(state.jobLimit, Int(Int32.max)))
        state.endedJobCount = try reader.amount(in: 0...state.nextJob)
        try readJobs(&state, from: &reader)
        try readStays(&state, from: &reader)
        for type in state.cursorOfType.indices {
            let gpus = state.layout.types[type].gpus
            state.cursorOfType[type] = Int32(
                try reader.amount(in: gpus.lowerBound...gpus.upperBound))
        }
        return state
    }

    private static func readJobs(
        _ state: inout RecordState, from reader: inout ByteReader
    ) throws(ByteReader.Damage) {
        state.jobs = JobRows(state.nextJob..<state.nextJob)
        var next = 0
        for _ in 0..<(try reader.count()) {
            let job = next + (try reader.index(below: max(state.nextJob - next, 0)))
            if state.activeJobs.isEmpty { state.jobs = JobRows(job..<state.nextJob) }
            state.jobs[job].id = UInt32(try reader.place(from: job, in: 0...Int(UInt32.max)))
            state.jobs[job].classIndex = try reader.index(below: state.classes.count)
            state.jobs[job].milliPerGPU = try reader.index(below: 1001)
            state.jobs[job].arrivalSeconds = try reader.finite()
            state.jobs[job].totalSteps = try reader.finite()
            state.jobs[job].stepsRun = try reader.finite(near: 0)
            state.jobs[job].phase = .waiting
            state.activeJobs.append(Int32(job))
            next = job + 1
        }
    }

    private static func readStays(
        _ state: inout RecordState, from reader: inout ByteReader
    ) throws(ByteReader.Damage) {
        let clock = state.clockSeconds
        for _ in 0..<(try reader.count(atMost: state.activeJobs.count)) {
            let job = Int(state.activeJobs[try reader.index(below: state.activeJobs.count)])
            guard state.phase(of: job) == .waiting else {
                throw ByteReader.Damage(problem: "job \(job) runs twice")
            }
            let type = try reader.index(below: state.layout.types.count)
            let milli = try reader.index(below: 1001)
            let from = try reader.finite(near: clock)
            let warmUp = try reader.finite(near: 0)
            let gpus = try PlacementCode.readGPUs(of: state.layout.types[type], from: &reader)
            state.place(PlacementCode.Item(job: job, type: type, gpus: gpus, milliPerGPU: milli))
            state.jobs[job].stay.fromSeconds = from
            state.jobs[job].stay.warmUpSeconds = warmUp
        }
    }
}

extension RecordState {
    /// Whether two states have the same jobs, active and running, on the same GPUs.
    func agrees(with other: RecordState) -> Bool {
        nextJob == other.nextJob && endedJobCount == other.endedJobCount
            && activeJobs.elementsEqual(other.activeJobs) && runningJobs == other.runningJobs
            && runningJobs.allSatisfy { jobs[Int($0)].stay.gpus == other.jobs[Int($0)].stay.gpus }
    }
}
