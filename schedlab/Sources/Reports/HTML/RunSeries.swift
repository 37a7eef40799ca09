private import Cluster
internal import Recording

/// What a report draws of a run: columns over the rounds, thinned to what a picture can show.
struct RunSeries {
    /// A moment.
    struct Point {
        var hours: Double
        var waiting: Double
        var running: Double
        /// Fraction of the GPUs that are in use, each share counted as such.
        var allocated: Double
        /// Fraction of all GPUs that are free on nodes where others are taken.
        var scattered: Double
        /// Fraction of the GPUs of each type that are in use.
        var usedOfType: [Double]
        /// Price of one more GPU of each type; empty before the first program.
        var prices: [Double]
    }

    private(set) var points: [Point] = []
    private(set) var endSeconds = 0.0
    private(set) var startSeconds = 0.0
    private(set) var jctSeconds: [Double] = []
    private(set) var jobCount = 0
    private(set) var moveCount = 0
    private(set) var preemptionCount = 0
    private(set) var roundCount = 0

    private var layout: ClusterLayout
    private var spacing: Int
    private var arrivals: [Double] = []
    private var freeMilli: [Int]
    private var prices: [Double] = []

    private static let pointLimit = 500

    init(_ record: RunRecord) throws {
        layout = record.provenance.layout
        spacing = max(1, record.roundCount / Self.pointLimit)
        freeMilli = Array(repeating: Int(ClusterState.wholeGPUMilli), count: layout.gpuCount)
        var series = self
        try record.forEachEvent { series.take($0) }
        self = series
    }

    private mutating func take(_ event: RecordedEvent) {
        switch event {
        case .roundBegan(let round):
            if roundCount == 0 { startSeconds = round.nowSeconds }
            endSeconds = max(endSeconds, round.nowSeconds)
            if roundCount.isMultiple(of: spacing) { points.append(point(round)) }
            roundCount += 1
        case .arrived(_, let job):
            arrivals.append(job.arrivalSeconds)
            jobCount += 1
        case .decided(let decision): if let program = decision.program { prices = program.prices }
        case .placed(let placed): for gpu in placed.gpus { freeMilli[Int(gpu)] -= placed.milliPerGPU }
        case .left(let left):
            for gpu in left.gpus { freeMilli[Int(gpu)] += left.milliPerGPU }
            endSeconds = max(endSeconds, left.toSeconds)
        case .moved: moveCount += 1
        case .preempted: preemptionCount += 1
        case .ended(let end): if end.isCompleted { jctSeconds.append(end.endSeconds - arrivals[end.job]) }
        case .runEnded: break
        }
    }

    private func point(_ round: RecordedRound) -> Point {
        var scattered = 0
        var freeOfType = [Int](repeating: 0, count: layout.types.count)
        for node in layout.nodes {
            var free = 0
            for gpu in node.gpus { free += max(freeMilli[gpu], 0) }
            freeOfType[node.typeIndex] += free
            if free < 1000 * node.gpus.count { scattered += free }
        }
        let total = Double(1000 * max(layout.gpuCount, 1))
        return Point(
            hours: round.nowSeconds / 3600,
            waiting: Double(round.activeJobCount - round.runningJobCount),
            running: Double(round.runningJobCount),
            allocated: 1 - Double(freeOfType.reduce(0, +)) / total, scattered: Double(scattered) / total,
            usedOfType: layout.types.enumerated().map { type, gpuType in
                1 - Double(freeOfType[type]) / Double(1000 * max(gpuType.gpuCount, 1))
            }, prices: prices)
    }
}
