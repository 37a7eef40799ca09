private import Cluster
private import Traces
private import Workload

extension Experiment {
    /// Checks what can be told without reading a file: numbers, names, flags that do not go together.
    ///
    /// - Throws: ``ExperimentError``.
    public func check() throws {
        try ExperimentLimits.check(self)
        _ = try WorkloadSpec(self)
        _ = try PolicyRegistry.entry(policy)
        _ = try PlacementRegistry.entry(placement)
    }

    /// Checks the cluster, unless it is a file.
    ///
    /// - Throws: `ClusterError`.
    public func checkCluster() throws {
        if !ClusterFiles.isFile(cluster) { _ = try ClusterSpec.layout(cluster) }
    }

    /// Files that a run reads, as they were given, in a fixed order.
    ///
    /// - Throws: ``ExperimentError`` for a workload that is none.
    public func inputPaths() throws(ExperimentError) -> [String] {
        let paths = [throughputsPath, speedsPath, try WorkloadSpec(self).path].compactMap { $0 }
        return ClusterFiles.isFile(cluster) ? paths + [cluster] : paths
    }

    /// Whether runs with different seeds can differ at all.
    ///
    /// A trace is what it is, unless its weeks are drawn anew: only a random placement rule, or the original's random
    /// choices, depend on the seed then.
    ///
    /// - Throws: ``ExperimentError`` for a workload that is none.
    public func dependsOnSeed() throws(ExperimentError) -> Bool {
        try WorkloadSpec(self).kind.isGenerated || resampling != nil || placement == "random"
            || mechanism == "gavel"
    }

    /// GPU-time that arrives over the cluster's, without preparing the rest of the run; nil when all arrive at once.
    ///
    /// - Throws: As ``PreparedExperiment/init(_:)``.
    public func offeredLoad() throws -> Double? {
        try ExperimentLimits.check(self)
        return try PreparedExperiment.offeredLoad(self)
    }
}

extension FillExperiment {
    /// Checks what can be told without reading a file.
    ///
    /// - Throws: ``ExperimentError``.
    public func check() throws { try PreparedFill.check(self) }

    /// Checks the cluster, unless it is a file.
    ///
    /// - Throws: `ClusterError`.
    public func checkCluster() throws {
        if !ClusterFiles.isFile(nodes) { _ = try ClusterSpec.layout(nodes) }
    }

    /// Files that a fill reads, as they were given, in a fixed order.
    public func inputPaths() -> [String] {
        let lists = [
            ClusterFiles.isFile(nodes) ? nodes : nil,
            pods == "openb-mix" || pods.hasPrefix("openb-mix:") ? nil : pods,
        ]
        return (lists + [arrivalsPath, ranksPath]).compactMap { $0 }
    }
}
