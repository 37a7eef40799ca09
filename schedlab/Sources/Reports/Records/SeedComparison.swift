public import Kit
private import Metrics
public import Recording

/// Two groups of runs with the same seeds: the mean difference with its interval over the seeds.
public struct SeedComparison {
    /// Names of the seeds' folders, in order.
    public let seeds: [String]
    /// One comparison a seed.
    public let comparisons: [RunComparison]

    /// Compares groups.
    ///
    /// - Parameters:
    ///   - seeds: Names of the seeds' folders.
    ///   - records: Per seed, the records of all groups.
    /// - Throws: As ``RunComparison/init(_:)``.
    public init(seeds: [String], records: [[RunRecord]]) throws {
        self.seeds = seeds
        comparisons = try records.map { try RunComparison($0) }
    }

    /// Mean difference of each group against the first, in seconds, and half its 95 % interval over seeds.
    private var intervals: [(policy: String, mean: Double, halfWidth: Double?)] {
        (comparisons.first?.differences ?? []).indices.compactMap { index in
            let means = comparisons.compactMap { $0.differences[index].meanSeconds }
            return SeedInterval(means).map {
                (comparisons[0].differences[index].policy, $0.mean, $0.halfWidth)
            }
        }
    }

    /// The comparison as text.
    public var text: String {
        var table = TextTable(
            heading: ["seed", "common jobs", "ended in some only"]
                + (comparisons.first?.differences ?? []).map { "\($0.policy) - A, s" },
            alignments: [.left, .right, .right] + (comparisons.first?.differences ?? []).map { _ in .right })
        for (seed, comparison) in zip(seeds, comparisons) {
            table.addRow(
                [
                    seed, Numbers.grouped(comparison.commonJobCount),
                    Numbers.grouped(comparison.partlyEndedJobCount),
                ]
                    + comparison.differences.map { Numbers.grouped($0.meanSeconds) })
        }
        var text =
            "A is \(comparisons.first?.policy ?? ""); differences of average JCT, B - A\n\n" + table.text
            + "\n"
        for interval in intervals {
            let half =
                interval.halfWidth.map { " ± \(Numbers.grouped(Optional($0))) s (95 %, over seeds)" } ?? ""
            text += "\(interval.policy) - A: \(Numbers.grouped(Optional(interval.mean))) s\(half)\n"
        }
        return text
    }

    /// The comparison as JSON.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)),
            (
                "overSeeds",
                .array(
                    intervals.map {
                        .object([
                            ("policy", .string($0.policy)), ("seedCount", .int(seeds.count)),
                            ("meanDifferenceSeconds", .double($0.mean)),
                            ("halfWidth95", .number($0.halfWidth)),
                        ])
                    })
            ),
            (
                "seeds",
                .array(
                    zip(seeds, comparisons).map {
                        .object([("seed", .string($0.0)), ("comparison", $0.1.json)])
                    })
            ),
        ])
    }

    /// The comparison as CSV, a row for each seed.
    public var csv: String {
        CSVLine.text(
            ["seed", "common_jobs", "partly_completed_jobs"]
                + (comparisons.first?.differences ?? []).indices.map { "mean_difference_\($0 + 2)_seconds" })
            + zip(seeds, comparisons).map { seed, comparison in
                CSVLine.text(
                    [seed, "\(comparison.commonJobCount)", "\(comparison.partlyEndedJobCount)"]
                        + comparison.differences.map { $0.meanSeconds.map { "\($0)" } ?? "" })
            }.joined()
    }
}
