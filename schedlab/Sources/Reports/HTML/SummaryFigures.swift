private import Foundation
private import Metrics

/// The figures of a run's summary, with all their digits.
struct SummaryFigures {
    /// A figure.
    enum Value: Decodable {
        case number(Double)
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }
    }

    private let figures: [String: Value]

    /// Reads a summary; nil when it is no JSON object.
    init?(_ json: String) {
        guard let figures = try? JSONDecoder().decode([String: Value].self, from: Data(json.utf8)) else {
            return nil
        }
        self.figures = figures
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
