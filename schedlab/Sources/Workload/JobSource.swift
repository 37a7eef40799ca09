/// Where the jobs of a simulation come from, in order of arrival with ids 0, 1, 2, ...
public protocol JobSource: Sendable {
    /// Arrival of the next job in seconds; nil when no more come.
    var nextArrivalSeconds: Double? { get }

    /// Number of jobs that will ever come; nil when they never end.
    var totalJobCount: Int? { get }

    /// Number of jobs that are there before the first round (a steady-state start).
    var initialJobCount: Int { get }

    /// When the arrival process would have gone on after its last job; nil when it has no such time.
    ///
    /// Gavel's clock jumps there when nothing runs, so equality with it needs the time.
    var endedArrivalSeconds: Double? { get }

    /// Takes the next job.
    ///
    /// - Returns: The job, nil when no more come.
    /// - Throws: ``WorkloadError`` when the source cannot make it.
    mutating func next() throws -> Job?
}

extension JobSource {
    /// Number of jobs that are there before the first round.
    public var initialJobCount: Int { 0 }
    /// When the process would have gone on after its last job.
    public var endedArrivalSeconds: Double? { nil }
}

/// A finite list of jobs, for example from a trace.
public struct JobList: JobSource {
    /// All jobs, by arrival.
    public let jobs: [Job]
    private var position = 0

    /// Sorts the jobs by arrival, keeping the order of equal arrivals, and numbers them.
    public init(_ jobs: [Job]) {
        let order = jobs.indices.sorted { (jobs[$0].arrivalSeconds, $0) < (jobs[$1].arrivalSeconds, $1) }
        self.jobs = order.enumerated().map { id, index in
            var job = jobs[index]
            job.id = id
            return job
        }
    }

    /// Arrival of the next job in seconds; nil when no more come.
    public var nextArrivalSeconds: Double? { position < jobs.count ? jobs[position].arrivalSeconds : nil }

    /// Number of jobs that will ever come; nil when they never end.
    public var totalJobCount: Int? { jobs.count }

    /// Takes the next job.
    public mutating func next() -> Job? {
        guard position < jobs.count else { return nil }
        position += 1
        return jobs[position - 1]
    }
}
