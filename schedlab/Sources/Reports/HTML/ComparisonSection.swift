private import Drawing
private import Kit
private import TextFormats

/// Runs of one workload held against the first, as a table.
struct ComparisonSection {
    private let comparison: RunComparison
    private let names: [String]

    init(_ comparison: RunComparison, names: [String]) {
        self.comparison = comparison
        self.names = names
    }

    var html: String {
        let letters = comparison.differences.indices.map { Self.letter($0 + 1) }
        let head = letters.map { "<th>\($0) - A</th>" }.joined()
        let kinds = zip(letters, names.dropFirst()).map { "\($0) is \(MarkupText.escaped($1))" }
        var rows = "<tr><th></th>\(head)</tr>"
        for (title, value) in Self.figures {
            let seconds = comparison.differences.map(value)
            let unit = TimeUnit.fitting(seconds.map { $0.map(SummaryFigures.Value.number) })
            rows += "<tr><td>\(title)</td>"
            rows += seconds.map { "<td>\($0.map { Self.signed($0, unit) } ?? "–")</td>" }.joined() + "</tr>"
        }
        for (title, isCounted) in Self.counts {
            let counts = comparison.differences.map { $0.differencesSeconds.count(where: isCounted) }
            rows +=
                "<tr><td>\(title)</td>" + counts.map { "<td>\(Numbers.grouped($0))</td>" }.joined() + "</tr>"
        }
        return
            "<h2>Comparison</h2><p>A is \(MarkupText.escaped(names[0])), \(kinds.joined(separator: ", ")); the same "
            + "\(Numbers.grouped(comparison.jobCount)) jobs, completion time of each of the "
            + "\(Numbers.grouped(comparison.commonJobCount)) that completed in all runs.</p>"
            + "<div class=\"wide\"><table>\(rows)</table></div>\(divergences(letters))"
    }

    private typealias Difference = RunComparison.Difference

    private static let figures: [(String, @Sendable (Difference) -> Double?)] = [
        ("mean", { $0.meanSeconds }), ("first quartile", { $0.quantileSeconds(0.25) }),
        ("median", { $0.quantileSeconds(0.5) }), ("third quartile", { $0.quantileSeconds(0.75) }),
    ]

    private static let counts: [(String, @Sendable (Double) -> Bool)] = [
        ("jobs faster than in A", { $0 < 0 }), ("jobs slower", { $0 > 0 }), ("jobs equal", { $0 == 0 }),
    ]

    private static func signed(_ seconds: Double, _ unit: TimeUnit) -> String {
        (seconds > 0 ? "+" : "") + unit.text(seconds)
    }

    private static func letter(_ index: Int) -> String {
        index < 26 ? String(UnicodeScalar(UInt8(65 + index))) : "run \(index + 1)"
    }

    private func divergences(_ letters: [String]) -> String {
        zip(letters, comparison.differences).map { letter, difference in
            guard let divergence = difference.divergence else {
                return "<p>\(letter): nobody ever got other GPUs than in A.</p>"
            }
            let sentences = zip(["A", letter], divergence.sentences).map {
                "<li>\($0): \(MarkupText.escaped($1))</li>"
            }
            return
                "<p>\(letter) differs from A from round \(divergence.round) on:</p><ul>\(sentences.joined())</ul>"
        }.joined()
    }
}
