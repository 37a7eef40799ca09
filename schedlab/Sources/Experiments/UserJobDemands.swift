internal import Cluster
private import Kit
internal import Traces
internal import Workload

/// What nodes, CPU and memory of a jobs file mean on a cluster.
///
/// CPU and memory bind only where the cluster's description states them: where no node does, nothing is known
/// and nothing is held against a job. Where some nodes do, the others count with the defaults a GPU.
struct UserJobDemands {
    let fit: ResourceFit

    private var layout: ClusterLayout { fit.layout }

    /// How a reader restricts jobs to the types with room.
    var demandFit: DemandFit {
        DemandFit(
            countsCPU: layout.nodeCountStatingCPU > 0, countsMemory: layout.nodeCountStatingMemory > 0
        ) { fit.acceptedTypes($0) }
    }

    /// What holds because the cluster, or the job, says no more.
    ///
    /// - Parameter jobs: The jobs as they were read.
    /// - Returns: Sentences for the report; none where no job asks for anything.
    func notes(_ jobs: [Job]) -> [String] {
        let asking = { (amount: (JobDetails) -> Int) in
            jobs.count { $0.details.map { amount($0) > 0 } ?? false }
        }
        var notes = [
            note(
                "CPU", asking(\.cpuMilli), layout.nodeCountStatingCPU,
                "\(NodeGroup.defaultCPUMilliPerGPU / 1000) cores"),
            note(
                "memory", asking(\.memoryMiB), layout.nodeCountStatingMemory,
                "\(NodeGroup.defaultMemoryMiBPerGPU / 1024) GiB"),
        ].compactMap { $0 }
        let spanning = jobs.count { $0.demandNodeCount > 1 }
        if fit.keepsJobsOnOneNode && spanning > 0 {
            notes.append("nodes of \(Self.jobs(spanning)) goes before --single-node")
        }
        return notes
    }

    private func note(_ what: String, _ jobCount: Int, _ stated: Int, _ perGPU: String) -> String? {
        guard jobCount > 0, stated < layout.nodes.count else { return nil }
        if stated == 0 {
            return "the cluster states no \(what), so that of \(Self.jobs(jobCount)) cannot bind"
        }
        let others = layout.nodes.count - stated
        return
            "\(Numbers.grouped(others)) \(others == 1 ? "node states" : "nodes state") no \(what) and counts with \(perGPU) a GPU"
    }

    private static func jobs(_ count: Int) -> String {
        "\(Numbers.grouped(count)) \(count == 1 ? "job" : "jobs")"
    }
}
