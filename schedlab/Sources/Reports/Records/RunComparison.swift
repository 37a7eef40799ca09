private import Metrics
public import Recording

/// Runs of one workload held against the first of them, job by job.
public struct RunComparison {
    /// One run against the first.
    public struct Difference: Sendable {
        /// Path of the other record.
        public let path: String
        /// Its policy.
        public let policy: String
        /// Mean completion time of the common jobs in it, in seconds.
        public let averageJCTSeconds: Double
        /// Completion time minus that in the first run over the common jobs, in seconds.
        public let differencesSeconds: [Double]
        /// The common jobs' ids, in the same order.
        public let jobIDs: [UInt32]
        /// What they are called.
        let labels: [String]
        /// The first round with different placements, with what became of the first job that differs in each
        /// run; nil when there is none.
        public let divergence: (round: Int, jobID: UInt32?, sentences: [String])?

        /// Mean of the differences; nil without common jobs.
        public var meanSeconds: Double? { Statistics.mean(differencesSeconds) }

        /// A quantile of the differences by nearest rank.
        func quantileSeconds(_ q: Double) -> Double? { Statistics.quantile(q, of: differencesSeconds) }

        /// A job's id, difference in seconds and name.
        typealias Extreme = (UInt32, Double, String)

        /// The jobs that gained most, and those that lost most; ties by order of arrival.
        func extremes(_ count: Int) -> (winners: [Extreme], losers: [Extreme]) {
            let pairs = jobIDs.indices.map { (jobIDs[$0], differencesSeconds[$0], labels[$0]) }
            let order = pairs.indices.sorted {
                pairs[$0].1 != pairs[$1].1 ? pairs[$0].1 < pairs[$1].1 : $0 < $1
            }
            let winners = order.prefix(count).map { pairs[$0] }.filter { $0.1 < 0 }
            let losers = order.suffix(count).reversed().map { pairs[$0] }.filter { $0.1 > 0 }
            return (winners, losers)
        }
    }

    /// Path of the first record.
    public let path: String
    /// Its policy.
    public let policy: String
    /// Jobs that arrived in all runs.
    public let jobCount: Int
    /// SHA-256 of these jobs.
    let workloadHash: String
    /// False when only ids, models and GPUs of jobs could be compared, because a run is from a `.viz.bin` file.
    let isExactWorkload: Bool
    /// Jobs that completed in all runs.
    public let commonJobCount: Int
    /// Jobs that completed in some of the runs only: they are in no difference.
    let partlyEndedJobCount: Int
    /// Their mean completion time in the first run, in seconds; nil when there are none.
    public let averageJCTSeconds: Double?
    /// The jobs that the first run's own summary measures; nil = all.
    public let window: Range<Int>?
    /// The other runs.
    public let differences: [Difference]

    /// Compares records.
    ///
    /// - Parameter records: At least two, of the same workload as far as it arrived in all.
    /// - Throws: ``RecordError/notRecorded(path:what:remedy:)`` for different workloads; ``RecordError``.
    public init(_ records: [RunRecord]) throws {
        let times = try records.map { try RecordedTimes($0) }
        let count = times.map(\.jobs.count).min() ?? 0
        let isExact = times.allSatisfy(\.isExact)
        let hash = times[0].workloadHash(jobCount: count, isExact: isExact)
        for other in times.dropFirst()
        where other.workloadHash(jobCount: count, isExact: isExact) != hash {
            throw RecordError.notRecorded(
                path: other.path,
                what: "its first \(count) jobs are not those of \(times[0].path)",
                remedy: "runs of one workload can be compared: the same trace, or generator, rate and seed")
        }
        let common = (0..<count).filter { job in times.allSatisfy { $0.jctSeconds[job] != nil } }
        let ended = (0..<count).filter { job in times.contains { $0.jctSeconds[job] != nil } }
        partlyEndedJobCount = ended.count - common.count
        let first = common.compactMap { times[0].jctSeconds[$0] }
        path = times[0].path
        policy = times[0].policy
        window = records[0].provenance.window
        isExactWorkload = isExact
        jobCount = count
        workloadHash = hash
        commonJobCount = common.count
        averageJCTSeconds = Statistics.mean(first)
        let names = try JobNames(records[0])
        differences = try times.indices.dropFirst().map { index in
            let own = common.compactMap { times[index].jctSeconds[$0] }
            return Difference(
                path: times[index].path, policy: times[index].policy,
                averageJCTSeconds: Statistics.mean(own) ?? .nan,
                differencesSeconds: zip(own, first).map { $0 - $1 },
                jobIDs: common.map { times[0].jobs[$0].id }, labels: common.map { names.label($0) },
                divergence: try Self.divergence(
                    (records[0], times[0]), (records[index], times[index])))
        }
    }

    /// The first round with different placements.
    private static func divergence(
        _ a: (record: RunRecord, times: RecordedTimes), _ b: (record: RunRecord, times: RecordedTimes)
    ) throws -> (round: Int, jobID: UInt32?, sentences: [String])? {
        let pairs = zip(a.times.rounds, b.times.rounds)
        guard let different = pairs.first(where: { $0.0 != $0.1 }) else { return nil }
        let label = different.0.label
        let (mine, theirs) = (try placements(a.record, label), try placements(b.record, label))
        let jobs =
            zip(mine, theirs).first { $0.0 != $0.1 }.map { [$0.0.job, $0.1.job] }
            ?? [mine.dropFirst(theirs.count).first ?? theirs.dropFirst(mine.count).first].compactMap(\.?.job)
        guard let job = jobs.first, job < a.times.jobs.count else { return (label, nil, []) }
        let id = a.times.jobs[job].id
        return (
            label, id,
            try [a.record, b.record].map { try JobExplanation($0, jobID: id, round: label).sentence }
        )
    }

    private static func placements(_ record: RunRecord, _ label: Int) throws -> [RecordedPlacement] {
        var placements: [RecordedPlacement] = []
        _ = try record.forEachEvent(upToRound: label, withReasons: false) { event, isInRound in
            if isInRound, case .placed(let placed) = event { placements.append(placed) }
        }
        return placements
    }
}
