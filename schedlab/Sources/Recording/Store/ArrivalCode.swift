/// A job that arrives, in bytes.
enum ArrivalCode {
    private static let idIsNumber: UInt8 = 1
    private static let isWholeGPU: UInt8 = 2
    private static let hasDetails: UInt8 = 4
    private static let hasWholeSteps: UInt8 = 8
    private static let arrivesNow: UInt8 = 16

    static func write(_ job: RecordedJob, state: RecordState, to writer: inout ByteWriter) {
        let hasWhole =
            job.totalSteps >= 0 && job.totalSteps < 1e15 && job.totalSteps == job.totalSteps.rounded()
        let details = hasDetails(job)
        var flags: UInt8 = Int(job.id) == state.nextJob ? idIsNumber : 0
        if job.milliPerGPU == 1000 { flags |= isWholeGPU }
        if details { flags |= hasDetails }
        if hasWhole { flags |= hasWholeSteps }
        if job.arrivalSeconds.bitPattern == state.clockSeconds.bitPattern { flags |= arrivesNow }
        writer.byte(flags)
        writer.varint(job.classIndex)
        if flags & idIsNumber == 0 { writer.signed(Int(job.id) - state.nextJob) }
        if flags & isWholeGPU == 0 { writer.varint(job.milliPerGPU) }
        if flags & arrivesNow == 0 { writer.double(job.arrivalSeconds, near: state.lastArrivalSeconds) }
        if hasWhole { writer.varint(Int(job.totalSteps)) } else { writer.double(job.totalSteps) }
        guard details else { return }
        writer.double(job.priorityWeight, near: 1)
        writer.varint(job.cpuMilli)
        writer.varint(job.memoryMiB)
        writer.double(job.referenceDurationSeconds ?? .nan, near: .nan)
        for text in [job.name, job.user, job.queue] { writer.text(text) }
    }

    static func read(
        state: RecordState, classCount: Int, from reader: inout ByteReader
    ) throws(ByteReader.Damage) -> RecordedJob {
        let flags = try reader.byte()
        let classIndex = try reader.index(below: classCount)
        let number = state.nextJob
        guard number < min(state.jobLimit, Int(Int32.max)) else {
            throw ByteReader.Damage(problem: "more jobs arrive than the file has room for")
        }
        let id =
            flags & idIsNumber == 0 ? try reader.place(from: number, in: 0...Int(UInt32.max)) : number
        let milli = flags & isWholeGPU == 0 ? try reader.index(below: 1001) : 1000
        let arrival =
            flags & arrivesNow == 0 ? try reader.finite(near: state.lastArrivalSeconds) : state.clockSeconds
        let steps = flags & hasWholeSteps == 0 ? try reader.finite() : Double(try reader.amount())
        var job = RecordedJob(
            id: UInt32(id), classIndex: classIndex, milliPerGPU: milli, arrivalSeconds: arrival,
            noticedSeconds: state.clockSeconds, totalSteps: steps)
        guard flags & hasDetails != 0 else { return job }
        job.priorityWeight = try reader.double(near: 1)
        job.cpuMilli = try reader.amount()
        job.memoryMiB = try reader.amount()
        let duration = try reader.double(near: .nan)
        job.referenceDurationSeconds = duration.isNaN ? nil : duration
        job.name = try reader.text()
        job.user = try reader.text()
        job.queue = try reader.text()
        return job
    }

    private static func hasDetails(_ job: RecordedJob) -> Bool {
        job.priorityWeight != 1 || job.cpuMilli != 0 || job.memoryMiB != 0
            || job.referenceDurationSeconds != nil || !job.name.isEmpty || !job.user.isEmpty
            || !job.queue.isEmpty
    }
}
