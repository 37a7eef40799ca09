private import Kit
internal import Recording
private import Reports
private import Views

/// A record that is being looked at, with what was made of it.
actor OpenRun {
    private let record: RunRecord
    private let id: String
    private let key: String
    private let cache: PartCache
    /// What the cache could not keep, compressed.
    private var kept: [String: [UInt8]] = [:]
    private var isMade = false
    private var names: JobNames?

    /// Most waiting time between two instants that are asked for makes no sense beyond this.
    private static let numberLimit = 1e15

    init(path: String, id: String, cache: PartCache) throws {
        record = try RunRecord(path: path)
        self.id = id
        // The id stands in the part `run`, and it depends on the path.
        key = try record.contentDigest().prefix(32) + "-" + id
        self.cache = cache
    }

    /// A digest of what is in the record, and of where it lies.
    nonisolated var tag: String { key }

    /// A part of columns, or `run`: compressed; nil when there is none of that name.
    func part(_ name: String) throws -> [UInt8]? {
        if let bytes = kept[name] ?? cache.read(key: key, name: name) { return bytes }
        guard !isMade else { return nil }
        try make()
        return kept[name]
    }

    private func make() throws {
        var made: [String: [UInt8]] = [:]
        let description = try RunParts.make(record, id: id) { part in
            made[part.name] = try Self.packed(part)
        }
        let run = description.part()
        made[run.name] = try Self.packed(run)
        // `run` last: where it is, all of them are.
        for name in made.keys.sorted() where name != run.name {
            cache.write(key: key, name: name, made[name] ?? [])
        }
        cache.write(key: key, name: run.name, made[run.name] ?? [])
        kept = made
        isMade = true
    }

    private static func packed(_ part: RunParts.Part) throws -> [UInt8] {
        guard let bytes = PartCache.packed(part.bytes) else {
            throw Refusal(
                status: 500, code: "memory", message: "the part \(part.name) could not be compressed",
                hint: "free memory and try again")
        }
        return bytes
    }

    // MARK: Answers

    /// Why a job waited or ran in a round.
    func why(job: Int, round: Int) throws -> String {
        try WhyAnswer(record, job: job, round: round, names: try jobNames()).json.oneLine
    }

    /// Who waits at an instant.
    func at(seconds: Double) throws -> String {
        guard abs(seconds) < Self.numberLimit else {
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
    func difference(to path: String, id otherID: String) throws -> String {
        try DiffAnswer(record, try RunRecord(path: path), otherID: otherID).json.oneLine
    }

    private func jobNames() throws -> JobNames {
        if let names { return names }
        let read = try JobNames(record)
        names = read
        return read
    }
}
