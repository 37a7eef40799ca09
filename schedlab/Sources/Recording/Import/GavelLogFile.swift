internal import Cluster

/// A log of Gavel's simulator, line by line, and what must be known of it before the first event.
struct GavelLogFile {
    private(set) var path: String
    private var bytes: [UInt8]
    /// The policy's name inside Gavel's simulator; empty = not told.
    private(set) var policy = ""
    private(set) var seed: UInt64 = 0
    private(set) var roundSeconds = 0.0
    /// GPUs of each type by the first TELEMETRY line; empty without one.
    private(set) var totals: [String: Int] = [:]
    /// Whether every placement tells priority, deficit and shares.
    private(set) var hasReasons = true
    private(set) var unreadableLines: [Int] = []
    private var highestGPUOfType: [String: Int32] = [:]
    private var typesInShares: Set<String> = []
    private var placementCount = 0

    init(_ bytes: [UInt8], path: String) throws {
        self.path = path
        self.bytes = bytes
        var file = self
        forEachLine { file.survey($0) }
        self = file
        guard placementCount > 0 || !totals.isEmpty else {
            throw RecordError.malformedImport(
                path: path, place: "line 1",
                problem: "no line of it tells of a placement or the state of a round")
        }
    }

    /// Whether there are lines about the state at the beginning of each round.
    var hasTelemetry: Bool { !totals.isEmpty }

    /// Goes through the lines in order.
    func forEachLine(_ visit: (GavelLogLine) throws -> Void) rethrows {
        var start = 0
        var number = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            number += 1
            try visit(GavelLogLine(number: number, bytes: bytes[start..<end]))
            start = end + 1
        }
    }

    private mutating func survey(_ line: GavelLogLine) {
        switch line.content {
        case .header(let policy, let seed, let roundSeconds):
            (self.policy, self.seed, self.roundSeconds) = (policy, seed, roundSeconds)
        case .telemetry(let fields):
            guard totals.isEmpty else { return }
            for name in fields.names(ending: "_total") where fields.number("\(name)_used") != nil {
                totals[name] = fields.count("\(name)_total")
            }
        case .placement(let placement):
            placementCount += 1
            let highest = placement.gpus.max() ?? 0
            highestGPUOfType[placement.type] = max(highestGPUOfType[placement.type] ?? 0, highest)
            typesInShares.formUnion(placement.shares.map(\.type))
            if placement.priority == nil || placement.deficitSeconds == nil || placement.shares.isEmpty {
                hasReasons = false
            }
        case .allocation:
            placementCount += 1
            hasReasons = false
        case .unreadable: unreadableLines.append(line.number)
        case .arrival, .completion, .other: break
        }
    }

    /// The cluster: as given, by TELEMETRY, or by the GPUs that are used.
    ///
    /// - Throws: ``RecordError/malformedImport(path:place:problem:)`` when it does not fit, or is not told.
    func layout(given: ClusterLayout?, report: inout RecordImportReport) throws -> ClusterLayout {
        if let given {
            let found = Dictionary(
                uniqueKeysWithValues: given.types.map { ($0.name.lowercased(), $0.gpuCount) })
            for (name, count) in totals.sorted(by: { $0.key < $1.key })
            where found[name.lowercased()] != count {
                throw RecordError.malformedImport(
                    path: path, place: "TELEMETRY",
                    problem:
                        "it has \(count) GPUs of \(name), the cluster given has \(found[name.lowercased()] ?? 0)"
                )
            }
            return given
        }
        report.absent.append("how GPUs stand in nodes: each has its own, unless --cluster says more")
        if totals.isEmpty { return try layoutByUse(&report) }
        return try ClusterLayout(
            name: "imported",
            groups: totals.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map {
                NodeGroup(gpuType: $0.key, nodeCount: $0.value, gpusPerNode: 1)
            })
    }

    /// Types in the order of their names, each up to the highest GPU that was used of it.
    private func layoutByUse(_ report: inout RecordImportReport) throws -> ClusterLayout {
        let unused = typesInShares.subtracting(highestGPUOfType.keys).sorted()
        guard unused.isEmpty, !highestGPUOfType.isEmpty else {
            throw RecordError.malformedImport(
                path: path, place: "cluster",
                problem:
                    "no TELEMETRY line tells the GPUs of each type, and \(unused.joined(separator: ", ")) "
                    + "are never used; give --cluster")
        }
        var groups: [NodeGroup] = []
        var next: Int32 = 0
        for (type, highest) in highestGPUOfType.sorted(by: { $0.key < $1.key }) {
            guard highest >= next, highest < 2_000_000 else {
                throw RecordError.malformedImport(
                    path: path, place: "cluster",
                    problem:
                        "GPUs are not numbered by the names of their types (\(type): up to \(highest)); give --cluster"
                )
            }
            groups.append(NodeGroup(gpuType: type, nodeCount: Int(highest - next) + 1, gpusPerNode: 1))
            next = highest + 1
        }
        report.absent.append("GPUs of each type: as many as were used, unless --cluster says more")
        return try ClusterLayout(name: "imported", groups: groups)
    }
}
