/// The jobs among which placements are told: all active ones, in long lists those without GPUs, each once.
///
/// In a long list, the last candidate takes the place of the one that was taken, so that the numbers get
/// smaller and nothing is moved.
struct PlacementCandidates {
    /// Those of a long list; short ones look into the state.
    private var jobs: [Int32]
    private let activeCount: Int
    private let isLong: Bool

    init(placementCount: Int, _ state: inout RecordState) {
        isLong = state.isLongList(placementCount)
        jobs = isLong ? state.waitingJobs : []
        activeCount = state.activeJobs.count
        guard isLong else { return }
        for (rank, job) in jobs.enumerated() { state.jobs[Int(job)].mark = Int32(rank) }
    }

    var count: Int { isLong ? jobs.count : activeCount }

    /// The count after some were taken.
    func count(after taken: Int) -> Int { isLong ? jobs.count - taken : activeCount }

    /// The rank of a job that gets GPUs.
    mutating func takeRank(of job: Int, _ state: inout RecordState) -> Int {
        guard isLong else { return state.rank(of: job) }
        let rank = Int(state.jobs[job].mark)
        let last = jobs.removeLast()
        if rank < jobs.count {
            jobs[rank] = last
            state.jobs[Int(last)].mark = Int32(rank)
        }
        return rank
    }

    /// The job at a rank; nil when there is none.
    mutating func takeJob(atRank rank: Int, _ state: RecordState) -> Int? {
        guard rank < count else { return nil }
        guard isLong else { return Int(state.activeJobs[rank]) }
        let job = jobs[rank]
        let last = jobs.removeLast()
        if rank < jobs.count { jobs[rank] = last }
        return Int(job)
    }
}
