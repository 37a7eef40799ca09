private import Foundation
private import Kit

/// A `.viz.bin` file that was read: versions 1 and 2, and the form with job records of 16 bytes.
public struct VizBinFile: VizBinContent {
    /// A GPU type of the configuration.
    public struct GPUType: Equatable, Sendable {
        /// Its name.
        public var name: String
        /// GPUs.
        public var gpuCount: Int
        /// GPUs of a node.
        public var gpusPerNode: Int
    }

    static let magic = Array("GPUVIZ01".utf8)

    /// 1 or 2.
    public let version: Int
    /// JSON of the configuration, without padding.
    public let configuration: [UInt8]
    /// Number of GPU types.
    public let gpuTypeCount: Int
    /// Number of GPUs.
    public let gpuCount: Int
    /// The jobs, in order of arrival.
    public let jobs: [VizBinJob]
    /// 24, or 16 in the oldest files.
    public let jobRecordBytes: Int
    /// Number of rounds.
    public let roundCount: Int
    /// Whether it says which GPUs are shared.
    public let hasSharing: Bool
    /// GPU types in the order of the file.
    public let gpuTypes: [GPUType]

    let path: String
    private let data: Data
    private let offsets: [Int]

    /// Reads a file's head; the rounds are read when asked for.
    ///
    /// - Throws: `FileError`, or ``RecordError/malformedImport(path:place:problem:)``.
    public init(path: String) throws {
        try self.init(data: Data(try TextFile.bytes(path)), path: path)
    }

    private init(data: Data, path: String) throws {
        self.path = path
        self.data = data
        func fail(_ place: String, _ problem: String) -> RecordError {
            .malformedImport(path: path, place: place, problem: problem)
        }
        guard data.count >= 256, Array(data.prefix(8)) == Self.magic else {
            throw fail("byte 0", "not a .viz.bin file: expected GPUVIZ01 and a header of 256 bytes")
        }
        let view = VizBinBytes(data)
        version = Int(view.word32(8))
        guard version == 1 || version == 2 else {
            throw fail("byte 8", "version \(version), expected 1 or 2")
        }
        roundCount = Int(view.word32(12))
        let jobCount = Int(view.word32(16))
        gpuTypeCount = Int(view.byte(20))
        gpuCount = Int(view.word16(21))
        let words = (0..<7).map { view.word64(24 + 8 * $0) }
        guard words.allSatisfy({ $0 <= UInt64(data.count) }) else {
            throw fail("byte 24", "a section begins after the end of the file")
        }
        offsets = words.map { Int($0) }
        hasSharing = version >= 2 && offsets[5] != 0 && offsets[6] != 0
        let (jobsAt, roundsAt) = (offsets[0], offsets[1])
        let stride = VizBinEncoder.roundBytes(gpuTypeCount: gpuTypeCount, gpuCount: gpuCount)
        guard offsets[4] >= 256, offsets[4] <= jobsAt, jobsAt <= roundsAt,
            roundsAt + roundCount * stride <= data.count, offsets[3] + 8 * roundCount <= data.count,
            !hasSharing || offsets[6] + 8 * roundCount <= data.count
        else { throw fail("byte 24", "a section does not fit into the file") }
        jobRecordBytes = jobCount == 0 ? 24 : (roundsAt - jobsAt) / jobCount >= 24 ? 24 : 16
        guard jobCount * jobRecordBytes <= roundsAt - jobsAt else {
            throw fail("byte \(jobsAt)", "\(jobCount) jobs do not fit between \(jobsAt) and \(roundsAt)")
        }
        var configuration = view.bytes(offsets[4], jobsAt - offsets[4])
        while configuration.last == 0 { configuration.removeLast() }
        self.configuration = configuration
        let recordBytes = jobRecordBytes
        jobs = (0..<jobCount).map { view.job(jobsAt + $0 * recordBytes, bytes: recordBytes) }
        gpuTypes = try Self.gpuTypes(configuration, path: path)
        guard gpuTypes.count == gpuTypeCount, gpuTypes.reduce(0, { $0 + $1.gpuCount }) == gpuCount else {
            throw fail(
                "byte \(offsets[4])", "gpu_types do not add up to \(gpuTypeCount) types, \(gpuCount) GPUs")
        }
    }

    /// Whether a file begins as one of this form.
    public static func isOne(path: String) -> Bool {
        TextFile.head(path, byteCount: magic.count) == magic
    }

    private static func gpuTypes(_ configuration: [UInt8], path: String) throws -> [GPUType] {
        guard let root = try? JSONSerialization.jsonObject(with: Data(configuration)) as? [String: Any],
            let types = root["gpu_types"] as? [[String: Any]]
        else {
            throw RecordError.malformedImport(
                path: path, place: "configuration", problem: "no JSON with gpu_types")
        }
        return try types.map { type in
            let count = type["count"] as? Int ?? 0
            guard (0...Int(UInt16.max)).contains(count) else {
                throw RecordError.malformedImport(
                    path: path, place: "configuration",
                    problem: "a type has \(count) GPUs, expected 0 to 65535")
            }
            return GPUType(
                name: type["name"] as? String ?? "", gpuCount: count,
                gpusPerNode: max(type["gpus_per_node"] as? Int ?? 1, 1))
        }
    }

    /// A value of the configuration; nil when it is not there.
    func configured(_ key: String) -> Any? {
        (try? JSONSerialization.jsonObject(with: Data(configuration)) as? [String: Any])?[key]
    }

    /// The number of a round.
    func roundNumber(_ index: Int) -> UInt32 {
        let stride = VizBinEncoder.roundBytes(gpuTypeCount: gpuTypeCount, gpuCount: gpuCount)
        return VizBinBytes(data).word32(offsets[1] + index * stride)
    }

    /// A round; `index` counts from 0, whatever the round's number.
    ///
    /// - Throws: ``RecordError/malformedImport(path:place:problem:)`` when its queue is not in the file.
    public func round(_ index: Int) throws -> VizBinRound {
        let view = VizBinBytes(data)
        let stride = VizBinEncoder.roundBytes(gpuTypeCount: gpuTypeCount, gpuCount: gpuCount)
        let at = offsets[1] + index * stride
        var round = VizBinRound()
        round.round = view.word32(at)
        round.seconds = Float(bitPattern: view.word32(at + 4))
        round.utilization = Float(bitPattern: view.word32(at + 8))
        round.runningJobCount = view.word16(at + 12)
        round.queuedJobCount = view.word16(at + 14)
        round.completedJobCount = view.word32(at + 16)
        round.averageJCTSeconds = Float(bitPattern: view.word32(at + 20))
        round.completionsPerHour = Float(bitPattern: view.word32(at + 24))
        round.usedGPUsOfType = (0..<gpuTypeCount).map { view.word16(at + 28 + 2 * $0) }
        let allocations = at + 28 + 2 * gpuTypeCount
        round.jobOfGPU = (0..<gpuCount).map { view.word32(allocations + 4 * $0) }
        let queue = try entry(view, index: offsets[3] + 8 * index, section: offsets[2], bytesEach: 4)
        round.queue = (0..<queue.count).map { view.word32(queue.start + 4 * $0) }
        guard hasSharing else { return round }
        let shared = try entry(view, index: offsets[6] + 8 * index, section: offsets[5], bytesEach: 18)
        round.shared = (0..<shared.count).map { number in
            let start = shared.start + 18 * number
            return VizBinRound.Shared(
                gpu: view.word16(start), slots: (0..<4).map { view.word32(start + 2 + 4 * $0) })
        }
        return round
    }

    private func entry(
        _ view: VizBinBytes, index: Int, section: Int, bytesEach: Int
    ) throws -> (start: Int, count: Int) {
        let offset = view.word64(index)
        guard offset <= UInt64(data.count), section + Int(offset) + 2 <= data.count else {
            throw RecordError.malformedImport(
                path: path, place: "byte \(index)", problem: "the index points beyond the end of the file")
        }
        let start = section + Int(offset)
        let count = Int(view.word16(start))
        guard start + 2 + bytesEach * count <= data.count else {
            throw RecordError.malformedImport(
                path: path, place: "byte \(start)", problem: "a list ends after the end of the file")
        }
        return (start + 2, count)
    }

    /// Goes through the rounds in order.
    public func forEachRound(_ visit: (VizBinRound) throws -> Void) throws {
        for index in 0..<roundCount { try visit(try round(index)) }
    }

    /// The file's bytes, written anew from what was read.
    ///
    /// - Throws: As ``round(_:)``.
    public func encoded() throws -> [UInt8] {
        var bytes: [UInt8] = []
        try VizBinEncoder.encode(self) { bytes += $0 }
        return bytes
    }
}

/// Little-endian numbers at any place of a file.
private struct VizBinBytes {
    private let data: Data

    init(_ data: Data) { self.data = data }

    func byte(_ at: Int) -> UInt8 { data[data.startIndex + at] }
    func word16(_ at: Int) -> UInt16 { UInt16(byte(at)) | UInt16(byte(at + 1)) << 8 }
    func word32(_ at: Int) -> UInt32 {
        data.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
    }
    func word64(_ at: Int) -> UInt64 {
        data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
    }
    func bytes(_ at: Int, _ count: Int) -> [UInt8] {
        [UInt8](data[data.startIndex + at..<data.startIndex + at + count])
    }

    func job(_ at: Int, bytes count: Int) -> VizBinJob {
        var job = VizBinJob(
            id: word32(at), type: word16(at + 4), scaleFactor: byte(at + 6), arrivalRound: word32(at + 8))
        if count == 24 {
            job.completionRound = word32(at + 12)
            job.durationSeconds = Float(bitPattern: word32(at + 16))
        }
        return job
    }
}
