public import Cluster
public import Kit

/// Where a record comes from: what must be known to read it, and to run it again.
public struct RunProvenance: Sendable {
    /// Version of the format of records.
    static let formatVersion = 1

    /// The cluster.
    public var layout: ClusterLayout
    /// Length of a full round in seconds; 0 where there are none.
    public var roundSeconds: Double
    /// Seconds without work after a job was moved or resumed.
    public var secondsPerMove: Double
    /// Name of the mechanism; empty = not known.
    public var mechanism: String
    /// Code name of the policy; empty = not known.
    public var policy: String
    /// The form of the file that it was imported from; empty = a run of our own.
    public var importedFrom: String
    /// Seed of the experiment.
    public var seed: UInt64
    /// Ids of the measured jobs; nil without a window.
    public var window: Range<Int>?
    /// Whose reasons are recorded.
    public var reasons: ReasonSelection
    /// Version of the program that made it.
    public var engine: String
    /// Everything that is needed to run the experiment again.
    public var experiment: JSONValue
    /// What replaying a policy in another process takes beside its answers; nil for other policies.
    public var replay: PolicyReplay?
    /// Facts of the machine and the moment, the command for example; they may differ between equal runs.
    public var host: JSONValue

    /// Provenance of a run on a cluster; the rest is not known unless it is set.
    public init(layout: ClusterLayout) {
        self.layout = layout
        roundSeconds = 0
        secondsPerMove = 0
        mechanism = ""
        policy = ""
        importedFrom = ""
        seed = 0
        reasons = .none
        engine = ""
        experiment = .null
        host = .null
    }

    var json: JSONValue {
        var fields: [(String, JSONValue)] = [
            ("schemaVersion", .int(Self.formatVersion)), ("engine", .string(engine)),
            ("mechanism", .string(mechanism)), ("policy", .string(policy)),
            ("seed", .string(String(seed))), ("roundSeconds", .double(roundSeconds)),
            ("secondsPerMove", .double(secondsPerMove)),
            ("window", window.map { .array([.int($0.lowerBound), .int($0.upperBound)]) } ?? .null),
            ("reasons", reasonsJSON), ("cluster", clusterJSON), ("experiment", experiment),
            ("host", host),
        ]
        if let replay { fields.append(("replay", replay.json)) }
        if !importedFrom.isEmpty { fields.append(("importedFrom", .string(importedFrom))) }
        return .object(fields)
    }

    private var reasonsJSON: JSONValue {
        switch reasons {
        case .none: .string("none")
        case .all: .string("all")
        case .jobs(let ids): .array(ids.sorted().map { .int(Int($0)) })
        }
    }

    /// Runs of equal nodes.
    private var clusterJSON: JSONValue {
        var groups: [(node: ClusterLayout.Node, count: Int)] = []
        for node in layout.nodes {
            if let last = groups.last?.node, last.typeIndex == node.typeIndex,
                last.gpus.count == node.gpus.count, last.cpuMilli == node.cpuMilli,
                last.memoryMiB == node.memoryMiB, last.rack == node.rack
            {
                groups[groups.count - 1].count += 1
            } else {
                groups.append((node, 1))
            }
        }
        return .object([
            ("name", .string(layout.name)),
            (
                "nodes",
                .array(
                    groups.map {
                        .object([
                            ("gpuType", .string(layout.types[$0.node.typeIndex].name)),
                            ("nodeCount", .int($0.count)), ("gpusPerNode", .int($0.node.gpus.count)),
                            ("cpuMilliPerNode", .int($0.node.cpuMilli)),
                            ("memoryMiBPerNode", .int($0.node.memoryMiB)),
                            ("rack", .string($0.node.rack)),
                        ])
                    })
            ),
        ])
    }
}
