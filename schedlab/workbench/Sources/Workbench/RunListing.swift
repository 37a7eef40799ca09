private import Foundation
private import Kit
internal import Recording
private import TextFormats

/// A run's line in the list of runs, as JSON.
enum RunListing {
    /// Figures of the summary that the list shows.
    private static let figures = [
        "averageJCTSeconds", "medianJCTSeconds", "p99JCTSeconds", "makespanSeconds", "busyFraction",
        "completedJobCount", "unfinishedJobCount", "generatedJobCount", "roundCount", "offeredLoad",
    ]
    private static let settings = ["workload", "placement", "cluster"]

    /// The line of a record.
    static func line(_ record: RunRecord, id: String, relativePath: String) -> String {
        let provenance = record.provenance
        var fields: [(String, JSONValue)] = [
            ("id", .string(id)), ("path", .string(relativePath)),
            ("name", .string(name(relativePath))),
            ("state", .string(record.isComplete ? "complete" : "cut off")),
            ("policy", .string(provenance.policy)), ("mechanism", .string(provenance.mechanism)),
            ("seed", .string(String(provenance.seed))), ("importedFrom", .string(provenance.importedFrom)),
            ("recordBytes", .int(record.byteCount)), ("rounds", .int(record.roundCount)),
            ("problem", .string("")),
        ]
        if case .object(let experiment) = provenance.experiment {
            for setting in settings {
                fields.append((setting, experiment.first { $0.0 == setting }?.1 ?? .string("")))
            }
            fields.append(("rateJobsPerHour", experiment.first { $0.0 == "rateJobsPerHour" }?.1 ?? .null))
        }
        let summary = record.summary.flatMap { JSONFields($0) }
        for figure in figures {
            guard case .number(let value)? = summary?.values[figure] else { continue }
            fields.append((figure, .double(value)))
        }
        return JSONValue.object(fields).oneLine
    }

    /// The line of a file that cannot be read.
    static func line(id: String, relativePath: String, problem: String) -> String {
        JSONValue.object([
            ("id", .string(id)), ("path", .string(relativePath)), ("name", .string(name(relativePath))),
            ("state", .string("unreadable")), ("problem", .string(problem)),
        ]).oneLine
    }

    private static func name(_ path: String) -> String {
        let url = URL(fileURLWithPath: "/" + path)
        let folder = url.deletingLastPathComponent().lastPathComponent
        return url.lastPathComponent == RunRecord.fileName && folder != "/"
            ? folder : url.deletingPathExtension().lastPathComponent
    }
}
