private import Foundation
internal import Kit
internal import Recording
internal import Reports

/// Writes records in the forms of other tools, one at a time, and hands the files out.
actor Exporter {
    private let executor = QueueExecutor("export")
    private let generator: String

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(generator: String) { self.generator = generator }

    /// Writes a form and opens what was written; its name is gone by then.
    ///
    /// - Parameters:
    ///   - form: The form.
    ///   - records: One record, or two where the form compares.
    ///   - table: Which file of a form that is a folder.
    /// - Returns: The file.
    /// - Throws: ``Refusal``, `FileError`, `RecordError`.
    func file(_ form: ExportForm, _ records: [RunRecord], table: String?) throws -> ServedFile {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "schedlab-export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = PageFile.Options()
        options.generator = generator
        let path = folder.appendingPathComponent(form.fileName).path
        _ = try RecordExport(records, form, page: options).write(to: path) {
            try OutputFolder($0, isForced: false)
        }
        guard let file = ServedFile(path: table.map { "\(path)/\($0)" } ?? path) else {
            throw Refusal.unknown("file \(table ?? form.fileName) in the export \(form.rawValue)")
        }
        return file
    }
}
