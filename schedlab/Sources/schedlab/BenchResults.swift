internal import Experiments
internal import Kit

/// What came of one engine in one mode.
struct BenchOutcome {
    /// Who.
    let contestant: EngineBenchmark.Contestant
    /// Its figures; nil = it proved no answer.
    let result: EngineBenchmark.Result?

    /// As in the list of results; figures that are not there are null.
    var json: JSONValue {
        func number(_ figure: (EngineBenchmark.Result) -> Double) -> JSONValue {
            result.map { .double(figure($0)) } ?? .null
        }
        return .object([
            ("engine", .string(contestant.engineName)), ("mode", .string(contestant.mode)),
            ("cpuMilliseconds", number(\.cpuMilliseconds)), ("objective", number(\.objective)),
            ("certificateGap", number(\.certificateGap)),
            ("iterations", result.map { .int($0.iterationCount) } ?? .null),
        ])
    }
}

/// The results of `bench lp` in every format.
struct BenchResults {
    private let program: [(String, JSONValue)]
    private let outcomes: [BenchOutcome]

    init(program: [(String, JSONValue)], _ outcomes: [BenchOutcome]) {
        self.program = program
        self.outcomes = outcomes
    }

    func text(_ format: OutputFormat) -> String {
        switch format {
        case .table: table
        case .json: json
        case .csv: csv
        }
    }

    private var table: String {
        var table = TextTable(
            heading: [
                "engine", "mode", "CPU time", "of the first", "objective", "certificate gap", "iterations",
            ],
            alignments: [.left, .left, .right, .right, .right, .right, .right])
        let first = outcomes.lazy.compactMap(\.result).first?.cpuMilliseconds ?? 1
        for outcome in outcomes {
            let start = [outcome.contestant.engineName, outcome.contestant.mode]
            guard let result = outcome.result else {
                table.addRow(start + ["–", "–", "not proved", "–", "–"])
                continue
            }
            table.addRow(
                start + [
                    "\(Numbers.fixed(result.cpuMilliseconds, decimals: 3)) ms",
                    "\(Numbers.fixed(result.cpuMilliseconds / first, decimals: 1)) x", "\(result.objective)",
                    "\(Numbers.fixed(result.certificateGap * 1e9, decimals: 3))e-9",
                    "\(result.iterationCount)",
                ])
        }
        return table.text
    }

    private var json: String {
        JSONValue.object([
            ("schemaVersion", .int(1)), ("program", .object(program)),
            ("results", .array(outcomes.map(\.json))),
        ]).indented
    }

    private var csv: String {
        let heading = ["engine", "mode", "cpu_milliseconds", "objective", "certificate_gap", "iterations"]
        let rows = outcomes.map { outcome in
            let figures = outcome.result.map {
                ["\($0.cpuMilliseconds)", "\($0.objective)", "\($0.certificateGap)", "\($0.iterationCount)"]
            }
            return [outcome.contestant.engineName, outcome.contestant.mode] + (figures ?? ["", "", "", ""])
        }
        return ([heading] + rows).map(CSVLine.text).joined()
    }
}
