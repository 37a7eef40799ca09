private import Kit

/// A file with the keys of points, one a line: what a task of an array is to do.
public enum PointList {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - plan: The sweep that the points are of.
    /// - Returns: The keys.
    /// - Throws: `FileError`, ``SweepError/badArgument(name:found:expected:)`` for points that the sweep does not have:
    ///   its file or its inputs changed since it was handed over.
    public static func keys(_ path: String, of plan: SweepPlan) throws -> Set<String> {
        let keys = try TextFile.text(path, limit: limitBytes).split(separator: "\n").map(String.init)
        let known = Set(plan.points.map(\.key))
        if let other = keys.first(where: { !known.contains($0) }) {
            throw SweepError.badArgument(
                name: "--points", found: "\(path), with \(other.prefix(12))…",
                expected: "keys of the sweep's points; the sweep or its inputs changed: submit it again")
        }
        return Set(keys)
    }

    /// Bytes of a file at most.
    private static let limitBytes = (SweepPlan.pointLimit + 1) * 66
}
