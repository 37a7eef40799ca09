private import Cluster

/// What the mechanism `standard` owes each job on each GPU type, in seconds.
///
/// At every boundary a job earns its share of a round on each type, a round spent on a type costs what was
/// used. Credit outlives allocations. Columns are indexed by `job id * typeCount + type`.
struct CreditBook {
    /// Credit is kept within this many rounds, so that no job saves up or owes more.
    private static let roundLimit = 10.0
    /// Shares are rounded to multiples of it, so that the last bits of a solver do not decide.
    private static let shareUnit = 0x1p-30

    let typeCount: Int
    private let roundSeconds: Double
    private(set) var shares: [Double] = []
    private(set) var creditSeconds: [Double] = []
    /// Seconds that each job ran so far.
    private var receivedSeconds: [Double] = []
    /// Seconds that each job's shares have entitled it to so far.
    private var entitledSeconds: [Double] = []

    init(typeCount: Int, roundSeconds: Double) {
        self.typeCount = typeCount
        self.roundSeconds = roundSeconds
    }

    /// Opens the columns of the next job, with the shares that it has until the next allocation.
    mutating func addJob(shares row: [Double]) {
        for share in row {
            shares.append(Self.rounded(share))
            creditSeconds.append(0)
        }
        receivedSeconds.append(0)
        entitledSeconds.append(0)
    }

    /// Replaces the shares of the allocation's jobs.
    mutating func adopt(_ allocation: TimeShares) {
        for (row, job) in allocation.jobIDs.enumerated() {
            for type in 0..<typeCount {
                shares[Int(job) * typeCount + type] = Self.rounded(allocation[row, type])
            }
        }
    }

    /// Credits the active jobs with their shares of the round that begins.
    mutating func earn(activeJobs: [Int32], jobs: JobTable, rates: RateTable) {
        let limit = Self.roundLimit * roundSeconds
        for job in activeJobs {
            let row = Int(jobs.classIndices[Int(job)])
            for type in 0..<typeCount where rates.rate(class: row, type: type) > 0 {
                let cell = Int(job) * typeCount + type
                let earned = shares[cell] * roundSeconds
                creditSeconds[cell] = min(creditSeconds[cell] + earned, limit)
                entitledSeconds[Int(job)] += earned
            }
        }
    }

    /// Books time that a job spent on a type.
    mutating func spend(job: Int, type: Int, seconds: Double) {
        let cell = job * typeCount + type
        creditSeconds[cell] = max(creditSeconds[cell] - seconds, -Self.roundLimit * roundSeconds)
        receivedSeconds[job] += seconds
    }

    /// Time received per time entitled to; infinite for a job that ran without ever having had a share.
    func receivedFraction(_ job: Int) -> Double {
        if receivedSeconds[job] == 0 { return 0 }
        return entitledSeconds[job] > 0 ? receivedSeconds[job] / entitledSeconds[job] : .infinity
    }

    /// The shares of a job on all types.
    func shares(of job: Int) -> [Double] { Array(shares[job * typeCount..<(job + 1) * typeCount]) }

    private static func rounded(_ share: Double) -> Double {
        (min(max(share, 0), 1) / shareUnit).rounded() * shareUnit
    }
}
