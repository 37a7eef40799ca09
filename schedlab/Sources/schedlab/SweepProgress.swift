private import Foundation
private import Kit
internal import Sweeps
private import Synchronization

/// How far a sweep is: a line that is drawn anew on a terminal, and a message for every point that fails.
final class SweepProgress: SweepRunner.Watcher {
    private struct Counts {
        var done = 0
        var running = 0
        var failed = 0
        var computedSeconds = 0.0
    }

    private let counts = Mutex(Counts())
    private let plan: SweepPlan
    private let totalCount: Int
    private let isShown: Bool
    private let threads: Int

    init(
        _ plan: SweepPlan, totalCount: Int, threads: Int?,
        _ output: OutputOptions
    ) {
        self.plan = plan
        self.totalCount = totalCount
        isShown = output.showsProgress
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    }

    func began(_ point: SweepPoint) {
        counts.withLock {
            $0.running += 1
            draw($0)
        }
    }

    func ended(_ point: SweepPoint, _ outcome: SweepRunner.Outcome) {
        counts.withLock {
            $0.running -= 1
            switch outcome {
            case .finished(let seconds):
                $0.done += 1
                $0.computedSeconds += seconds
            case .foundFinished: $0.done += 1
            case .failed(let message):
                $0.failed += 1
                clear()
                StandardStreams.say("schedlab: \(plan.label(point)): \(message)\n")
                StandardStreams.say("repeat it: \(ShellWords.line(["schedlab"] + point.task.arguments))\n")
            case .notBegun: break
            }
            draw($0)
        }
    }

    /// Removes the line.
    func clear() {
        if isShown { StandardStreams.draw("\r\u{1B}[K") }
    }

    private func draw(_ counts: Counts) {
        guard isShown else { return }
        let ended = counts.done + counts.failed
        var left = "…"
        if counts.done > 0 {
            let seconds =
                counts.computedSeconds / Double(counts.done) * Double(totalCount - ended) / Double(threads)
            left = "\(Int(seconds.rounded(.up))) s left"
        }
        StandardStreams.draw(
            """
            \r\u{1B}[K\(Numbers.grouped(counts.done)) of \(Numbers.grouped(totalCount)) points done, \
            \(counts.running) running, \(counts.failed) failed, \(left)
            """)
    }
}
