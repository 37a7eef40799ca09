internal import ArgumentParser
internal import Experiments
private import Foundation
private import Kit
internal import Recording
private import Reports

/// Whether and how a run leaves a record.
struct RecordOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Record the run, decision by decision, in a file; in a folder as run.record, with --seeds as seed-N/run.record.",
            valueName: "file|dir"))
    var record: String?

    @Option(
        help: ArgumentHelp(
            "Whose reasons the record holds: all, none, or jobs by id (3,17,40-49).", valueName: "jobs"))
    var reasons = ReasonsArgument(selection: .all)

    /// The file of a single run's record; nil when none is asked for.
    func path(outputFolder: String?) -> String? {
        guard let record else { return nil }
        let isFolder =
            FileKind.of(record) == .folder || record.hasSuffix("/") || record == outputFolder
        return isFolder ? "\(record)/\(RunRecord.fileName)" : record
    }

    /// The observer that writes the record of a single run; nil when none is asked for.
    func recorder(
        _ prepared: PreparedExperiment, outputFolder: String?, _ overwrite: OverwriteOptions
    ) throws -> RunRecorder? {
        guard let path = path(outputFolder: outputFolder) else { return nil }
        return try Self.recorder(prepared, path: path, reasons: reasons.selection, overwrite)
    }

    /// The same for one of several seeds.
    func recorder(
        _ prepared: PreparedExperiment, seedFolder seed: UInt64, _ overwrite: OverwriteOptions
    ) throws -> RunRecorder? {
        guard let record else { return nil }
        let path = "\(record)/seed-\(seed)/\(RunRecord.fileName)"
        return try Self.recorder(prepared, path: path, reasons: reasons.selection, overwrite)
    }

    /// The observer that writes a record to a file.
    static func recorder(
        _ prepared: PreparedExperiment, path: String, reasons: ReasonSelection, _ overwrite: OverwriteOptions
    ) throws -> RunRecorder {
        try overwrite.file(path, isOurs: RunRecord.isOne(path:))
        let provenance = prepared.resolved.provenance(
            reasons: reasons, engine: "schedlab \(RootCommand.configuration.version)",
            command: CommandLine.arguments)
        return try RunRecorder(path: path, provenance: provenance, speeds: prepared.speeds)
    }
}

/// Jobs by id: `all`, `none`, or numbers and ranges.
struct ReasonsArgument: ExpressibleByArgument {
    let selection: ReasonSelection

    init(selection: ReasonSelection) { self.selection = selection }

    init?(argument: String) {
        if argument == "all" || argument == "none" {
            selection = argument == "all" ? .all : .none
            return
        }
        var ids: Set<UInt32> = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt32($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
                first <= last, last - first < Self.rangeLimit
            else { return nil }
            ids.formUnion(first...last)
        }
        selection = .jobs(ids)
    }

    private static let rangeLimit: UInt32 = 1_000_000

    var defaultValueDescription: String {
        switch selection {
        case .all: "all"
        case .none: "none"
        case .jobs: "jobs"
        }
    }
}
