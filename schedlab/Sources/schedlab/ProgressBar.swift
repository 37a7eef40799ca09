private import Foundation
private import Kit
internal import Simulation

/// A line on the terminal that shows how far a run is: simulated time, jobs done, rounds per second, time left.
final class ProgressBar: Observer {
    private let stop: ProgressGoal
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant
    private var endedMeasuredCount = 0
    private var isDrawn = false

    private static let interval = Duration.milliseconds(100)
    private static let barWidth = 24

    /// What counts as done.
    struct ProgressGoal {
        /// Ids of the measured jobs; nil = all that arrive.
        var window: Range<Int>?
        /// Number of measured jobs; nil = unknown.
        var jobCount: Int?
        /// Time limit in simulated seconds.
        var horizonSeconds: Double?
    }

    init(_ stop: ProgressGoal) {
        self.stop = stop
        start = clock.now
        lastDrawn = start
    }

    func observe(_ event: borrowing SimulationEvent) {
        switch copy event {
        case .jobCompleted(let end), .jobDropped(let end):
            if stop.window?.contains(Int(end.jobID)) ?? true { endedMeasuredCount += 1 }
        case .roundBegan(let round): draw(round)
        case .runEnded: clear()
        default: break
        }
    }

    private func draw(_ round: RoundState) {
        let now = clock.now
        guard now - lastDrawn >= Self.interval else { return }
        lastDrawn = now
        isDrawn = true
        let elapsed = (now - start) / .seconds(1)
        let fraction = fractionDone(round)
        let filled = Int(fraction * Double(Self.barWidth))
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled)
        let left = fraction > 0.02 ? "\(Int((elapsed / fraction - elapsed).rounded())) s left" : "…"
        write(
            """
            \r\u{1B}[K[\(bar)] \(Numbers.grouped(round.nowSeconds / 3600)) h simulated, \
            \(Numbers.grouped(endedMeasuredCount))\(stop.jobCount.map { " of \(Numbers.grouped($0))" } ?? "") measured jobs done, \
            \(Numbers.grouped(Double(round.round) / elapsed)) rounds/s, \(left)
            """)
    }

    private func fractionDone(_ round: RoundState) -> Double {
        let byTime = stop.horizonSeconds.map { round.nowSeconds / $0 } ?? 0
        var byJobs = 0.0
        if let count = stop.jobCount, count > 0 {
            // Before the window opens, arrivals are what the run waits for.
            let arrivals = Double(min(round.arrivedJobCount, stop.window?.upperBound ?? count))
            let goal = Double(stop.window?.upperBound ?? count)
            byJobs = 0.5 * arrivals / goal + 0.5 * Double(endedMeasuredCount) / Double(count)
        }
        return min(max(byTime, byJobs), 1)
    }

    private func clear() {
        if isDrawn { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) { StandardStreams.draw(text) }
}
