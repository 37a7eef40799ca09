private import Foundation
private import Kit
internal import Recording

/// A run's line in the list of runs, as JSON.
enum RunListing {
    /// Figures of the summary that the list shows.
    private static let figures = [
        "averageJCTSeconds", "medianJCTSeconds", "p99JCTSeconds", "makespanSeconds", "busyFraction",
        "completedJobCount", "unfinishedJobCount", "generatedJobCount", "roundCount", "offeredLoad",
    ]
    /// The figures of a summary that are numbers.
    ///
    /// The rest of it, which is most, is not looked at: a folder may have thousands of records.
    private struct Figures: Decodable {
        let values: [(name: String, value: Double)]

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: FieldName.self)
            values = figures.compactMap { name in
                let key = FieldName(stringValue: name)
                return (try? fields.decodeIfPresent(Double.self, forKey: key)).map { (name, $0) }
            }
        }
    }

    private struct FieldName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

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
        let summary = record.summary.flatMap {
            try? JSONDecoder().decode(Figures.self, from: Data($0.utf8))
        }
        fields += (summary?.values ?? []).map { ($0.name, .double($0.value)) }
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
