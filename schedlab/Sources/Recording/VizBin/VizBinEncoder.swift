/// Puts content into the bytes of a `.viz.bin` file, section by section.
///
/// The order of sections is that of all known files: configuration, jobs, rounds, queues, their index, shared
/// GPUs, their index; each begins at a multiple of eight bytes.
struct VizBinEncoder {
    private let content: any VizBinContent
    private let write: ([UInt8]) throws -> Void
    private var position = 0

    /// Writes a whole file.
    ///
    /// - Parameters:
    ///   - content: What it says.
    ///   - write: Takes the bytes, in order.
    /// - Throws: What `write` or the content throws.
    static func encode(_ content: any VizBinContent, write: @escaping ([UInt8]) throws -> Void) throws {
        var encoder = VizBinEncoder(content: content, write: write)
        try encoder.run()
    }

    private init(content: any VizBinContent, write: @escaping ([UInt8]) throws -> Void) {
        self.content = content
        self.write = write
    }

    /// Bytes of a round record.
    static func roundBytes(gpuTypeCount: Int, gpuCount: Int) -> Int {
        aligned(28 + 2 * gpuTypeCount + 4 * gpuCount)
    }

    static func aligned(_ count: Int) -> Int { (count + 7) / 8 * 8 }

    private mutating func run() throws {
        var queueIndex: [Int] = []
        var sharingIndex: [Int] = []
        var (queueBytes, sharingBytes) = (0, 0)
        try content.forEachRound { round in
            queueIndex.append(queueBytes)
            sharingIndex.append(sharingBytes)
            queueBytes += 2 + 4 * round.queue.count
            sharingBytes += 2 + 18 * round.shared.count
        }
        try writeHeader(queueBytes: queueBytes, sharingBytes: sharingBytes)
        try put(content.configuration)
        try writeJobs()
        try writeRounds()
        try writeQueues(count: queueBytes)
        try writeIndex(queueIndex)
        guard content.hasSharing else { return }
        try writeSharing(count: sharingBytes)
        try writeIndex(sharingIndex)
    }

    private mutating func writeHeader(queueBytes: Int, sharingBytes: Int) throws {
        let configuration = 256
        let jobs = configuration + Self.aligned(content.configuration.count)
        let rounds = jobs + Self.aligned(content.jobRecordBytes * content.jobs.count)
        let stride = Self.roundBytes(gpuTypeCount: content.gpuTypeCount, gpuCount: content.gpuCount)
        let queue = rounds + content.roundCount * stride
        let queueIndex = queue + Self.aligned(queueBytes)
        let sharing = queueIndex + 8 * content.roundCount
        var header = ByteWriter()
        header.raw(VizBinFile.magic)
        header.word32(UInt32(content.version))
        header.word32(UInt32(content.roundCount))
        header.word32(UInt32(content.jobs.count))
        header.byte(UInt8(content.gpuTypeCount))
        header.raw(Self.bytes(UInt16(content.gpuCount)))
        header.byte(0)
        for offset in [jobs, rounds, queue, queueIndex, configuration] { header.word64(UInt64(offset)) }
        for offset in [sharing, sharing + Self.aligned(sharingBytes)] {
            header.word64(content.hasSharing ? UInt64(offset) : 0)
        }
        header.raw(Array(repeating: 0, count: 256 - header.count))
        try put(header.bytes)
    }

    private mutating func writeJobs() throws {
        var section = ByteWriter()
        for job in content.jobs {
            section.word32(job.id)
            section.raw(Self.bytes(job.type))
            section.raw([job.scaleFactor, 0])
            section.word32(job.arrivalRound)
            if content.jobRecordBytes == 24 {
                section.word32(job.completionRound)
                section.word32(job.durationSeconds.bitPattern)
            }
            section.word32(0)
        }
        try put(section.bytes)
    }

    private mutating func writeRounds() throws {
        let content = content
        try content.forEachRound { round in
            var record = ByteWriter()
            record.word32(round.round)
            record.word32(round.seconds.bitPattern)
            record.word32(round.utilization.bitPattern)
            record.raw(Self.bytes(round.runningJobCount) + Self.bytes(round.queuedJobCount))
            record.word32(round.completedJobCount)
            record.word32(round.averageJCTSeconds.bitPattern)
            record.word32(round.completionsPerHour.bitPattern)
            for count in round.usedGPUsOfType { record.raw(Self.bytes(count)) }
            for job in round.jobOfGPU { record.word32(job) }
            try put(record.bytes)
        }
    }

    private mutating func writeQueues(count: Int) throws {
        try content.forEachRound { round in
            var entry = ByteWriter()
            entry.raw(Self.bytes(UInt16(round.queue.count)))
            for job in round.queue { entry.word32(job) }
            try write(entry.bytes)
        }
        try write(Array(repeating: 0, count: Self.aligned(count) - count))
    }

    private mutating func writeSharing(count: Int) throws {
        try content.forEachRound { round in
            var entry = ByteWriter()
            entry.raw(Self.bytes(UInt16(round.shared.count)))
            for shared in round.shared {
                entry.raw(Self.bytes(shared.gpu))
                for slot in shared.slots { entry.word32(slot) }
            }
            try write(entry.bytes)
        }
        try write(Array(repeating: 0, count: Self.aligned(count) - count))
    }

    private func writeIndex(_ offsets: [Int]) throws {
        var index = ByteWriter()
        for offset in offsets { index.word64(UInt64(offset)) }
        try write(index.bytes)
    }

    /// Writes bytes and pads them to a multiple of eight.
    private func put(_ bytes: [UInt8]) throws {
        try write(bytes + Array(repeating: 0, count: Self.aligned(bytes.count) - bytes.count))
    }

    private static func bytes(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }
}
