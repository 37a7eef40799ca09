internal import Kit
private import Metrics
internal import TextFormats

/// The figures of a run's summary, with all their digits.
struct SummaryFigures {
    /// A figure.
    typealias Value = JSONFields.Value

    private let figures: [String: Value]

    /// Reads a summary; nil when it is no JSON object.
    init?(_ json: String) {
        guard let object = JSONFields(json) else { return nil }
        figures = object.values
    }

    /// What a record without a summary tells by itself: one that was imported, or cut off.
    init(_ series: RunSeries) {
        var figures: [String: Value] = [
            "generatedJobCount": .number(Double(series.jobCount)),
            "completedJobCount": .number(Double(series.jctSeconds.count)),
            "roundCount": .number(Double(series.roundCount)),
        ]
        let averages = [
            "averageJCTSeconds": Statistics.mean(series.jctSeconds),
            "medianJCTSeconds": Statistics.quantile(0.5, of: series.jctSeconds),
            "p99JCTSeconds": Statistics.quantile(0.99, of: series.jctSeconds),
        ]
        for (key, value) in averages { figures[key] = value.map(Value.number) }
        self.figures = figures
    }

    /// A figure by its name in the summary.
    subscript(key: String) -> Value? { figures[key] }
}
