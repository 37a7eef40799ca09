public import Workload

/// Reads a user's own relative speeds: `gpu_type,model,relative_speed` (V100 = 1; an empty model = any).
public enum SpeedsReader {
    /// Reads a file.
    ///
    /// - Parameter path: The file.
    /// - Returns: The speeds.
    /// - Throws: ``TraceError`` with file, line and field, or a `FileError`.
    public static func speeds(path: String) throws -> RelativeSpeeds {
        let table = try CSVTable(path: path, required: [["gpu_type"], ["relative_speed"]])
        var speeds = RelativeSpeeds()
        while let next = try table.next() {
            let row = try next.get()
            let type = try row.required("gpu_type", "a GPU type")
            let expected = "a number >= 0 (V100 = 1)"
            guard let speed = try row.number("relative_speed", 0..., expected) else {
                throw row.bad("relative_speed", expected)
            }
            speeds.set(speed, gpuType: type, model: row.text("model") ?? "")
        }
        return speeds
    }
}
