/// The pieces of work of a log's round, and when they end by Gavel's own arithmetic.
///
/// - Note: Source: Narayanan et al., OSDI 2020; the arithmetic is that of the mechanism `gavel`.
struct GavelLogPieces {
    /// A piece that ended.
    struct Ended {
        var job: Int
        var toSeconds: Double
        var isCredited: Bool
        /// Whether the job completed (true) or was given up (false) with it; nil = neither.
        var outcome: Bool?
        /// How long it lasted by work and speed; 0 = not known.
        var fullSeconds: Double
    }

    private struct Piece {
        var job: Int
        var type: Int
        var gpus: GPURuns
        var fromSeconds: Double
        var steps: Double
        var rate: Double
        var finishSeconds: Double { fromSeconds + steps / rate }
    }

    /// Rounds whose pieces do not end when their speeds say.
    private(set) var uncertainRoundCount = 0
    /// Pieces in all.
    private(set) var count = 0
    private let roundSeconds: Double
    private var running: [Piece] = []
    private var placeOfJob: [Int: Int] = [:]
    private var previous: [Piece] = []
    private var previousOfJob: [Int: Int] = [:]
    private var remainingSteps: [Double] = []
    private var failureCounts: [Int] = []
    /// The original gives a job up after as many failures in a row.
    private static let failureLimit = 5

    init(roundSeconds: Double) { self.roundSeconds = roundSeconds }

    var isRunning: Bool { !running.isEmpty }
    var runningCount: Int { running.count }

    func isRunning(_ job: Int) -> Bool { placeOfJob[job] != nil }

    /// Whether a job's last piece, in the round before, was on the same GPUs.
    func wasOn(_ job: Int, _ gpus: GPURuns) -> Bool {
        previousOfJob[job].map { previous[$0].gpus == gpus } ?? false
    }

    func usedGPUs(typeCount: Int) -> [Int] {
        var used = [Int](repeating: 0, count: typeCount)
        for piece in running { used[piece.type] += piece.gpus.count }
        return used
    }

    mutating func addJob(totalSteps: Double) {
        remainingSteps.append(totalSteps)
        failureCounts.append(0)
    }

    mutating func start(_ job: Int, type: Int, gpus: GPURuns, rate: Double, atSeconds seconds: Double) {
        let steps = min((rate * roundSeconds).rounded(.towardZero), remainingSteps[job])
        placeOfJob[job] = running.count
        running.append(
            Piece(job: job, type: type, gpus: gpus, fromSeconds: seconds, steps: steps, rate: rate))
        count += 1
    }

    /// Ends all pieces, the latest first, ties by lower number.
    mutating func close(at now: Double, completions: [(job: Int, seconds: Double)]) -> [Ended] {
        let isCertain =
            running.allSatisfy { $0.rate > 0 && $0.steps > 0 }
            && running.map(\.finishSeconds).max() == now
        if !isCertain { uncertainRoundCount += 1 }
        let told = Dictionary(completions.map { ($0.job, $0.seconds) }, uniquingKeysWith: { $1 })
        let ended = running.map { piece -> Ended in
            var end = Ended(
                job: piece.job, toSeconds: isCertain ? piece.finishSeconds : now, isCredited: true,
                outcome: nil, fullSeconds: isCertain ? piece.steps / piece.rate : 0)
            if isCertain { credit(piece, &end) }
            if let seconds = told[piece.job] {
                end.outcome = true
                end.toSeconds = min(max(seconds, piece.fromSeconds), now)
            }
            return end
        }
        (previous, previousOfJob) = (running, placeOfJob)
        running = []
        placeOfJob = [:]
        return ended.sorted { $0.toSeconds != $1.toSeconds ? $0.toSeconds > $1.toSeconds : $0.job < $1.job }
    }

    /// The steps are split over the GPUs, the remainder to the last; a share of 0 is a failure.
    private mutating func credit(_ piece: Piece, _ end: inout Ended) {
        let gpuCount = Double(piece.gpus.count)
        let perGPU = (piece.steps / gpuCount).rounded(.down)
        let last = piece.steps - perGPU * (gpuCount - 1)
        if (piece.gpus.count == 1 || perGPU > 0) && last > 0 {
            failureCounts[piece.job] = 0
            remainingSteps[piece.job] -= perGPU * (gpuCount - 1) + last
            return
        }
        end.isCredited = false
        failureCounts[piece.job] += 1
        if failureCounts[piece.job] >= Self.failureLimit { end.outcome = false }
    }

    /// Jobs of the round before that have other GPUs now, or none, in the order in which they got those.
    mutating func changes() -> [(job: Int, isMove: Bool)] {
        defer {
            previous = []
            previousOfJob = [:]
        }
        return previous.compactMap { piece in
            guard let place = placeOfJob[piece.job] else { return (piece.job, false) }
            return running[place].gpus.hasSameGPUs(as: piece.gpus) ? nil : (piece.job, true)
        }
    }
}
