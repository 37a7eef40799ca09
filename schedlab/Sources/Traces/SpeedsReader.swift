public import Workload

/// Reads a user's own relative speeds: `gpu_type,model,relative_speed` (V100 = 1; an empty model = any).
public enum SpeedsReader {
    private static let usedColumns = ["gpu_type", "model", "relative_speed"]
    /// Highest speed, as for `--assume-speed`.
    private static let speedLimit = 1e6

    /// Reads a file; the first bad row ends the reading.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - isStrict: Whether a pair that is given twice ends the reading; else the last one counts.
    /// - Returns: The speeds, and what was done with the file.
    /// - Throws: ``TraceError`` with file, line and field, or a `FileError`.
    public static func speeds(
        path: String, isStrict: Bool = false
    ) throws -> (speeds: RelativeSpeeds, report: ImportReport) {
        let table = try CSVTable(path: path, required: [["gpu_type"], ["relative_speed"]])
        var report = ImportReport(file: path)
        report.columnsUsed = table.columns.filter { usedColumns.contains($0) }
        report.columnsUnused = table.columns.filter { !usedColumns.contains($0) }
        var speeds = RelativeSpeeds()
        var lines: [RelativeSpeeds.Pair: Int] = [:]
        var warnings: [String] = []
        try table.readRows(isStrict: true, report: &report) { row, _ in
            let type = try row.required("gpu_type", "a GPU type")
            let expected = "a number from 0 to 1e6 (V100 = 1)"
            guard let speed = try row.number("relative_speed", 0..., expected), speed <= speedLimit else {
                throw row.bad("relative_speed", expected)
            }
            let pair = RelativeSpeeds.Pair(gpuType: type, model: row.text("model") ?? "")
            if let first = lines[pair] {
                let error = TraceError.doubledSpeed(
                    file: path, line: row.line, pair: pair.description, firstLine: first)
                if isStrict { throw error }
                warnings.append(
                    "line \(row.line): \(pair) has a speed in line \(first) already; the last one counts")
            }
            lines[pair] = row.line
            speeds.set(speed, for: pair)
        }
        report.warnings = warnings
        return (speeds, report)
    }
}
