private import Cluster
private import Experiments
public import Foundation
private import Kit
public import Recording
private import Reports
private import Sweeps
private import Traces
private import Workload

/// Everything that reads files of others, run on bytes that may say anything: it may refuse them, and nothing else.
public struct HostileReaders {
    /// What became of some bytes.
    public enum Outcome: Equatable {
        /// They were read to their end.
        case read
        /// They were refused with this message.
        case refused(String)
    }

    private let folder: URL
    private let speeds: SpeedBook

    /// Larger clusters are opened and checked only: writing each of their GPUs down takes as long as it takes.
    private static let exportedGPULimit = 4096

    /// Readers that write what they make into a folder.
    public init(folder: URL) throws {
        self.folder = folder
        speeds = SpeedBook(try GavelMeasurements.table())
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func outcome(_ body: () throws -> Void) -> Outcome {
        do {
            try body()
            return .read
        } catch { return .refused("\(error)") }
    }

    // MARK: Records

    /// Opens, checks, explains, compares and exports a record to all forms.
    ///
    /// - Returns: What opening and checking came to; the others are run whatever it is.
    @discardableResult
    public func record(_ bytes: [UInt8]) -> Outcome {
        guard let record = try? RunRecord(bytes: bytes, name: "hostile") else {
            return outcome { _ = try RunRecord(bytes: bytes, name: "hostile") }
        }
        let checked = outcome { _ = try RecordCheck(record) }
        guard record.provenance.layout.gpuCount <= Self.exportedGPULimit else { return checked }
        for job in 0..<3 as Range<UInt32> { explain(record, job) }
        _ = outcome { _ = try record.state(atSeconds: 1000) }
        _ = outcome {
            let comparison = try RunComparison([record, record])
            _ = (comparison.text, comparison.json.oneLine, comparison.csv)
        }
        _ = outcome { _ = try HTMLReport([record]).page() }
        _ = outcome { _ = try HTMLReport([record, record]).page() }
        _ = outcome { try VizBinExport(record).write(to: path("out.viz.bin")) }
        _ = outcome { try GavelLogExport.write(record, to: path("out.log"), policy: "FIFO") }
        _ = outcome { _ = try PerfettoExport.write(record, to: path("out.json")) }
        _ = outcome { try CSVExport.write(record, toFolder: try OutputFolder(path("csv"), isForced: true)) }
        return checked
    }

    private func explain(_ record: RunRecord, _ job: UInt32) {
        var rounds = [0, 1, record.roundCount / 2]
        _ = outcome {
            let history = try JobHistory(record, jobID: job)
            rounds.append(history.lastRound)
            _ = (history.text, history.json.oneLine, history.csv)
        }
        for round in Set(rounds).sorted() {
            _ = outcome {
                let explanation = try JobExplanation(record, jobID: job, round: round)
                _ = (explanation.text, explanation.json.oneLine, explanation.csv)
            }
        }
    }

    /// Compares two records.
    @discardableResult
    public func compare(_ first: [UInt8], _ second: [UInt8]) -> Outcome {
        outcome {
            _ = try RunComparison([
                try RunRecord(bytes: first, name: "first"), try RunRecord(bytes: second, name: "second"),
            ]).text
        }
    }

    // MARK: Files of other tools

    /// Imports a file; a record that was made of it must be one that can be read.
    ///
    /// - Throws: What the record's reader throws: that is a fault, whatever the bytes were.
    @discardableResult
    public func imported(_ bytes: [UInt8], form: RecordImport.Format) throws -> Outcome {
        let (input, output) = (path("input"), path("imported.record"))
        try Data(bytes).write(to: URL(fileURLWithPath: input))
        try? FileManager.default.removeItem(atPath: output)
        if form == .vizBin { _ = outcome { _ = try VizBinFile(path: input).encoded() } }
        var options = RecordImport.Options(speeds: speeds)
        options.format = form
        let imported = outcome { _ = try RecordImport.write(input, to: output, options: options) }
        guard imported == .read else { return imported }
        _ = try RecordCheck(try RunRecord(path: output))
        return .read
    }

    /// Reads a table or a trace by every reader of such files.
    ///
    /// - Returns: How often one of them read it to its end.
    @discardableResult
    public func table(_ bytes: [UInt8]) throws -> Int {
        let csv = path("input.csv")
        try Data(bytes).write(to: URL(fileURLWithPath: csv))
        var outcomes = [outcome { _ = try GavelTraceReader.jobs(path: csv) }]
        for isStrict in [false, true] {
            outcomes += [
                outcome {
                    _ = try UserJobsReader(speeds: speeds, isStrict: isStrict) { _ in nil }.read(path: csv)
                },
                outcome { _ = try OpenBPodsReader(layout: nil, isStrict: isStrict).read(path: csv) },
                outcome { _ = try ClusterFiles.layout(path: csv, isStrict: isStrict) },
                outcome { _ = try SpeedsReader.speeds(path: csv, isStrict: isStrict) },
            ]
        }
        return outcomes.count { $0 == .read }
    }

    /// Reads YAML or JSON by every reader of such files.
    ///
    /// - Returns: How many of them read it to its end.
    @discardableResult
    public func settings(_ bytes: [UInt8]) throws -> Int {
        let (yaml, json) = (path("input.yaml"), path("input.json"))
        for path in [yaml, json] { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
        return [
            outcome { _ = try ClusterFiles.layout(path: yaml, isStrict: true) },
            outcome { _ = try ExperimentFile.flags(path: yaml, given: []) },
            outcome { _ = try SweepFile.read(yaml) },
            outcome { _ = try ProgramFile.read(path: json) },
            outcome { _ = try GavelThroughputsReader.table(path: json, neededTypes: []) },
        ].count { $0 == .read }
    }
}
