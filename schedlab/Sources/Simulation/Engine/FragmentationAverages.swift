internal import Cluster

/// Fragmentation over a run: averages over simulated time.
public struct FragmentationAverages: Sendable, Equatable {
    /// How many jobs of a size could start.
    public struct Startable: Sendable, Equatable {
        /// Whole GPUs per job, on one node.
        public var gpuCount: Int
        /// Such jobs that could start, all of them.
        public var jobCount: Double
    }

    /// The largest hole on nodes of a size.
    public struct Hole: Sendable, Equatable {
        /// GPUs of such a node.
        public var nodeGPUs: Int
        /// Most wholly free GPUs on one of them.
        public var freeGPUs: Double
    }

    /// Fragment over idle GPU share, over the time in which something was idle; nil = never.
    public var rate: Double?
    /// Fragment over all GPUs.
    public var ofTotal: Double
    /// GPU share taken over all GPUs.
    public var allocatedFraction: Double
    /// Nodes with something taken.
    public var occupiedNodes: Double
    /// The rate by the second definition (``WholeGPUFragmentation``); nil = no GPU was ever wholly free.
    public var wholeGPURate: Double?
    /// For jobs of 1, 2, 4 and 8 GPUs.
    public var startable: [Startable]
    /// By node size, ascending.
    public var largestHoles: [Hole]
    /// Classes of the target workload at the end.
    public var targetClassCount: Int
}

/// Adds fragmentation up while the clock moves.
struct FragmentationBook {
    private static let jobSizes = [1, 2, 4, 8]

    private var fragmentation: ClusterFragmentation
    private var blocks: FreeBlocks
    private var target: TargetWorkload
    private var seconds = 0.0
    private var idleSeconds = 0.0
    private var rate = 0.0
    private var ofTotal = 0.0
    private var allocated = 0.0
    private var occupied = 0.0
    private var wholeIdleSeconds = 0.0
    private var wholeRate = 0.0
    private var startable: [Double]
    private var holes: [Double]

    init(_ cluster: borrowing ClusterState, target: TargetWorkload) {
        fragmentation = ClusterFragmentation(cluster, target: target)
        blocks = FreeBlocks(cluster)
        self.target = target
        startable = Array(repeating: 0, count: Self.jobSizes.count)
        holes = Array(repeating: 0, count: blocks.nodeSizes.count)
    }

    /// Measures against another workload from now on.
    mutating func adopt(_ target: TargetWorkload, _ cluster: borrowing ClusterState) {
        self.target = target
        fragmentation = ClusterFragmentation(cluster, target: target)
    }

    /// Counts the present state for some time.
    mutating func add(_ duration: Double, _ cluster: borrowing ClusterState) {
        fragmentation.follow(cluster)
        blocks.follow(cluster)
        seconds += duration
        if let now = fragmentation.rate {
            rate += now * duration
            idleSeconds += duration
        }
        let capacity = Double(fragmentation.capacityMilli)
        ofTotal += fragmentation.fragmentMilli / capacity * duration
        allocated += Double(fragmentation.usedMilli) / capacity * duration
        occupied += Double(fragmentation.occupiedNodeCount) * duration
        if let now = WholeGPUFragmentation(blocks, target: target).rate {
            wholeRate += now * duration
            wholeIdleSeconds += duration
        }
        for (index, size) in Self.jobSizes.enumerated() {
            startable[index] += Double(blocks.startableJobCount(gpuCount: size)) * duration
        }
        for index in holes.indices {
            holes[index] += Double(blocks.largestHole(sizeIndex: index)) * duration
        }
    }

    /// The averages so far; nil when no time has passed.
    var averages: FragmentationAverages? {
        guard seconds > 0 else { return nil }
        return FragmentationAverages(
            rate: idleSeconds > 0 ? rate / idleSeconds : nil, ofTotal: ofTotal / seconds,
            allocatedFraction: allocated / seconds, occupiedNodes: occupied / seconds,
            wholeGPURate: wholeIdleSeconds > 0 ? wholeRate / wholeIdleSeconds : nil,
            startable: Self.jobSizes.indices.map {
                .init(gpuCount: Self.jobSizes[$0], jobCount: startable[$0] / seconds)
            },
            largestHoles: blocks.nodeSizes.indices.map {
                .init(nodeGPUs: blocks.nodeSizes[$0], freeGPUs: holes[$0] / seconds)
            }, targetClassCount: target.entries.count)
    }
}
