private import Cluster

/// The promise to the head of the line: when, by the jobs' own time limits, it can start at the latest.
///
/// The rule that places jobs is asked, on a copy of the cluster without the jobs that will have ended: GPUs,
/// nodes, CPU and memory count as they will when the head starts. While a job without a limit is in the head's
/// way no time can be promised, and nobody passes the head.
struct Reservation {
    /// When the head can start at the latest, in seconds; infinite when that is not known.
    private(set) var seconds = Double.infinity
    /// What the head needs, for each GPU type that it can run on.
    private let demands: [PlacementDemand]
    private let jobs: JobTable
    private var rule: any PlacementRule
    /// What will be free then, with the head not yet there.
    private var cluster: ClusterState

    /// Promises the earliest time.
    ///
    /// - Parameters:
    ///   - head: The job at the head of the line, which does not fit now.
    ///   - core: The simulation as it stands.
    ///   - running: The jobs that run, their GPUs, and when they end by their limits.
    /// - Complexity: One search for a place per distinct end and GPU type.
    init(
        of head: Int32, core: borrowing SimulationCore,
        running: [(job: Int32, gpus: [Int32], endSeconds: Double)]
    ) {
        let core = copy core
        jobs = core.jobs
        rule = core.rule
        cluster = core.cluster
        let row = Int(core.jobs.classIndices[Int(head)])
        demands = core.typesToTry(forClass: row, preference: .mostFree).map {
            core.demand(of: head, type: $0)
        }
        let byEnd = running.filter { $0.endSeconds < .infinity }.sorted {
            ($0.endSeconds, $0.job) < ($1.endSeconds, $1.job)
        }
        for (index, job) in byEnd.enumerated() {
            release(job.gpus, of: Int(job.job))
            let isLastAtItsTime = index + 1 == byEnd.count || byEnd[index + 1].endSeconds > job.endSeconds
            guard isLastAtItsTime, headFits() else { continue }
            seconds = job.endSeconds
            break
        }
    }

    /// Whether a job may have GPUs until a time; if so, it is taken to hold them.
    mutating func admits(_ job: Int32, gpus: [Int32], untilSeconds: Double) -> Bool {
        guard seconds < .infinity else { return false }
        if untilSeconds <= seconds { return true }
        take(gpus, for: Int(job))
        if headFits() { return true }
        release(gpus, of: Int(job))
        return false
    }

    private mutating func headFits() -> Bool {
        for demand in demands where rule.choose(demand, in: cluster) != nil { return true }
        return false
    }

    private mutating func take(_ gpus: [Int32], for id: Int) {
        cluster.take(
            gpus: gpus, milliPerGPU: jobs.demandMilliGPU(id), cpuMilli: jobs.cpuMilli[id],
            memoryMiB: jobs.memoryMiB[id])
    }

    private mutating func release(_ gpus: [Int32], of id: Int) {
        cluster.release(
            gpus: gpus, milliPerGPU: jobs.demandMilliGPU(id), cpuMilli: jobs.cpuMilli[id],
            memoryMiB: jobs.memoryMiB[id])
    }
}
