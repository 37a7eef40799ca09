private import Cluster
private import Kit
internal import Recording

/// The jobs of a record with their completion times, and a digest of each round's placements.
struct RecordedTimes {
    private(set) var path: String
    private(set) var policy: String
    /// The jobs in order of arrival.
    private(set) var jobs: [RecordedJob] = []
    /// Completion time of each in seconds; nil = not completed.
    private(set) var jctSeconds: [Double?] = []
    /// The mechanism's number of each round, and a digest of who got which GPUs in it.
    private(set) var rounds: [(label: Int, digest: UInt64)] = []
    /// Whether arrivals and work are exact.
    private(set) var isExact: Bool
    private var classes: [RecordedClass]

    init(_ record: RunRecord) throws {
        path = record.path
        policy = record.provenance.policy
        isExact = record.provenance.importedFrom != "viz-bin"
        classes = record.classes
        var times = self
        try record.forEachEvent { times.take($0) }
        self = times
    }

    private mutating func take(_ event: RecordedEvent) {
        switch event {
        case .roundBegan(let round): rounds.append((round.round, Self.basis))
        case .arrived(_, let job):
            jobs.append(job)
            jctSeconds.append(nil)
        case .placed(let placed) where !rounds.isEmpty:
            mix(UInt64(placed.job))
            for run in placed.gpus.runs { mix(UInt64(run.first) << 32 | UInt64(run.count)) }
            mix(placed.nowSeconds.bitPattern)
        case .ended(let end) where end.isCompleted:
            jctSeconds[end.job] = end.endSeconds - jobs[end.job].arrivalSeconds
        default: break
        }
    }

    /// FNV-1a over 64-bit words: equal placements give equal digests.
    private mutating func mix(_ word: UInt64) {
        rounds[rounds.count - 1].digest = (rounds[rounds.count - 1].digest ^ word) &* 0x0000_0100_0000_01B3
    }

    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    /// SHA-256 of the first jobs: ids, models, GPUs, work and arrivals.
    ///
    /// - Parameters:
    ///   - jobCount: How many of the jobs.
    ///   - isExact: False leaves out what `.viz.bin` files do not hold: work, shares, exact arrivals.
    /// - Returns: The hash as hexadecimal digits.
    func workloadHash(jobCount: Int, isExact: Bool) -> String {
        var digest = SHA256()
        for job in jobs.prefix(jobCount) {
            let jobClass = classes[job.classIndex]
            var text = "\(job.id),\(jobClass.model),\(jobClass.scaleFactor)"
            if isExact {
                text +=
                    ",\(job.milliPerGPU),\(job.totalSteps.bitPattern),\(job.arrivalSeconds.bitPattern)"
            }
            text += "\n"
            digest.update(Array(text.utf8))
        }
        return digest.hexDigest()
    }
}
