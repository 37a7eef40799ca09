public import Cluster

/// Reads a user's own cluster from `nodes.csv` or `cluster.yaml`.
public enum ClusterFiles {
    /// Whether a cluster spec names a file that these readers take.
    public static func isFile(_ spec: String) -> Bool {
        [".csv", ".yaml", ".yml"].contains { spec.lowercased().hasSuffix($0) }
    }

    /// The cluster that a preset, a spec or a file describes.
    ///
    /// - Parameters:
    ///   - text: Preset, spec or path.
    ///   - isStrict: Whether the first bad row of a file ends the reading.
    /// - Returns: The cluster, and what was done with the file; nil = there was none.
    /// - Throws: `ClusterError`, ``TraceError`` or a `FileError`.
    public static func layout(
        specOrPath text: String, isStrict: Bool
    ) throws -> (layout: ClusterLayout, report: ImportReport?) {
        guard isFile(text) else { return (try ClusterSpec.layout(text), nil) }
        return try layout(path: text, isStrict: isStrict)
    }

    /// Reads a cluster by the file's ending.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - isStrict: Whether the first bad row ends the reading.
    /// - Returns: The cluster, and what was done with the file.
    /// - Throws: ``TraceError`` or a `FileError`.
    public static func layout(
        path: String, isStrict: Bool
    ) throws -> (layout: ClusterLayout, report: ImportReport) {
        do {
            return path.lowercased().hasSuffix(".csv")
                ? try nodesCSV(path: path, isStrict: isStrict) : try ClusterYAML.layout(path: path)
        } catch ClusterError.nodeTooLarge(_, let gpuCount, let limit) {
            throw TraceError.nodeTooLarge(file: path, gpuCount: gpuCount, limit: limit)
        } catch ClusterError.tooManyNodes(_, let limit) {
            throw TraceError.tooManyGPUs(file: path, gpuCount: .max, limit: limit)
        } catch ClusterError.tooLarge(_, let gpuCount, let limit) {
            throw TraceError.tooManyGPUs(file: path, gpuCount: gpuCount, limit: limit)
        }
    }

    private static let usedColumns = ["node", "gpu_type", "gpus", "cpus", "memory_gib", "rack"]

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
        report.derived = spellingNotes(groups)
        return (try ClusterLayout(name: path, groups: groups), report)
    }

    /// Tells which names of GPU types were taken for one.
    static func spellingNotes(_ groups: [NodeGroup]) -> [String] {
        let names = groups.map(\.gpuType)
        let spellings = ClusterLayout.spellings(names)
        return Set(names).sorted().compactMap { name in
            guard let first = spellings[name.lowercased()], first != name else { return nil }
            return "GPU type '\(name)' is taken as '\(first)'"
        }
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
            gpuType: type, nodeCount: 1, gpusPerNode: gpus,
            cpuMilliPerNode: cpus.map { Int(($0 * 1000).rounded()) },
            memoryMiBPerNode: memory.map { Int(($0 * 1024).rounded()) }, rack: row.text("rack") ?? "")
    }
}
