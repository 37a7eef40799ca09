public import Kit
private import Metrics

/// One figure over seeds: means with 95 % intervals, and apart from them the points whose averages say nothing.
public struct SeedTable {
    /// The figure's full name.
    public let figure: String
    /// All groups, in the order of the plan.
    public let groups: [SeedGroup]
    /// Differences from the baseline on equal seeds; empty without one.
    public let differences: [PairedDifference]
    /// Whether groups that are not fine are compared as well.
    private let isInclusive: Bool

    /// Puts a table together.
    ///
    /// - Parameters:
    ///   - results: The points.
    ///   - figure: Name of the figure.
    ///   - baseline: What the others are held against, such as `policy=fifo`; nil = nothing.
    ///   - isInclusive: Whether points that are not fine are taken into comparisons.
    /// - Throws: ``SweepError`` for a figure or field that is not there.
    public init(
        _ results: SweepResults, figure: String, against baseline: Condition? = nil, isInclusive: Bool = false
    ) throws(SweepError) {
        self.figure = try results.fullName(of: figure)
        self.isInclusive = isInclusive
        let groups = try SeedGroup.all(results, figure: figure)
        self.groups = groups
        if let baseline {
            differences = try Self.differences(groups, against: baseline, isInclusive: isInclusive)
        } else {
            differences = []
        }
    }

    /// Every group against the one that agrees with it in everything but the baseline's fields.
    private static func differences(
        _ groups: [SeedGroup], against baseline: Condition, isInclusive: Bool
    ) throws(SweepError) -> [PairedDifference] {
        let names = baseline.parts.map(\.name)
        for name in names where groups.first?.field(name) == nil {
            throw .badArgument(
                name: "--against", found: baseline.description,
                expected:
                    "fields that vary: \(groups.first?.fields.map(\.name).joined(separator: ", ") ?? "")")
        }
        let kept = groups.filter { $0.isFine || isInclusive }
        let (base, others) = (
            kept.filter { baseline.holds($0.field) }, kept.filter { !baseline.holds($0.field) }
        )
        return others.compactMap { group in
            base.first { candidate in
                candidate.fields.allSatisfy { names.contains($0.name) || group.field($0.name) == $0.value }
            }.map { PairedDifference(group, against: $0) }
        }
    }

    private var fine: [SeedGroup] { groups.filter(\.isFine) }
    private var unfit: [SeedGroup] { groups.filter { !$0.isFine } }
    private var names: [String] { groups.first?.fields.map(\.name) ?? [] }

    /// The table for people.
    public var text: String {
        var text = "\(figure): mean over seeds with its 95 % interval (Student's t)\n\n"
        text += table(fine, judged: false)
        if !unfit.isEmpty {
            text += "\nNot fine, so not averages of a steady state; left out of comparisons:\n\n"
            text += table(unfit, judged: true)
        }
        guard !differences.isEmpty else { return text }
        text +=
            "\nDifference from the baseline on equal seeds\(isInclusive ? ", points that are not fine included" : ""):\n\n"
        return text + differenceTable
    }

    private func table(_ groups: [SeedGroup], judged: Bool) -> String {
        var table = TextTable(
            heading: names + ["seeds", "mean", "95 % ±", "median"] + (judged ? ["because"] : []),
            alignments: names.map { _ in .left } + [.right, .right, .right, .right] + (judged ? [.left] : []))
        for group in groups {
            table.addRow(
                group.fields.map { $0.value.isEmpty ? "–" : $0.value } + ["\(group.values.count)"]
                    + numbers(group) + (judged ? [group.judgement] : []))
        }
        return table.text
    }

    private func numbers(_ group: SeedGroup) -> [String] {
        [group.interval?.mean, group.interval?.halfWidth, group.median].map(Self.short)
    }

    private var differenceTable: String {
        var table = TextTable(
            heading: names + ["seeds", "difference", "95 % ±", "of the baseline"],
            alignments: names.map { _ in .left } + Array(repeating: .right, count: 4))
        for pair in differences {
            let mean = pair.baseline.interval?.mean
            let share = pair.difference.flatMap { d in mean.map { d.mean / $0 } }
            table.addRow(
                pair.group.fields.map(\.value) + ["\(pair.difference?.count ?? 0)"]
                    + [pair.difference?.mean, pair.difference?.halfWidth].map(Self.short)
                    + [Numbers.percent(share)])
        }
        return table.text
    }

    /// A number with as many digits as a table needs.
    static func short(_ value: Double?) -> String {
        guard let value else { return "–" }
        if abs(value) >= 1000 { return Numbers.grouped(Optional(value)) }
        return Numbers.fixed(value, decimals: abs(value) >= 10 ? 2 : 4)
    }

    /// The table as CSV, one row a group, all digits kept.
    public var csv: String {
        let number = { (value: Double?) in value.map { "\($0)" } ?? "" }
        return CSVLine.text(names + ["figure", "seeds", "mean", "half_width_95", "median", "judgement"])
            + groups.map { group in
                CSVLine.text(
                    group.fields.map(\.value) + [
                        figure, "\(group.values.count)", number(group.interval?.mean),
                    ]
                        + [number(group.interval?.halfWidth), number(group.median), group.judgement])
            }.joined()
    }

    /// The table for programs.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("figure", .string(figure)),
            ("groups", .array(groups.map(Self.json))),
            (
                "differences",
                .array(
                    differences.map { pair in
                        .object([
                            ("fields", .object(pair.group.fields.map { ($0.name, .string($0.value)) })),
                            ("seedCount", .int(pair.difference?.count ?? 0)),
                            ("mean", .number(pair.difference?.mean)),
                            ("halfWidth95", .number(pair.difference?.halfWidth)),
                        ])
                    })
            ),
        ])
    }

    private static func json(_ group: SeedGroup) -> JSONValue {
        .object([
            ("fields", .object(group.fields.map { ($0.name, .string($0.value)) })),
            ("seedCount", .int(group.values.count)), ("mean", .number(group.interval?.mean)),
            ("halfWidth95", .number(group.interval?.halfWidth)), ("median", .number(group.median)),
            ("isFine", .bool(group.isFine)), ("judgement", .string(group.judgement)),
            (
                "seeds",
                .array(
                    group.seeds.map {
                        .object([
                            ("seed", .int(Int($0.seed))), ("value", .number($0.value)),
                            ("judgement", .string($0.judgement.rawValue)),
                        ])
                    })
            ),
        ])
    }
}
