public import Cluster
private import Kit
internal import Simulation
public import Traces
public import Workload

/// A fill with everything looked up, read and checked: ready to run.
public struct PreparedFill: Sendable {
    /// The fill as it was written.
    public let experiment: FillExperiment
    /// The cluster.
    public let layout: ClusterLayout
    /// Names of the nodes, by index.
    public let nodeNames: [String]
    /// The pods of the list.
    public let pods: [Pod]
    /// The pods in order of arrival, as indices into ``pods``.
    public let arrivals: [Int32]
    /// Decides between nodes that are otherwise equal.
    public let rankOfNode: [Int32]
    /// What fragmentation is measured against: the most popular classes of the list.
    public let target: TargetWorkload
    /// What was done with the files.
    public let imports: [ImportReport]
    /// Files that were read.
    public let inputs: [ResolvedExperiment.Input]

    /// Offset of the rule's stream from the seed, so that it is not that of the order.
    private static let ruleStream: UInt64 = 7

    /// Looks everything up.
    ///
    /// - Throws: ``ExperimentError``, `ClusterError`, `TraceError`, `WorkloadError` or `FileError`.
    public init(_ experiment: FillExperiment) throws {
        try Self.check(experiment)
        let cluster = try FillCluster(experiment.nodes, isStrict: experiment.isStrict)
        let (pods, podReport) = try Self.pods(experiment, layout: cluster.layout)
        guard cluster.layout.gpuCount > 0 else {
            throw ExperimentError.badSetting(
                name: "--nodes", found: "\(experiment.nodes), without a GPU", expected: "nodes with GPUs")
        }
        var order = FillOrder(seed: experiment.seed)
        let drawnArrivals = order.arrivals(
            of: pods, ratio: experiment.ratio,
            capacityMilli: cluster.layout.gpuCount * Int(ClusterState.wholeGPUMilli))
        let drawnRanks = order.nodeRanks(nodeCount: cluster.layout.nodes.count)
        self.experiment = experiment
        layout = cluster.layout
        nodeNames = cluster.nodeNames
        self.pods = pods
        arrivals =
            try experiment.arrivalsPath.map {
                try FillOrderFiles.arrivals(path: $0, podNames: pods.map(\.name))
            } ?? drawnArrivals
        rankOfNode =
            try experiment.ranksPath.map {
                try FillOrderFiles.ranks(path: $0, nodeNames: cluster.nodeNames)
            } ?? drawnRanks
        target = TargetWorkload(
            counting: pods.lazy.map {
                TaskClass(
                    cpuMilli: $0.cpuMilli, milliPerGPU: $0.milliPerGPU, gpuCount: $0.gpuCount,
                    acceptedTypes: $0.acceptedTypes)
            }, coverPercent: TargetWorkload.publishedCoverPercent)
        imports = [cluster.report, podReport].compactMap { $0 }
        let known = imports
        inputs = try (known.map(\.file) + [experiment.arrivalsPath, experiment.ranksPath].compactMap { $0 })
            .map { path in
                let sha256 = known.first { $0.file == path }?.sha256
                return .init(path: path, sha256: try sha256 ?? SHA256.hexDigest(try TextFile.bytes(path)))
            }
    }

    static func check(_ experiment: FillExperiment) throws(ExperimentError) {
        _ = try PlacementRegistry.entry(experiment.placement)
        guard experiment.ratio.isFinite, experiment.ratio >= 0, experiment.ratio <= 100 else {
            throw .badSetting(
                name: "--ratio", found: "\(experiment.ratio)", expected: "a number from 0 to 100 (GPUs = 1)")
        }
        guard experiment.seed < 1 << 53 else {
            throw .badSetting(
                name: "--seed", found: "\(experiment.seed)", expected: "a whole number below 2^53")
        }
    }

    private static func pods(
        _ experiment: FillExperiment, layout: ClusterLayout
    ) throws -> ([Pod], ImportReport?) {
        if experiment.pods == "openb-mix" { return (try OpenBClasses.pods(list: "default"), nil) }
        if let list = OpenBClasses.lists.first(where: { experiment.pods == "openb-mix:\($0)" }) {
            return (try OpenBClasses.pods(list: list), nil)
        }
        guard !experiment.pods.hasPrefix("openb-mix:") else {
            throw ExperimentError.badSetting(
                name: "--pods", found: experiment.pods,
                expected: "openb-mix:LIST with LIST one of \(OpenBClasses.lists.joined(separator: ", "))")
        }
        return try OpenBPodsReader(layout: layout, isStrict: experiment.isStrict).read(path: experiment.pods)
    }

    /// What a pod asks for, on one node.
    func shape(_ pod: Pod) -> DemandShape {
        var types: [Int32]?
        if !pod.acceptedTypes.isEmpty {
            let accepted = pod.acceptedTypes.split(separator: "|").map(String.init)
            types = layout.types.indices.filter { accepted.contains(layout.types[$0].name) }.map { Int32($0) }
        }
        return DemandShape(
            typeIndices: types, gpuCount: pod.gpuCount, milliPerGPU: Int32(max(pod.milliPerGPU, 1)),
            cpuMilli: pod.cpuMilli, memoryMiB: pod.memoryMiB)
    }

    /// The rule.
    func makeRule() throws(ExperimentError) -> any PlacementRule {
        try PlacementRegistry.entry(experiment.placement).make(
            .init(seed: experiment.seed &+ Self.ruleStream, target: target))
    }
}
