public import Kit
private import Metrics

/// A comparison for people and programs.
extension RunComparison {
    private static let extremeCount = 5

    /// The comparison as text.
    public var text: String {
        let average = Numbers.grouped(averageJCTSeconds)
        var text = """
            workload   the same \(Numbers.grouped(jobCount)) jobs (SHA-256 \(workloadHash.prefix(12))…\
            \(isExactWorkload ? "" : "; by ids, models and GPUs: a .viz.bin file holds no more"))
            A          \(policy), \(path): average JCT \(average) s over the \(Numbers.grouped(commonJobCount)) jobs \
            that completed in all runs, measured or not\(others)\(windowWord)

            """
        for (index, difference) in differences.enumerated() {
            text += self.text(difference, name: Self.name(index + 1))
        }
        return text
    }

    /// Says that the averages here are not those of the runs' own summaries, where they are not.
    private var windowWord: String {
        guard let window else { return "" }
        return """

                       (the runs' summaries average over jobs \(window.lowerBound) to \(window.upperBound - 1) \
            only: these are other averages)
            """
    }

    private var others: String {
        guard partlyEndedJobCount > 0 else { return "" }
        return """
            ; \(Numbers.grouped(partlyEndedJobCount)) more completed in some of the runs only and are in no \
            difference
            """
    }

    private static func name(_ index: Int) -> String {
        index < 26 ? String(UnicodeScalar(UInt8(65 + index))) : "run \(index + 1)"
    }

    private func text(_ difference: Difference, name: String) -> String {
        let seconds = { (value: Double?) in Numbers.grouped(value) + " s" }
        let relative = averageJCTSeconds.flatMap { average in
            difference.meanSeconds.map { ", \(Numbers.percent($0 / average))" }
        }
        let betterCount = difference.differencesSeconds.count { $0 < 0 }
        let worseCount = difference.differencesSeconds.count { $0 > 0 }
        var text = """

            \(name)          \(difference.policy), \(difference.path): average JCT \
            \(seconds(difference.averageJCTSeconds))
            \(name) - A      per job: mean \(seconds(difference.meanSeconds))\(relative ?? ""), median \
            \(seconds(difference.quantileSeconds(0.5))), quartiles \(seconds(difference.quantileSeconds(0.25))) to \
            \(seconds(difference.quantileSeconds(0.75))) (a spread over jobs, not an interval)
            jobs       \(Numbers.grouped(betterCount)) faster in \(name), \(Numbers.grouped(worseCount)) slower, \
            \(Numbers.grouped(difference.differencesSeconds.count - betterCount - worseCount)) equal

            """
        let (winners, losers) = difference.extremes(Self.extremeCount)
        for (what, list) in [("winners", winners), ("losers ", losers)] where !list.isEmpty {
            let words = list.map { "job \($0.2) \($0.1 > 0 ? "+" : "")\(seconds($0.1))" }
            text += "\(what)    \(words.joined(separator: ", "))\n"
        }
        guard let divergence = difference.divergence else {
            return text + "schedules  the same in every round that both have\n"
        }
        text += "schedules  differ from round \(divergence.round) on\n"
        for (run, sentence) in zip(["A", name], divergence.sentences) { text += "  \(run): \(sentence)\n" }
        return text
    }

    /// The comparison as JSON.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("workloadSHA256", .string(workloadHash)),
            ("isExactWorkload", .bool(isExactWorkload)),
            ("jobCount", .int(jobCount)),
            ("commonJobCount", .int(commonJobCount)),
            ("averagedJobs", .string("all that completed in all runs, measured or not")),
            (
                "window",
                window.map { .array([.int($0.lowerBound), .int($0.upperBound)]) } ?? .null
            ),
            ("partlyCompletedJobCount", .int(partlyEndedJobCount)),
            (
                "first",
                .object([
                    ("path", .string(path)), ("policy", .string(policy)),
                    ("averageJCTSeconds", .number(averageJCTSeconds)),
                ])
            ),
            ("others", .array(differences.map(Self.json))),
        ])
    }

    private static func json(_ difference: Difference) -> JSONValue {
        let (winners, losers) = difference.extremes(extremeCount)
        let list = { (pairs: [Difference.Extreme]) in
            JSONValue.array(
                pairs.map {
                    .object([
                        ("job", .int(Int($0.0))), ("name", .string($0.2)),
                        ("differenceSeconds", .double($0.1)),
                    ])
                })
        }
        return .object([
            ("path", .string(difference.path)), ("policy", .string(difference.policy)),
            ("averageJCTSeconds", .double(difference.averageJCTSeconds)),
            ("meanDifferenceSeconds", .number(difference.meanSeconds)),
            ("firstQuartileDifferenceSeconds", .number(difference.quantileSeconds(0.25))),
            ("medianDifferenceSeconds", .number(difference.quantileSeconds(0.5))),
            ("thirdQuartileDifferenceSeconds", .number(difference.quantileSeconds(0.75))),
            ("winners", list(winners)), ("losers", list(losers)),
            (
                "divergence",
                difference.divergence.map {
                    .object([
                        ("round", .int($0.round)), ("sentences", .array($0.sentences.map(JSONValue.string))),
                    ])
                } ?? .null
            ),
        ])
    }

    /// The comparison as CSV, a row for each common job.
    public var csv: String {
        let header = ["job_id"] + differences.indices.map { "jct_difference_\($0 + 2)_seconds" }
        let rows = (differences.first?.jobIDs ?? []).enumerated().map { row, id in
            CSVLine.text(["\(id)"] + differences.map { "\($0.differencesSeconds[row])" })
        }
        return CSVLine.text(header) + rows.joined()
    }
}
