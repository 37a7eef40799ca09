/// What the mechanism `gavel` keeps per job and GPU type: shares due, time received, deficits.
///
/// Columns are indexed by `job id * typeCount + type`, as long as jobs have arrived.
struct GavelShareBook {
    let typeCount: Int
    /// Half a round: what the original credits every job with from the start; without the quirk 0.
    private let initialSeconds: Double
    /// Smaller shares are taken for 0.
    private let leastShare: Double
    /// What counts as dust where dust does not count: far above a solver's remainders, far below a share
    /// that anyone would notice (about a second a fortnight).
    private static let dustLimit = 1e-6
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

    init(typeCount: Int, roundSeconds: Double, quirks: GavelQuirks) {
        self.typeCount = typeCount
        initialSeconds = quirks.has(.initialCredit) ? roundSeconds / 2 : 0
        leastShare = quirks.has(.dust) ? 0 : Self.dustLimit
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
            for type in 0..<typeCount {
                let share = allocation[row, type]
                shares[Int(job) * typeCount + type] = share < leastShare ? 0 : share
            }
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
        isAhead(a, b, types: (type, type)) ?? (a < b)
    }

    /// A job on a type.
    struct Pair {
        var job: Int32
        var type: Int
        /// Place of the type in the order in which types are filled.
        var rank: Int
    }

    /// Priority of a pair.
    func priority(_ pair: Pair) -> Double { priorities[Int(pair.job) * typeCount + pair.type] }

    /// The order of pairs over all types: as within a type, ties by the order of types, then by id.
    func precedes(_ a: Pair, _ b: Pair) -> Bool {
        isAhead(a.job, b.job, types: (a.type, b.type)) ?? ((a.rank, a.job) < (b.rank, b.job))
    }

    /// Compares (priority, deficit, share); nil when they are equal.
    private func isAhead(_ a: Int32, _ b: Int32, types: (Int, Int)) -> Bool? {
        let x = Int(a) * typeCount + types.0
        let y = Int(b) * typeCount + types.1
        if priorities[x] != priorities[y] { return priorities[x] > priorities[y] }
        if deficitSeconds[x] != deficitSeconds[y] { return deficitSeconds[x] > deficitSeconds[y] }
        let shareX = isAllocated[Int(a)] ? shares[x] : 0
        let shareY = isAllocated[Int(b)] ? shares[y] : 0
        return shareX == shareY ? nil : shareX > shareY
    }

    /// The shares of a job on all types.
    func shares(of job: Int) -> [Double] {
        isAllocated[job]
            ? Array(shares[job * typeCount..<(job + 1) * typeCount]) : Array(repeating: 0, count: typeCount)
    }
}
