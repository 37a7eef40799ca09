public import Cluster
public import Workload

/// What a policy sees when it is asked: a read-only view of the active jobs and the cluster.
///
/// Rows are the active jobs in order of arrival. The columns behind the view are shared with the
/// engine, not copied; a policy must not keep a snapshot beyond its answer.
public struct Snapshot {
    /// The simulated clock in seconds.
    public let nowSeconds: Double
    /// The mechanism's number of the round that begins.
    public let roundNumber: Int
    /// The cluster.
    public let layout: ClusterLayout
    /// Ids of the active jobs, ascending; row `r` of the snapshot is `activeJobIDs[r]`.
    public let activeJobIDs: [Int32]
    /// Ids of the active jobs that hold no GPUs, in order of arrival.
    public let waitingJobIDs: [Int32]
    private let jobs: JobTable
    private let rates: RateTable
    private let cluster: ClusterState

    /// Makes a view of the engine's columns.
    public init(
        nowSeconds: Double, layout: ClusterLayout, activeJobIDs: [Int32], waitingJobIDs: [Int32],
        jobs: JobTable, rates: RateTable, cluster: ClusterState, roundNumber: Int = 0
    ) {
        self.roundNumber = roundNumber
        self.cluster = cluster
        self.nowSeconds = nowSeconds
        self.layout = layout
        self.activeJobIDs = activeJobIDs
        self.waitingJobIDs = waitingJobIDs
        self.jobs = jobs
        self.rates = rates
    }

    /// Number of rows.
    public var jobCount: Int { activeJobIDs.count }
    /// Number of GPU types.
    public var typeCount: Int { layout.types.count }
    /// Number of jobs that have arrived so far; ids are below it.
    public var arrivedJobCount: Int { jobs.count }

    /// GPUs of a type.
    public func gpuCount(ofType type: Int) -> Int { layout.types[type].gpuCount }
    /// Steps per second of row `r` on a type; 0 = cannot run there.
    public func rate(_ r: Int, type: Int) -> Double {
        rates.rate(class: Int(jobs.classIndices[Int(activeJobIDs[r])]), type: type)
    }
    /// GPUs that row `r` takes at once.
    public func scaleFactor(_ r: Int) -> Int { Int(jobs.scaleFactors[Int(activeJobIDs[r])]) }
    /// GPUs that row `r` takes at once, shares of a GPU counted as such.
    public func demandGPUs(_ r: Int) -> Double { jobs.demandGPUs(Int(activeJobIDs[r])) }
    /// Number of the class of row `r`; jobs of a class have the same rates and scale factor.
    public func classIndex(_ r: Int) -> Int { Int(jobs.classIndices[Int(activeJobIDs[r])]) }
    /// The shares that row `r` gets when the cluster is split equally among the active jobs, by type.
    public func equalShares(_ r: Int) -> [Double] {
        layout.equalShares(jobCount: jobCount, demandGPUs: demandGPUs(r))
    }
    /// Fairness weight of row `r`.
    public func priorityWeight(_ r: Int) -> Double { jobs.priorityWeights[Int(activeJobIDs[r])] }
    /// Arrival of row `r` in seconds.
    public func arrivalSeconds(_ r: Int) -> Double { jobs.arrivalSeconds[Int(activeJobIDs[r])] }
    /// GPU type that row `r` runs on, or ran on in the round that ends; nil = it waited.
    public func currentType(_ r: Int) -> Int? {
        let type = Int(jobs.currentTypes[Int(activeJobIDs[r])])
        return type >= 0 ? type : nil
    }
    /// Part of a type's nodes that have the GPUs free that row `r` takes at once, 0 to 1.
    ///
    /// - Complexity: O(nodes of the type); O(its GPUs) for a share of a GPU.
    public func openNodeFraction(_ r: Int, type: Int) -> Double {
        let id = Int(activeJobIDs[r])
        let (count, milli) = (jobs.scaleFactors[id], jobs.demandMilliGPU(id))
        let nodes = layout.types[type].nodes
        let open = nodes.count { node in
            milli == ClusterState.wholeGPUMilli
                ? cluster.freeGPUsOfNode[node] >= count
                : layout.nodes[node].gpus.contains { cluster.freeMilli[$0] >= milli }
        }
        return Double(open) / Double(nodes.count)
    }
    /// Number of classes of jobs seen so far.
    public var classCount: Int { rates.classes.count }
    /// A class of jobs by its number.
    public func jobClass(_ index: Int) -> JobClass { rates.classes[index] }
    /// Steps per second of a class on a type; 0 = cannot run there.
    public func rate(ofClass index: Int, type: Int) -> Double { rates.rate(class: index, type: type) }
    /// Share that row `r` takes of each of its GPUs, in milli-GPU.
    public func demandMilliGPU(_ r: Int) -> Int { Int(jobs.demandMilliGPU(Int(activeJobIDs[r]))) }
    /// Steps that row `r` has done.
    public func stepsDone(_ r: Int) -> Double { jobs.stepsRun[Int(activeJobIDs[r])] }
    /// Steps that row `r` has to do in all; only for policies that declare ``LengthKnowledge/truth``.
    public func totalSteps(_ r: Int) -> Double { jobs.totalSteps[Int(activeJobIDs[r])] }
    /// The user's own time limit for row `r` in seconds; nil = none was given.
    ///
    /// Only for policies that declare ``LengthKnowledge/estimate`` or more.
    public func timeLimitSeconds(_ r: Int) -> Double? {
        jobs.jobs[Int(activeJobIDs[r])].details?.timeLimitSeconds
    }
    /// True remaining steps of row `r`; only for policies that declare ``LengthKnowledge/truth``.
    public func remainingSteps(_ r: Int) -> Double { jobs.remainingSteps(Int(activeJobIDs[r])) }
}

extension ClusterLayout {
    /// The shares that a job gets when the cluster is split equally: `x_ij = (N_j / m) / s_i`, the row
    /// scaled down to at most 1.
    ///
    /// - Note: Narayanan et al., OSDI 2020, section 4.2 (`X^isolated`); the scale factor enters as in the
    ///   published simulator.
    func equalShares(jobCount: Int, demandGPUs: Double) -> [Double] {
        let shares = types.map { Double($0.gpuCount) / Double(jobCount) / demandGPUs }
        let scale = max(shares.reduce(0, +), 1)
        return shares.map { $0 / scale }
    }
}
