internal import Cluster
internal import Traces

/// A cluster with named nodes.
struct FillCluster {
    let layout: ClusterLayout
    /// Name of each node, by its index in the layout.
    let nodeNames: [String]
    /// What was done with the file; nil for presets and specs.
    let report: ImportReport?

    /// Reads a list of nodes, a preset or a spec.
    ///
    /// - Throws: `ClusterError`, `TraceError` or `FileError`.
    init(_ spec: String, isStrict: Bool) throws {
        guard ClusterFiles.isFile(spec) else {
            layout = try ClusterSpec.layout(spec)
            nodeNames = Self.numbered(layout)
            report = nil
            return
        }
        if spec.lowercased().hasSuffix(".csv"), try OpenBNodesReader.isList(path: spec) {
            let nodes = try OpenBNodesReader.read(path: spec, isStrict: isStrict)
            layout = try ClusterLayout(name: spec, groups: nodes.groups)
            // A layout groups nodes by type and keeps their order within it.
            let order = nodes.groups.indices.sorted {
                (nodes.groups[$0].gpuType, $0) < (nodes.groups[$1].gpuType, $1)
            }
            nodeNames = order.map { nodes.names[$0] }
            report = nodes.report
            return
        }
        let (layout, report) = try ClusterFiles.layout(path: spec, isStrict: isStrict)
        self.layout = layout
        self.report = report
        nodeNames = Self.numbered(layout)
    }

    private static func numbered(_ layout: ClusterLayout) -> [String] {
        layout.types.flatMap { type in type.nodes.map { "\(type.name)-\($0 - type.nodes.lowerBound)" } }
    }
}
