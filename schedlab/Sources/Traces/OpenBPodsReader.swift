public import Cluster
private import Kit
public import Workload

/// Reads pod lists in the form of Alibaba's openb trace, with all eleven columns or the first five.
///
/// A row that cannot be used is left out and reported with its line and reason, or ends the reading when
/// that is asked for.
public struct OpenBPodsReader {
    private static let needed = ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli"]
    /// Columns that are used where pods become jobs of a run, and kept where they fill a cluster.
    public static let times = ["creation_time", "deletion_time", "scheduled_time"]
    private static let kept = ["qos", "pod_phase"]
    private static let sizeLimit = 1_000_000_000_000

    /// The files themselves do not state a licence; the published lists have one.
    static let licence =
        "not stated in the file; the published openb lists are Apache-2.0 (hkust-adsl/kubernetes-scheduler-simulator)"

    private let layout: ClusterLayout?
    private let isStrict: Bool
    private let largest: (cpuMilli: Int, memoryMiB: Int, gpuCount: Int)

    /// A reader.
    ///
    /// - Parameters:
    ///   - layout: The cluster that pods must fit; nil = any.
    ///   - isStrict: Whether a bad row or an unknown column ends the reading.
    public init(layout: ClusterLayout?, isStrict: Bool) {
        self.layout = layout
        self.isStrict = isStrict
        let nodes = layout?.nodes ?? []
        largest = (
            nodes.map(\.cpuMilli).max() ?? 0, nodes.map(\.memoryMiB).max() ?? 0,
            nodes.map(\.gpus.count).max() ?? 0
        )
    }

    /// Reads all pods of a file.
    ///
    /// - Returns: The pods in order of the rows, and what was done with the file.
    /// - Throws: ``TraceError`` or a `FileError`.
    public func read(path: String) throws -> (pods: [Pod], report: ImportReport) {
        let table = try CSVTable(path: path, required: Self.needed.map { [$0] })
        var report = ImportReport(file: path)
        report.licence = Self.licence
        let used = Self.needed + ["gpu_spec"]
        let known = used + Self.times + Self.kept
        report.columnsUsed = table.columns.filter { used.contains($0) }
        report.columnsKept = table.columns.filter { known.contains($0) && !used.contains($0) }
        report.columnsUnused = table.columns.filter { !known.contains($0) }
        try table.refuseUnknownColumns(report.columnsUnused, isStrict: isStrict)
        var pods: [Pod] = []
        var names: Set<String> = []
        var noGPUShares = 0
        try table.readRows(isStrict: isStrict, report: &report) { row, _ in
            let pod = try pod(row)
            guard names.insert(pod.name).inserted else {
                throw row.bad("name", "a name that no earlier row has")
            }
            if pod.gpuCount == 0, let milli = row.text("gpu_milli"), milli != "0" { noGPUShares += 1 }
            pods.append(pod)
        }
        if !table.columns.contains("gpu_spec") { report.derived.append("every pod accepts every GPU type") }
        if noGPUShares > 0 {
            report.derived.append("gpu_milli of \(noGPUShares) pods without GPUs taken as 0")
        }
        let stranded = pods.count { !fitsSomeNode($0) }
        if stranded > 0 {
            report.derived.append(
                "\(stranded) pods are larger than every node of the models that they accept: they arrive and are refused"
            )
        }
        report.derived += table.fileNotes
        return (pods, report)
    }

    private func pod(_ row: CSVTable.Row) throws(TraceError) -> Pod {
        let name = try row.required("name", "a pod's name")
        let gpuCount = try whole(row, "num_gpu", upTo: 4096)
        var pod = Pod(
            name: name, cpuMilli: try whole(row, "cpu_milli", upTo: Self.sizeLimit),
            memoryMiB: row.text("memory_mib") == nil ? 0 : try whole(row, "memory_mib", upTo: Self.sizeLimit),
            gpuCount: gpuCount, milliPerGPU: try share(row, gpuCount: gpuCount),
            acceptedTypes: gpuCount == 0 ? "" : row.text("gpu_spec") ?? "")
        pod.creationSeconds = try row.number("creation_time", (-1e15)..., "a number of seconds")
        pod.scheduledSeconds = try row.number("scheduled_time", (-1e15)..., "a number of seconds")
        pod.deletionSeconds = try row.number("deletion_time", (-1e15)..., "a number of seconds")
        pod.serviceClass = row.text("qos") ?? ""
        pod.phase = row.text("pod_phase") ?? ""
        try checkFit(pod, row)
        return pod
    }

    private func whole(_ row: CSVTable.Row, _ column: String, upTo limit: Int) throws(TraceError) -> Int {
        guard let value = try row.wholeNumber(column, atLeast: 0), value <= limit else {
            throw row.bad(column, "a whole number from 0 to \(limit)")
        }
        return value
    }

    private func share(_ row: CSVTable.Row, gpuCount: Int) throws(TraceError) -> Int {
        let expected =
            switch gpuCount {
            case 0: "a whole number from 0 to 1000"
            case 1: "a whole number from 1 to 1000"
            default: "1000, since num_gpu is \(gpuCount)"
            }
        guard let text = row.text("gpu_milli"), let milli = DecimalNumber.int(text),
            (0...1000).contains(milli),
            gpuCount == 0 || milli > 0, gpuCount <= 1 || milli == 1000
        else { throw row.bad("gpu_milli", expected) }
        return gpuCount == 0 ? 0 : milli
    }

    /// Refuses a pod larger than any node, or one that accepts only models that no node has.
    private func checkFit(_ pod: Pod, _ row: CSVTable.Row) throws(TraceError) {
        guard let layout else { return }
        for (column, need, most) in [
            ("cpu_milli", pod.cpuMilli, largest.cpuMilli), ("memory_mib", pod.memoryMiB, largest.memoryMiB),
            ("num_gpu", pod.gpuCount, largest.gpuCount),
        ]
        where need > most {
            throw row.bad(column, "at most \(most), what the largest node has")
        }
        let models = layout.types.map(\.name)
        let accepted = pod.acceptedTypes.split(separator: "|").map(String.init)
        guard accepted.isEmpty || accepted.contains(where: models.contains) else {
            throw row.bad("gpu_spec", "a model that some node has: \(models.joined(separator: ", "))")
        }
    }

    private func fitsSomeNode(_ pod: Pod) -> Bool {
        guard let layout else { return true }
        let accepted = pod.acceptedTypes.split(separator: "|").map(String.init)
        return layout.types.contains { type in
            (accepted.isEmpty || accepted.contains(type.name))
                && layout.nodes[type.nodes].contains {
                    $0.cpuMilli >= pod.cpuMilli && $0.memoryMiB >= pod.memoryMiB
                        && $0.gpus.count >= pod.gpuCount
                }
        }
    }
}
