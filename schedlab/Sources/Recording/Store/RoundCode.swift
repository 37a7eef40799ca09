/// The beginning of a round in bytes: counts that the state leads to expect are left out.
enum RoundCode {
    private static let countsAsExpected: UInt8 = 1
    private static let hasNextArrival: UInt8 = 2
    private static let hasUtilization: UInt8 = 4
    private static let isNextNumber: UInt8 = 8

    static func write(_ round: RecordedRound, state: RecordState, to writer: inout ByteWriter) {
        let isExpected = counts(round) == expected(state)
        let next = (state.round?.round ?? -1) + 1
        var flags: UInt8 = isExpected ? countsAsExpected : 0
        if round.nextArrivalSeconds != nil { flags |= hasNextArrival }
        if round.bookedUtilization != nil { flags |= hasUtilization }
        if round.round == next { flags |= isNextNumber }
        writer.byte(flags)
        if round.round != next { writer.signed(round.round - next) }
        if !isExpected {
            for (found, other) in zip(counts(round), expected(state)) { writer.signed(found - other) }
        }
        if let seconds = round.nextArrivalSeconds { writer.double(seconds, near: state.nextArrivalSeconds) }
        if let fraction = round.bookedUtilization {
            writer.double(fraction, near: state.round?.bookedUtilization ?? 0)
        }
    }

    static func read(
        state: RecordState, from reader: inout ByteReader
    ) throws(ByteReader.Damage) -> RecordedRound {
        let flags = try reader.byte()
        var number = (state.round?.round ?? -1) + 1
        if flags & isNextNumber == 0 { number = try reader.place(from: number, in: numbers) }
        var counts = expected(state)
        if flags & countsAsExpected == 0 {
            for index in counts.indices { counts[index] = try reader.place(from: counts[index], in: numbers) }
        }
        let next = flags & hasNextArrival == 0 ? nil : try reader.double(near: state.nextArrivalSeconds)
        let utilization =
            flags & hasUtilization == 0
            ? nil : try reader.double(near: state.round?.bookedUtilization ?? 0)
        return RecordedRound(
            round: number, nowSeconds: state.clockSeconds, arrivedJobCount: counts[0],
            activeJobCount: counts[1], runningJobCount: counts[2], endedJobCount: counts[3],
            usedGPUsOfType: Array(counts[4...]), nextArrivalSeconds: next, bookedUtilization: utilization)
    }

    /// Numbers of rounds and counts of jobs and GPUs, also those that imported files tell.
    static let numbers = 0...Int(UInt32.max)

    private static func counts(_ round: RecordedRound) -> [Int] {
        [round.arrivedJobCount, round.activeJobCount, round.runningJobCount, round.endedJobCount]
            + round.usedGPUsOfType
    }

    private static func expected(_ state: RecordState) -> [Int] {
        [state.nextJob, state.activeJobs.count, state.runningJobs.count, state.endedJobCount]
            + state.usedGPUsOfType
    }
}
