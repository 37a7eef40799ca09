public import Workload

/// Reads a user's own relative speeds: `gpu_type,model,relative_speed` (V100 = 1; an empty model = any).
public enum SpeedsReader {
    private static let usedColumns = ["gpu_type", "model", "relative_speed"]

    /// Reads a file; the first bad row ends the reading.
    ///
    /// - Parameter path: The file.
    /// - Returns: The speeds, and what was done with the file.
    /// - Throws: ``TraceError`` with file, line and field, or a `FileError`.
    public static func speeds(path: String) throws -> (speeds: RelativeSpeeds, report: ImportReport) {
        let table = try CSVTable(path: path, required: [["gpu_type"], ["relative_speed"]])
        var report = ImportReport(file: path)
        report.columnsUsed = table.columns.filter { usedColumns.contains($0) }
        report.columnsUnused = table.columns.filter { !usedColumns.contains($0) }
        var speeds = RelativeSpeeds()
        try table.readRows(isStrict: true, report: &report) { row, _ in
            let type = try row.required("gpu_type", "a GPU type")
            let expected = "a number >= 0 (V100 = 1)"
            guard let speed = try row.number("relative_speed", 0..., expected) else {
                throw row.bad("relative_speed", expected)
            }
            speeds.set(speed, gpuType: type, model: row.text("model") ?? "")
        }
        return (speeds, report)
    }
}
