internal import Cluster
internal import Recording

/// Follows what is free in a recorded run, and measures how it lies about.
///
/// A foreign record may book a GPU twice, or more CPU than there is; nothing is measured from then on.
struct ClusterMeter {
    /// Jobs of these many GPUs are tried.
    static let startableSizes = [1, 2, 4, 8]
    /// Names of the causes, in the order of ``figures``.
    static let causes = [
        "lackOfBoth", "lackOfGPU", "usable", "lackOfCPU", "noGPUWanted", "noGPUWantedNorFit", "noAccess",
    ]
    /// Arrivals by which the target grows before it is counted anew: one part in so many.
    private static let recountPart = 4

    /// What is free at a moment.
    struct Figures {
        var idleMilli: Double
        var causes: [Double]
        var startable: [Int]
        var scatteredMilli: Double
    }

    /// What a job takes.
    struct Demand {
        var milli: Int32
        var cpuMilli: Int
        var memoryMiB: Int
    }

    private var cluster: ClusterState
    private var fragmentation: ClusterFragmentation
    private var blocks: FreeBlocks
    private var classes: [TaskClass: Int] = [:]
    private var arrivedCount = 0
    private var recountAt = 1
    /// False once the record has booked something twice.
    private(set) var isSound = true

    init(_ layout: ClusterLayout) {
        cluster = ClusterState(layout)
        fragmentation = ClusterFragmentation(cluster, target: TargetWorkload(entries: []))
        blocks = FreeBlocks(cluster)
    }

    // MARK: Events

    mutating func arrive(_ job: RecordedJob, _ jobClass: RecordedClass) {
        let types = cluster.layout.types.map(\.name)
        let accepted = jobClass.acceptedTypes.isEmpty ? types : types.filter(jobClass.acceptedTypes.contains)
        let task = TaskClass(
            cpuMilli: job.cpuMilli, milliPerGPU: job.milliPerGPU, gpuCount: jobClass.scaleFactor,
            acceptedTypes: accepted.count == types.count ? "" : accepted.joined(separator: "|"))
        classes[task, default: 0] += 1
        arrivedCount += 1
    }

    mutating func take(_ gpus: [Int32], _ demand: Demand) {
        guard isSound else { return }
        guard cluster.isFree(gpus: gpus, milliPerGPU: demand.milli), hasRoom(gpus, demand) else {
            isSound = false
            return
        }
        cluster.take(
            gpus: gpus, milliPerGPU: demand.milli, cpuMilli: demand.cpuMilli, memoryMiB: demand.memoryMiB)
    }

    mutating func release(_ gpus: [Int32], _ demand: Demand) {
        guard isSound else { return }
        cluster.release(
            gpus: gpus, milliPerGPU: demand.milli, cpuMilli: demand.cpuMilli, memoryMiB: demand.memoryMiB)
    }

    /// Whether each node has the CPU and memory that its GPUs' part of the job takes, as the engine books it.
    private func hasRoom(_ gpus: [Int32], _ demand: Demand) -> Bool {
        guard demand.cpuMilli > 0 || demand.memoryMiB > 0, !gpus.isEmpty else { return true }
        var counts: [Int32: Int] = [:]
        for gpu in gpus { counts[cluster.layout.nodeOfGPU[Int(gpu)], default: 0] += 1 }
        return counts.allSatisfy { node, count in
            let part = { (amount: Int) in (amount * count + gpus.count - 1) / gpus.count }
            return part(demand.cpuMilli) <= cluster.freeCPUMilli[Int(node)]
                && part(demand.memoryMiB) <= cluster.freeMemoryMiB[Int(node)]
        }
    }

    // MARK: Figures

    /// What is free now.
    mutating func figures() -> Figures {
        if arrivedCount >= recountAt && !classes.isEmpty {
            recountAt = arrivedCount + max(arrivedCount / Self.recountPart, 1)
            fragmentation = ClusterFragmentation(
                cluster, target: TargetWorkload(counts: classes, coverPercent: 100))
        }
        fragmentation.follow(cluster)
        blocks.follow(cluster)
        let wholeMilli = Int(ClusterState.wholeGPUMilli)
        var scattered = 0
        for (index, node) in cluster.layout.nodes.enumerated() {
            let free = Int(cluster.freeMilliOfNode[index])
            if free < wholeMilli * node.gpus.count { scattered += free }
        }
        // Before any job has come there is none that could not use what is idle.
        var causes = fragmentation.causes
        if classes.isEmpty { causes.usable = Double(fragmentation.idleMilli) }
        return Figures(
            idleMilli: Double(fragmentation.idleMilli), causes: causes.inPublishedOrder,
            startable: Self.startableSizes.map { blocks.startableJobCount(gpuCount: $0) },
            scatteredMilli: Double(scattered))
    }
}
