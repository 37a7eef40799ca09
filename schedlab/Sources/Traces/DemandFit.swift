public import Workload

/// What a cluster has for the nodes, CPU and memory that jobs of a file ask for.
public struct DemandFit {
    /// Whether CPU counts; where a cluster states none, it cannot.
    public let countsCPU: Bool
    /// Whether memory counts; where a cluster states none, it cannot.
    public let countsMemory: Bool
    /// The GPU types that have room for a job on an empty cluster: nil = none, empty = all.
    let acceptedTypes: (Job) -> [String]?

    /// Puts a fit together.
    public init(countsCPU: Bool, countsMemory: Bool, acceptedTypes: @escaping (Job) -> [String]?) {
        self.countsCPU = countsCPU
        self.countsMemory = countsMemory
        self.acceptedTypes = acceptedTypes
    }

    /// A cluster that has room for everything.
    public static var endless: DemandFit {
        DemandFit(countsCPU: true, countsMemory: true) { $0.jobClass.acceptedTypes }
    }

    /// What kinds of jobs are told apart by.
    struct Key: Hashable {
        private let jobClass: JobClass
        private let cpuMilli: Int
        private let memoryMiB: Int
        private let nodeCount: Int

        init(_ job: Job) {
            jobClass = job.jobClass
            cpuMilli = job.demandCPUMilli
            memoryMiB = job.demandMemoryMiB
            nodeCount = job.demandNodeCount
        }
    }

    /// What a job needs, for a job that finds it nowhere.
    static func words(_ job: Job) -> String {
        var needs = ["\(job.jobClass.scaleFactor) GPU(s)"]
        if job.demandCPUMilli > 0 { needs.append("\(Double(job.demandCPUMilli) / 1000) cores") }
        if job.demandMemoryMiB > 0 { needs.append("\(Double(job.demandMemoryMiB) / 1024) GiB of memory") }
        let nodes =
            job.demandNodeCount > 0
            ? " in equal parts on \(job.demandNodeCount) node(s)" : " in all"
        return
            "it needs \(needs.joined(separator: ", "))\(nodes), and no GPU type that it accepts has nodes with that room"
    }
}
