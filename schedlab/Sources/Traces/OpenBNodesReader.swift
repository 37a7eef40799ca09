public import Cluster

/// Reads node lists in the form of Alibaba's openb trace: `sn,cpu_milli,memory_mib,gpu,model`.
public enum OpenBNodesReader {
    /// The nodes of a list, in order of the rows.
    public struct Nodes: Sendable {
        /// Names.
        public var names: [String]
        /// One group per node.
        public var groups: [NodeGroup]
        /// What was done with the file.
        public var report: ImportReport
    }

    static let columns = ["sn", "cpu_milli", "memory_mib", "gpu", "model"]
    private static let sizeLimit = 1_000_000_000_000

    /// Whether a file's header is that of such a list.
    ///
    /// - Throws: ``TraceError`` or a `FileError`.
    public static func isList(path: String) throws -> Bool {
        try CSVTable(path: path, required: []).columns.contains("sn")
    }

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - isStrict: Whether a bad row or an unknown column ends the reading.
    /// - Returns: The nodes; nodes without GPUs have the type "".
    /// - Throws: ``TraceError`` or a `FileError`.
    public static func read(path: String, isStrict: Bool) throws -> Nodes {
        let table = try CSVTable(path: path, required: columns.map { [$0] })
        var report = ImportReport(file: path)
        report.licence = OpenBPodsReader.licence
        report.columnsUsed = table.columns.filter { columns.contains($0) }
        report.columnsUnused = table.columns.filter { !columns.contains($0) }
        try table.refuseUnknownColumns(report.columnsUnused, isStrict: isStrict)
        var nodes = Nodes(names: [], groups: [], report: report)
        var seen: Set<String> = []
        try table.readRows(isStrict: isStrict, report: &report) { row, _ in
            let name = try row.required("sn", "a node's name")
            let group = try group(row)
            guard seen.insert(name).inserted else { throw row.bad("sn", "a name that no earlier row has") }
            nodes.names.append(name)
            nodes.groups.append(group)
        }
        report.derived += table.fileNotes
        nodes.report = report
        return nodes
    }

    /// The cluster of the nodes with GPUs, for runs, which have no use for the others.
    ///
    /// - Throws: ``TraceError``, a `FileError` or a `ClusterError`.
    static func gpuLayout(
        path: String, isStrict: Bool
    ) throws -> (layout: ClusterLayout, report: ImportReport) {
        let nodes = try read(path: path, isStrict: isStrict)
        let groups = nodes.groups.filter { $0.gpusPerNode > 0 }
        var report = nodes.report
        if groups.count < nodes.groups.count {
            report.derived.append("\(nodes.groups.count - groups.count) nodes without GPUs left out")
        }
        return (try ClusterLayout(name: path, groups: groups), report)
    }

    private static func group(_ row: CSVTable.Row) throws(TraceError) -> NodeGroup {
        let cpu = try amount(row, "cpu_milli")
        let memory = try amount(row, "memory_mib")
        guard let gpus = try row.wholeNumber("gpu", atLeast: 0), gpus <= 4096 else {
            throw row.bad("gpu", "a whole number from 0 to 4096")
        }
        let model = row.text("model") ?? ""
        guard (gpus == 0) == model.isEmpty else {
            throw row.bad("model", gpus == 0 ? "nothing, since gpu is 0" : "a model, since gpu is \(gpus)")
        }
        return NodeGroup(
            gpuType: model, nodeCount: 1, gpusPerNode: gpus, cpuMilliPerNode: cpu, memoryMiBPerNode: memory)
    }

    private static func amount(_ row: CSVTable.Row, _ column: String) throws(TraceError) -> Int {
        guard let value = try row.wholeNumber(column, atLeast: 0), value <= sizeLimit else {
            throw row.bad(column, "a whole number from 0 to 1e12")
        }
        return value
    }
}
