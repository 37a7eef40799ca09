private import Experiments
public import Kit
public import Recording

/// Writes records in the form of another tool.
public struct RecordExport {
    private let records: [RunRecord]
    private let form: ExportForm
    private let page: PageFile.Options

    /// Prepares to write.
    ///
    /// - Parameters:
    ///   - records: As many as the form takes, at least one.
    ///   - form: The form.
    ///   - page: What a page is to hold.
    public init(_ records: [RunRecord], _ form: ExportForm, page: PageFile.Options = PageFile.Options()) {
        self.records = records
        self.form = form
        self.page = page
    }

    /// Writes it.
    ///
    /// - Parameters:
    ///   - path: The file; for `csv` the folder.
    ///   - folder: Opens the folder, with its guard against files of others.
    /// - Returns: What the form says less exactly than the record, as sentences.
    /// - Throws: `RecordError` where the form cannot say what the record says, or `FileError`.
    public func write(to path: String, folder: (String) throws -> OutputFolder) throws -> [String] {
        guard let record = records.first else { return [] }
        switch form {
        case .html: try AtomicFile.write(try HTMLReport(records).page(), to: path)
        case .page: try PageFile(records, page).write(to: path)
        case .csv: try CSVExport.write(record, toFolder: try folder(path))
        case .gavelLog:
            let policy = try? PolicyRegistry.entry(record.provenance.policy)
            try GavelLogExport.write(
                record, to: path, policy: policy?.gavelName ?? record.provenance.policy)
            if record.provenance.window == nil { return [GavelLogWriter.noTelemetry] }
        case .perfetto:
            let outcome = try PerfettoExport.write(record, to: path)
            return outcome.cutSeconds.map {
                [
                    "cut off at \($0) s after \(Numbers.grouped(outcome.eventCount)) events: the form is not made for more"
                ]
            } ?? []
        case .vizBin:
            let export = try VizBinExport(record)
            try export.write(to: path)
            return export.reductions
        }
        return []
    }
}
