/// What the mechanism `gavel` keeps per job and GPU type: shares due, time received, deficits.
///
/// Columns are indexed by `job id * typeCount + type`, as long as jobs have arrived.
struct GavelShareBook {
    let typeCount: Int
    /// Half a round: what the original credits every job with from the start.
    private let initialSeconds: Double
    /// Whether a job is part of the current allocation.
    private(set) var isAllocated: [Bool] = []
    /// Shares of the current allocation.
    private(set) var shares: [Double] = []
    /// Seconds received since the last allocation, plus half a round.
    private(set) var receivedSeconds: [Double] = []
    /// Seconds by which a job is behind its shares.
    private(set) var deficitSeconds: [Double] = []
    /// Share asked over share received.
    private(set) var priorities: [Double] = []
    /// Seconds received by all jobs of a type since the last allocation.
    private(set) var typeSeconds: [Double]

    init(typeCount: Int, roundSeconds: Double) {
        self.typeCount = typeCount
        initialSeconds = roundSeconds / 2
        typeSeconds = Array(repeating: 0, count: typeCount)
    }

    /// Opens the columns of the next job.
    mutating func addJob() {
        isAllocated.append(false)
        for _ in 0..<typeCount {
            shares.append(0)
            receivedSeconds.append(initialSeconds)
            deficitSeconds.append(0)
            priorities.append(0)
        }
    }

    /// Credits a job with time on a type.
    mutating func credit(job: Int, type: Int, seconds: Double) {
        receivedSeconds[job * typeCount + type] += seconds
        typeSeconds[type] += seconds
    }

    /// Closes the books of the period since the last allocation.
    mutating func settle(activeJobs: [Int32], elapsedSeconds: Double) {
        for type in 0..<typeCount {
            typeSeconds[type] = 0
            for job in activeJobs {
                let cell = Int(job) * typeCount + type
                let received = receivedSeconds[cell] - initialSeconds
                let due = isAllocated[Int(job)] ? shares[cell] * elapsedSeconds : 0
                deficitSeconds[cell] += due - received
                receivedSeconds[cell] = initialSeconds
                typeSeconds[type] += initialSeconds
            }
        }
    }

    /// Replaces the allocation.
    mutating func adopt(_ allocation: TimeShares, activeJobs: [Int32]) {
        for job in activeJobs { isAllocated[Int(job)] = false }
        for (row, job) in allocation.jobIDs.enumerated() {
            isAllocated[Int(job)] = true
            for type in 0..<typeCount { shares[Int(job) * typeCount + type] = allocation[row, type] }
        }
    }

    /// Recomputes the priorities of the active jobs; a share that never ran counts a billionfold.
    mutating func updatePriorities(activeJobs: [Int32], jobs: JobTable, rates: RateTable) {
        for job in activeJobs {
            let row = Int(jobs.classIndices[Int(job)])
            for type in 0..<typeCount {
                let cell = Int(job) * typeCount + type
                let fraction = typeSeconds[type] == 0 ? 0 : receivedSeconds[cell] / typeSeconds[type]
                // The zero tests are exact, as in the original: dust of a solver counts as a share.
                if !isAllocated[Int(job)] || shares[cell] == 0 || rates.rate(class: row, type: type) == 0 {
                    priorities[cell] = 0
                } else if fraction > 0 {
                    priorities[cell] = shares[cell] / fraction
                } else {
                    priorities[cell] = shares[cell] * 1e9
                }
            }
        }
    }

    /// The order in which a type takes jobs: descending (priority, deficit, share), then by id.
    func precedes(_ a: Int32, _ b: Int32, type: Int) -> Bool {
        let x = Int(a) * typeCount + type
        let y = Int(b) * typeCount + type
        if priorities[x] != priorities[y] { return priorities[x] > priorities[y] }
        if deficitSeconds[x] != deficitSeconds[y] { return deficitSeconds[x] > deficitSeconds[y] }
        let shareX = isAllocated[Int(a)] ? shares[x] : 0
        let shareY = isAllocated[Int(b)] ? shares[y] : 0
        return shareX != shareY ? shareX > shareY : a < b
    }

    /// The shares of a job on all types.
    func shares(of job: Int) -> [Double] {
        isAllocated[job]
            ? Array(shares[job * typeCount..<(job + 1) * typeCount]) : Array(repeating: 0, count: typeCount)
    }
}
