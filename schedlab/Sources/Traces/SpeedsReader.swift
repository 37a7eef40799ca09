public import Workload

/// Reads a user's own relative speeds: `gpu_type,model,relative_speed` (V100 = 1; an empty model = any).
public enum SpeedsReader {
    private static let usedColumns = ["gpu_type", "model", "relative_speed"]

    /// Reads a file; the first bad row ends the reading.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - isStrict: Whether a pair that is given twice ends the reading; else the last one counts, with a warning.
    /// - Returns: The speeds, and what was done with the file.
    /// - Throws: ``TraceError`` with file, line and field, or a `FileError`.
    public static func speeds(
        path: String, isStrict: Bool
    ) throws -> (speeds: RelativeSpeeds, report: ImportReport) {
        let table = try CSVTable(path: path, required: [["gpu_type"], ["relative_speed"]])
        var report = ImportReport(file: path)
        report.columnsUsed = table.columns.filter { usedColumns.contains($0) }
        report.columnsUnused = table.columns.filter { !usedColumns.contains($0) }
        var speeds = RelativeSpeeds()
        var doubled: [String] = []
        try table.readRows(isStrict: true, report: &report) { row, _ in
            let type = try row.required("gpu_type", "a GPU type")
            let expected = "a number from 0 to 1e6 (V100 = 1)"
            guard let speed = try row.number("relative_speed", 0..., expected), speed <= 1e6 else {
                throw row.bad("relative_speed", expected)
            }
            let model = row.text("model") ?? ""
            if !speeds.set(speed, gpuType: type, model: model) {
                guard !isStrict else { throw row.bad("gpu_type", "a pair of type and model that no earlier row has") }
                doubled.append(
                    "line \(row.line): \(TraceError.visible(type)) with \(model.isEmpty ? "any model" : "model '\(TraceError.visible(model))'") is given twice; this row counts")
            }
        }
        report.warnings = doubled
        return (speeds, report)
    }
}
