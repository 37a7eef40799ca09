private import Cluster
public import Experiments
public import Kit
public import Simulation
private import Workload

/// Writes a fill down pod by pod: where each went and why, and the state every hundred pods.
///
/// All files appear when the fill is over, whole or not at all.
public struct FillRecorder {
    private let prepared: PreparedFill
    private let placements: AtomicFile
    private let states: AtomicFile

    /// Pods between two rows of `states.csv`.
    private static let stateStep = 100

    private let folder: OutputFolder
    private static let names = ["placements.csv", "states.csv", "summary.json"]

    /// Opens `placements.csv` and `states.csv` in a folder.
    ///
    /// - Throws: A `FileError` when they cannot be written.
    public init(_ prepared: PreparedFill, folder: OutputFolder) throws {
        self.prepared = prepared
        self.folder = folder
        placements = try AtomicFile(path: try folder.file(Self.names[0]))
        states = try AtomicFile(path: try folder.file(Self.names[1]))
        _ = try AtomicFile(path: try folder.file(Self.names[2]))
        try placements.append(
            CSVLine.text([
                "event", "pod", "node", "gpus", "score", "candidate_nodes", "next_best_nodes",
                "fragmentation_change_milli_gpu",
            ]))
        try states.append(
            CSVLine.text([
                "event", "arrived_milli_gpu", "used_milli_gpu", "occupied_nodes", "fragment_milli_gpu",
                "idle_milli_gpu", "lack_of_both", "lack_of_gpu", "usable", "lack_of_cpu", "no_gpu_wanted",
                "no_gpu_wanted_nor_fit", "no_access",
            ]))
    }

    /// Writes one pod.
    public func record(_ event: borrowing FillSimulation.Event) throws {
        try placements.append(CSVLine.text(placement(event)))
        guard event.index.isMultiple(of: Self.stateStep) else { return }
        let causes = event.causes
        try states.append(
            CSVLine.text(
                [
                    "\(event.index)", "\(event.arrivedMilli)", "\(event.usedMilli)",
                    "\(event.occupiedNodeCount)", Numbers.fixed(causes.fragmentMilli, decimals: 2),
                    "\(event.idleMilli)",
                ] + causes.inPublishedOrder.map { Numbers.fixed($0, decimals: 2) }))
    }

    /// Lets the files appear, with a summary, all together or not at all.
    ///
    /// - Throws: A `FileError`.
    public func finish(summary: String) throws {
        let file = try AtomicFile(path: try folder.file(Self.names[2]))
        try file.append(summary)
        let marker = try folder.marker(adding: Self.names)
        try AtomicFile.finishTogether([placements, states, file, marker])
    }

    private func placement(_ event: borrowing FillSimulation.Event) -> [String] {
        let pod = prepared.pods[Int(event.task)].name
        guard let choice = event.choice else { return ["\(event.index)", pod, "", "", "", "0", "", ""] }
        let node = choice.node.map { prepared.nodeNames[Int($0)] } ?? ""
        let first = choice.node.map { prepared.layout.nodes[Int($0)].gpus.lowerBound } ?? 0
        let gpus = choice.gpus.map { "\(Int($0) - first)" }.joined(separator: "-")
        var fields = ["\(event.index)", pod, node, gpus]
        switch choice.reason {
        case .scored(let scores):
            let others = scores.best.dropFirst().map { "\(prepared.nodeNames[Int($0.node)]):\($0.score)" }
            fields += [
                scores.best.first.map { "\($0.score)" } ?? "", "\(scores.candidateNodeCount)",
                others.joined(separator: " "), scores.fragmentationChangeMilli.map { "\($0)" } ?? "",
            ]
        case .drawn(let count): fields += ["", "\(count)", "", ""]
        case .kept, .firstFree, .spread: fields += ["", "", "", ""]
        }
        return fields
    }
}
