internal import Experiments
internal import Kit
private import Simulation
internal import Traces
private import Workload

/// What a result rests on that was not given or measured.
struct AssumptionList {
    private let resolved: ResolvedExperiment

    init(_ resolved: ResolvedExperiment) { self.resolved = resolved }

    var json: JSONValue {
        .object([
            (
                "assumedSpeeds",
                .array(
                    resolved.assumedSpeeds.map {
                        .object([
                            ("gpuType", .string($0.gpuType)),
                            ("speedRelativeToV100", .double($0.relativeSpeed)),
                            ("basis", .string($0.basis)),
                        ])
                    })
            ),
            (
                "factors",
                .array(
                    resolved.factors.map {
                        .object([
                            ("text", .string($0.text)), ("source", .string($0.source)),
                            ("jobCount", .int($0.jobCount)),
                        ])
                    })
            ),
            ("lengthKnowledge", .string(resolved.contract.lengthKnowledge.rawValue)),
            ("moves", .string(movesText)),
            ("failures", .string("none")),
            ("imports", .array(resolved.imports.map(Self.json))),
        ])
    }

    private var movesText: String {
        switch resolved.experiment.moveCosts ?? .seconds(0) {
        case .seconds(let seconds):
            return seconds > 0 ? "a moved or resumed job stands still for \(seconds) s" : "moves cost 0 s"
        case .byModel:
            let models = MoveCosts.models.map {
                "\($0.prefix.isEmpty ? "others" : $0.prefix) \($0.overheadSeconds) s"
            }
            return """
                a moved or resumed job stands still for its checkpoint, its transfer and its start: \
                \(models.joined(separator: ", ")); \(MoveCosts.joinSeconds) s more on several GPUs
                """
        }
    }

    static func json(_ report: ImportReport) -> JSONValue {
        let texts = { (texts: [String]) in JSONValue.array(texts.map(JSONValue.string)) }
        let licence = report.licence.map { [("licence", JSONValue.string($0))] } ?? []
        return .object(
            [
                ("file", .string(report.file)), ("sha256", .string(report.sha256)),
            ] + licence + [
                ("rowCount", .int(report.rowCount)),
                ("droppedRowCount", .int(report.dropped.count)), ("columnsUsed", texts(report.columnsUsed)),
                ("columnsKept", texts(report.columnsKept)), ("columnsUnused", texts(report.columnsUnused)),
                ("derived", texts(report.derived)), ("observations", texts(report.observations)),
                ("warnings", texts(report.warnings)),
                (
                    "dropReasons",
                    .array(
                        report.dropReasons.map {
                            .object([
                                ("reason", .string($0.reason)), ("rowCount", .int($0.count)),
                                ("lines", .array($0.lines.map(JSONValue.int))),
                            ])
                        })
                ),
                (
                    "droppedRows",
                    .array(
                        report.dropped.map {
                            .object([("line", .int($0.line)), ("reason", .string($0.reason))])
                        })
                ),
            ])
    }

    /// What was done with the user's files, for the table; the first few dropped rows of each.
    var importLines: [String] { Self.importLines(resolved.imports) }

    static func importLines(_ imports: [ImportReport]) -> [String] {
        imports.flatMap { report in
            var lines = [
                "\(report.file): \(Numbers.grouped(report.rowCount)) \(report.rowCount == 1 ? "row" : "rows"), \(Numbers.grouped(report.dropped.count)) dropped"
            ]
            for (name, columns) in [
                ("kept, not used", report.columnsKept), ("unknown", report.columnsUnused),
            ]
            where !columns.isEmpty {
                lines.append("  columns \(name): \(columns.joined(separator: ", "))")
            }
            if !report.derived.isEmpty {
                lines.append("  filled in: \(report.derived.joined(separator: "; "))")
            }
            if !report.observations.isEmpty {
                lines.append("  seen: \(report.observations.joined(separator: "; "))")
            }
            lines += report.warnings.map { "  WARNING: \($0)" }
            lines += Self.dropLines(report)
            return lines
        }
    }

    /// Rows that were left out, by reason, with the first lines of each.
    private static func dropLines(_ report: ImportReport) -> [String] {
        let reasons = report.dropReasons
        let shown = reasons.prefix(5).map { reason in
            reason.count == 1
                ? "  line \(reason.lines[0]): \(reason.reason)"
                : "  \(Numbers.grouped(reason.count)) x \(reason.reason) (lines \(reason.lines.map(String.init).joined(separator: ", "))\(reason.count > reason.lines.count ? ", ..." : ""))"
        }
        let hidden = reasons.dropFirst(5).reduce(0) { $0 + $1.count }
        return shown
            + (hidden > 0
                ? ["  and \(Numbers.grouped(hidden)) more for other reasons (--format json lists all)"] : [])
    }

    /// For the table: only what is out of the ordinary.
    var lines: [String] {
        resolved.assumedSpeeds.map {
            "\($0.gpuType) runs at \($0.relativeSpeed) of a V100's speed (\($0.basis))"
        }
            + resolved.factors.map {
                "\($0.text) (\($0.source)): up to \(Numbers.grouped($0.jobCount)) \($0.jobCount == 1 ? "job" : "jobs")"
            }
    }
}
