public import Kit
private import Metrics

/// Knees for people and programs.
public struct KneeTable {
    private let knees: [Knee]
    private let x: String
    private let figure: String
    private var names: [String] { knees.first?.fields.map(\.name) ?? [] }

    /// A table.
    ///
    /// - Parameters:
    ///   - knees: One a group.
    ///   - x: The field.
    ///   - figure: The figure that is told at the knee.
    public init(_ knees: [Knee], x: String, figure: String) {
        self.knees = knees
        self.x = String(x.prefix { $0 != "=" })
        self.figure = figure
    }

    /// The table for people.
    public var text: String {
        var table = TextTable(
            heading: names + [
                "seeds", "greatest \(x)", "95 % ±", "\(figure) there", "95 % ±", "runs", "note",
            ],
            alignments: names.map { _ in .left } + Array(repeating: .right, count: 6) + [.left])
        for knee in knees {
            let cells = [
                knee.interval?.mean, knee.interval?.halfWidth, knee.figure?.mean, knee.figure?.halfWidth,
            ].map(SeedTable.short)
            table.addRow(
                knee.fields.map { $0.value.isEmpty ? "–" : $0.value } + ["\(knee.seeds.count)"] + cells
                    + ["\(knee.runCount)", Self.note(knee)])
        }
        return """
            The greatest \(x) that is not overloaded, found for each seed: mean over seeds with its 95 % interval

            \(table.text)
            """
    }

    private static func note(_ knee: Knee) -> String {
        if let problem = knee.problem { return problem }
        return knee.cutCount == 0 ? "" : "\(knee.cutCount) of \(knee.seeds.count) cut by the time limit there"
    }

    /// One row a group, all digits kept.
    public var csv: String {
        let number = { (value: Double?) in value.map { "\($0)" } ?? "" }
        return CSVLine.text(
            names + [
                "x", "seeds", "knee", "half_width_95", "figure", "figure_mean", "figure_half_width_95",
                "note",
            ])
            + knees.map { knee in
                CSVLine.text(
                    knee.fields.map(\.value) + [x, "\(knee.seeds.count)"]
                        + [number(knee.interval?.mean), number(knee.interval?.halfWidth), figure]
                        + [number(knee.figure?.mean), number(knee.figure?.halfWidth), Self.note(knee)])
            }.joined()
    }

    /// The table for programs, with what was found for every seed.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("x", .string(x)), ("figure", .string(figure)),
            ("knees", .array(knees.map(Self.json))),
        ])
    }

    private static func json(_ knee: Knee) -> JSONValue {
        .object([
            ("fields", .object(knee.fields.map { ($0.name, .string($0.value)) })),
            ("mean", .number(knee.interval?.mean)), ("halfWidth95", .number(knee.interval?.halfWidth)),
            ("figureMean", .number(knee.figure?.mean)),
            ("figureHalfWidth95", .number(knee.figure?.halfWidth)), ("runCount", .int(knee.runCount)),
            ("note", .string(note(knee))),
            (
                "seeds",
                .array(
                    knee.seeds.map {
                        .object([
                            ("seed", .int(Int($0.seed))),
                            ("greatestNotOverloaded", .number($0.greatestNotOverloaded)),
                            ("leastOverloaded", .number($0.leastOverloaded)), ("figure", .number($0.figure)),
                            ("judgement", .string($0.judgement.rawValue)),
                        ])
                    })
            ),
        ])
    }
}
