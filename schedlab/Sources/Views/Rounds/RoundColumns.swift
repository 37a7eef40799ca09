internal import Cluster
private import Kit
internal import Recording

/// One row for each round: what ran and waited then, prices, how the free GPUs lay about.
struct RoundColumns {
    /// Most GPUs that the jobs of a column of waiting jobs ask for; 0 = a share of one GPU; the last has no bound.
    private static let waitingSizes = [0, 1, 2, 4, 8]

    private let types: [String]
    private var label: [Int32] = []
    private var decidedIn: [Int32] = []
    private var seconds: [Double] = []
    private var used: [[UInt32]]
    private var running: [UInt32] = []
    private var waiting: [UInt32] = []
    private var waitingOfSize: [[UInt32]]
    private var arrived: [UInt32] = []
    private var ended: [UInt32] = []
    private var moves: [UInt32] = []
    private var preemptions: [UInt32] = []
    private var objective: [Double] = []
    private var prices: [[Double]]
    private var idle: [Double] = []
    private var fragmentation: [[Double]]
    private var startable: [[UInt32]]
    private var scattered: [Double] = []
    private var hasPrices = false

    /// What a row is made of.
    struct Counts {
        var label: Int32 = 0
        var decidedIn: Int32 = 0
        var seconds = 0.0
        var usedMilliOfType: [Int]
        var running = 0
        var waitingOfSize: [Int]
        var arrived = 0
        var ended = 0
        var moves = 0
        var preemptions = 0
        var objective = Double.nan
        var prices: [Double]

        init(typeCount: Int) {
            usedMilliOfType = Array(repeating: 0, count: typeCount)
            waitingOfSize = Array(repeating: 0, count: RoundColumns.waitingSizes.count + 1)
            prices = Array(repeating: .nan, count: typeCount)
        }
    }

    init(_ layout: ClusterLayout) {
        types = layout.types.map(\.name)
        used = Array(repeating: [], count: types.count)
        prices = Array(repeating: [], count: types.count)
        waitingOfSize = Array(repeating: [], count: Self.waitingSizes.count + 1)
        fragmentation = Array(repeating: [], count: ClusterMeter.causes.count)
        startable = Array(repeating: [], count: ClusterMeter.startableSizes.count)
    }

    /// Number of rows.
    var count: Int { seconds.count }
    /// Whether a program decided anywhere.
    var saysPrices: Bool { hasPrices }

    /// The column of waiting jobs that a job belongs to.
    static func sizeIndex(gpuCount: Int, milli: Int) -> Int {
        let size = milli < Int(ClusterState.wholeGPUMilli) ? 0 : gpuCount
        return waitingSizes.firstIndex { size <= $0 } ?? waitingSizes.count
    }

    mutating func append(_ counts: Counts, _ figures: ClusterMeter.Figures?) {
        label.append(counts.label)
        decidedIn.append(counts.decidedIn)
        seconds.append(counts.seconds)
        for type in types.indices {
            used[type].append(UInt32(max(counts.usedMilliOfType[type], 0)))
            prices[type].append(counts.prices[type])
        }
        running.append(UInt32(max(counts.running, 0)))
        waiting.append(UInt32(max(counts.waitingOfSize.reduce(0, +), 0)))
        for (size, count) in counts.waitingOfSize.enumerated() {
            waitingOfSize[size].append(UInt32(max(count, 0)))
        }
        arrived.append(UInt32(counts.arrived))
        ended.append(UInt32(counts.ended))
        moves.append(UInt32(counts.moves))
        preemptions.append(UInt32(counts.preemptions))
        objective.append(counts.objective)
        hasPrices = hasPrices || !counts.objective.isNaN
        guard let figures else { return }
        idle.append(figures.idleMilli)
        for (cause, milli) in figures.causes.enumerated() { fragmentation[cause].append(milli) }
        for (size, count) in figures.startable.enumerated() { startable[size].append(UInt32(count)) }
        scattered.append(figures.scatteredMilli)
    }

    /// The part `rounds`.
    var part: [UInt8] {
        var writer = PartWriter(
            "rounds",
            header: [
                ("rowCount", .int(count)), ("types", .array(types.map(JSONValue.string))),
                ("waitingSizes", .array(Self.waitingSizes.map(JSONValue.int) + [.null])),
                ("startableSizes", .array(ClusterMeter.startableSizes.map(JSONValue.int))),
                ("causes", .array(ClusterMeter.causes.map(JSONValue.string))),
            ])
        writer.add("label", label)
        writer.add("decidedIn", decidedIn)
        writer.add("seconds", seconds)
        Self.add("used", used, to: &writer)
        writer.add("running", running)
        writer.add("waiting", waiting)
        Self.add("waiting", waitingOfSize, to: &writer)
        writer.add("arrived", arrived)
        writer.add("ended", ended)
        writer.add("moves", moves)
        writer.add("preemptions", preemptions)
        if hasPrices {
            writer.add("objective", objective)
            Self.add("price", prices, to: &writer)
        }
        // Half a column would be taken for the whole run.
        if idle.count == count {
            writer.add("idle", idle)
            Self.add("fragmentation", fragmentation, to: &writer)
            Self.add("startable", startable, to: &writer)
            writer.add("scattered", scattered)
        }
        return writer.bytes
    }

    private static func add(_ name: String, _ columns: [[some PartNumber]], to writer: inout PartWriter) {
        for (index, column) in columns.enumerated() { writer.add("\(name)/\(index)", column) }
    }
}
