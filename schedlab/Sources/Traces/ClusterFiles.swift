public import Cluster
private import TextFormats
private import Yams

/// Reads a user's own cluster from `nodes.csv` or `cluster.yaml`.
public enum ClusterFiles {
    /// Whether a cluster spec names a file that these readers take.
    public static func isFile(_ spec: String) -> Bool {
        [".csv", ".yaml", ".yml"].contains { spec.lowercased().hasSuffix($0) }
    }

    /// Reads a cluster by the file's ending.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - isStrict: Whether the first bad row ends the reading.
    /// - Returns: The cluster, and what was done with the file.
    /// - Throws: ``TraceError``, a `FileError` or a `ClusterError`.
    public static func layout(
        path: String, isStrict: Bool
    ) throws -> (layout: ClusterLayout, report: ImportReport) {
        path.lowercased().hasSuffix(".csv")
            ? try nodesCSV(path: path, isStrict: isStrict) : try clusterYAML(path: path)
    }

    private static let usedColumns = ["node", "gpu_type", "gpus", "cpus", "memory_gib"]

    private static func nodesCSV(
        path: String, isStrict: Bool
    ) throws -> (layout: ClusterLayout, report: ImportReport) {
        if try OpenBNodesReader.isList(path: path) {
            return try OpenBNodesReader.gpuLayout(path: path, isStrict: isStrict)
        }
        let table = try CSVTable(path: path, required: [["gpu_type"], ["gpus"]])
        var report = ImportReport(file: path)
        report.columnsUsed = table.columns.filter { usedColumns.contains($0) }
        report.columnsUnused = table.columns.filter { !usedColumns.contains($0) }
        var groups: [NodeGroup] = []
        var names: Set<String> = []
        try table.readRows(isStrict: isStrict, report: &report) { row, _ in
            if let name = row.text("node"), !names.insert(name).inserted {
                throw row.bad("node", "a name that no earlier row has")
            }
            groups.append(try group(row))
        }
        return (try ClusterLayout(name: path, groups: groups), report)
    }

    private static func group(_ row: CSVTable.Row) throws(TraceError) -> NodeGroup {
        let type = try row.required("gpu_type", "a GPU type")
        guard let gpus = try row.wholeNumber("gpus", atLeast: 1) else {
            throw row.bad("gpus", "a whole number >= 1")
        }
        let cpus = try row.number("cpus", 0..., "a number >= 0")
        let memory = try row.number("memory_gib", 0..., "a number >= 0")
        for (column, value) in [("cpus", cpus), ("memory_gib", memory)] where value ?? 0 > 1e9 {
            throw row.bad(column, "a number up to 1e9")
        }
        return NodeGroup(
            gpuType: type, nodeCount: 1, gpusPerNode: gpus, cpuMilliPerNode: cpus.map { Int($0 * 1000) },
            memoryMiBPerNode: memory.map { Int($0 * 1024) })
    }

    private struct YAMLCluster: Decodable {
        struct Nodes: Decodable {
            var gpuType: String
            var gpus: Int
            var cpus: Double?
            var memoryGiB: Double?
            var count: Int?
            var rack: String?

            enum CodingKeys: String, CodingKey {
                case gpuType = "gpu_type"
                case memoryGiB = "memory_gib"
                case gpus, cpus, count, rack
            }
        }

        var name: String?
        var nodes: [Nodes]
    }

    private static func clusterYAML(path: String) throws -> (layout: ClusterLayout, report: ImportReport) {
        let bytes = try TextFile.bytes(path)
        let cluster: YAMLCluster
        do {
            cluster = try YAMLDecoder().decode(YAMLCluster.self, from: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw TraceError.malformedYAML(file: path, problem: "\(error)")
        }
        var report = ImportReport(file: path)
        report.sha256 = SHA256.hexDigest(bytes)
        report.rowCount = cluster.nodes.count
        report.columnsUsed = ["gpu_type", "gpus", "cpus", "memory_gib", "count"]
        if cluster.nodes.contains(where: { $0.rack != nil }) { report.columnsUnused = ["rack"] }
        let groups = try cluster.nodes.map { nodes in
            for value in [nodes.cpus ?? 0, nodes.memoryGiB ?? 0] where !(value >= 0 && value <= 1e9) {
                throw TraceError.malformedYAML(
                    file: path, problem: "found \(value), expected a number from 0 to 1e9")
            }
            return NodeGroup(
                gpuType: nodes.gpuType, nodeCount: nodes.count ?? 1, gpusPerNode: nodes.gpus,
                cpuMilliPerNode: nodes.cpus.map { Int($0 * 1000) },
                memoryMiBPerNode: nodes.memoryGiB.map { Int($0 * 1024) })
        }
        return (try ClusterLayout(name: cluster.name ?? path, groups: groups), report)
    }
}
