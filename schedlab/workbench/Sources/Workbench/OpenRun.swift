private import Kit
internal import Recording
private import Reports

/// A record that is being looked at.
///
/// Parts come without waiting for anybody else's question; questions that read the record are answered one after the
/// other, on a queue of the run's own.
actor OpenRun {
    /// Its parts.
    nonisolated let shelf: PartShelf
    /// A digest of what is in the record, and of where it lies.
    nonisolated let tag: String
    /// The same as HTTP writes it.
    nonisolated var quotedTag: String { "\"\(tag)\"" }
    /// The record.
    nonisolated let record: RunRecord

    private nonisolated let executor: QueueExecutor
    private var names: JobNames?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Seconds beyond which no run lasts.
    private static let secondsLimit = 1e15

    /// Opens a record.
    init(path: String, id: String, cache: PartCache) throws {
        record = try RunRecord(path: path)
        // The id stands in the part `run`, and it depends on the path.
        tag = try record.contentDigest().prefix(32) + "-" + id
        shelf = PartShelf(record, id: id, key: tag, cache: cache)
        executor = QueueExecutor("run \(id)")
    }

    /// Why a job waited or ran in a round.
    func why(job: Int, round: Int) throws -> String {
        try WhyAnswer(record, job: job, round: round, names: try jobNames()).json.oneLine
    }

    /// Who waits at an instant.
    func at(seconds: Double) throws -> String {
        guard abs(seconds) < Self.secondsLimit else {
            throw Refusal.bad("t is \(seconds)", hint: "give seconds on the run's clock")
        }
        return try AtAnswer(record, atSeconds: seconds).json.oneLine
    }

    /// A job's whole life.
    func life(job: Int) throws -> String {
        guard let json = try JobLives(record, jobs: [job], names: try jobNames()).json(ofJob: job) else {
            throw Refusal.unknown("job number \(job)")
        }
        return json.oneLine
    }

    /// This run against another one.
    func difference(to other: OpenRun, id otherID: String) throws -> String {
        try DiffAnswer(record, other.record, otherID: otherID).json.oneLine
    }

    private func jobNames() throws -> JobNames {
        if let names { return names }
        let read = try JobNames(record)
        names = read
        return read
    }
}
