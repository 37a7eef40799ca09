private import Experiments
private import Kit
private import Metrics

/// Completion times, waits and fairness for people.
extension RunSummary {
    /// The lines of the summary about times.
    var timeLines: [(String, String)] {
        let undefined = "undefined: \(UndefinedFigures.noneCompleted)"
        return [
            ("average JCT", averageText),
            ("JCT quantiles", quantilesText),
            (
                "first wait",
                run.times.firstWaitSeconds.map(Self.secondsText)
                    ?? "undefined: \(UndefinedFigures.noneStarted)"
            ),
            ("total wait", run.times.totalWaitSeconds.map(Self.secondsText) ?? undefined),
            (
                "slowdown",
                run.times.slowdown.map {
                    "\(Self.least($0, .mean))\(Numbers.fixed($0.mean, decimals: 2)) on average, p95 \(Self.least($0, .p95))\(Numbers.fixed($0.p95, decimals: 2))"
                        + Self.openWords($0)
                } ?? undefined
            ),
            ("fairness", fairnessText),
        ]
    }

    private static func secondsText(_ seconds: Distribution) -> String {
        let text = { (title: String, figure: Distribution.Figure, value: Double) in
            "\(title)\(least(seconds, figure))\(Numbers.grouped(value)) s"
        }
        return [
            text("", .mean, seconds.mean) + " on average", text("median ", .median, seconds.median),
            text("p95 ", .p95, seconds.p95), text("p99 ", .p99, seconds.p99),
        ].joined(separator: ", ") + openWords(seconds)
    }

    /// "at least " before a figure that jobs which had not ended can still raise.
    private static func least(_ distribution: Distribution, _ figure: Distribution.Figure) -> String {
        distribution.atLeast.contains(figure) ? "at least " : ""
    }

    private static func openWords(_ distribution: Distribution) -> String {
        distribution.atLeast.isEmpty ? "" : " (jobs that had not ended count with what they have so far)"
    }

    private var quantilesText: String {
        guard run.metrics.completedJobCount > 0 else { return "undefined: \(UndefinedFigures.noneCompleted)" }
        return [("median", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)].map {
            "\($0.0) \(Numbers.grouped(run.metrics.completionTimeQuantileSeconds($0.1))) s"
        }.joined(separator: ", ")
    }

    /// The average, never without the jobs that are not in it when the run was cut short or overloaded.
    private var averageText: String {
        let m = run.metrics
        guard let average = m.averageJCTSeconds else { return "undefined: \(UndefinedFigures.noneCompleted)" }
        let text = "\(Numbers.grouped(average)) s (\(hours(average)))"
        guard m.unfinishedJobCount > 0 || isOverloaded else { return text }
        let others =
            "\(Numbers.grouped(m.unfinishedJobCount)) unfinished, \(Numbers.grouped(m.neverStartedJobCount)) never started"
        return m.unfinishedJobCount > 0
            ? "\(text) over the \(Numbers.grouped(m.completedJobCount)) completed jobs only (\(others)): favours policies that starve long jobs"
            : "\(text), under overload (\(others)): depends on when the run ends"
    }

    private var fairnessText: String {
        guard let fairness = run.fairness else { return "undefined: \(UndefinedFigures.noneCompleted)" }
        let least = fairness.isAtLeast ? "at least " : ""
        return """
            finish-time fairness \(least)\(Numbers.fixed(fairness.mean, decimals: 2)) on average, at worst \
            \(least)\(Numbers.fixed(fairness.max, decimals: 2)); \(least)\
            \(Numbers.percent(fairness.unfairFraction)) of jobs later than on an equal share
            """
    }

    /// Seconds in hours; an en dash for nil.
    func hours(_ seconds: Double?) -> String {
        seconds.map { "\(Numbers.fixed($0 / 3600, decimals: 2)) h" } ?? "–"
    }
}
