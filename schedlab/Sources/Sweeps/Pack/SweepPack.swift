private import Foundation
internal import Kit

/// A sweep as a folder for others: its file, inputs, results, and how to run it again.
public struct SweepPack {
    private let plan: SweepPlan
    private let store: ResultStore
    private let engine: String

    /// A pack of a sweep.
    ///
    /// - Throws: ``SweepError/incomplete(missingCount:totalCount:shards:)`` unless every point has a result.
    public init(_ results: SweepResults, store: ResultStore, engine: String) throws(SweepError) {
        let missing = results.plan.points.count - results.doneCount
        guard missing == 0 else {
            throw .incomplete(missingCount: missing, totalCount: results.plan.points.count, shards: [])
        }
        plan = results.plan
        self.store = store
        self.engine = engine
    }

    /// Writes the pack into a folder under a temporary name, and renames it.
    ///
    /// - Parameter path: The folder, which must not be there.
    /// - Throws: `FileError`, ``SweepError`` for an input that changed or has no place in a pack.
    public func write(to path: String) throws {
        let refusal = FileError.notOurs(
            path: path, reason: "it is there already; a pack is never written over")
        guard FileKind.of(path) == nil else { throw refusal }
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw FileError.cannotWrite(path: path, reason: FileError.reason(error))
        }
        let staging = try StagingFolder(in: parent)
        try fill(staging.path)
        guard try staging.finish(as: path) else { throw refusal }
    }

    private func fill(_ folder: String) throws {
        let layout = try PackLayout(plan.inputs.map(\.path))
        for input in plan.inputs {
            let bytes = try TextFile.bytes(input.path)
            let found = SHA256.hexDigest(bytes)
            guard found == input.sha256 else {
                throw SweepError.inputChanged(path: input.path, planned: input.sha256, found: found)
            }
            try write(bytes, "\(folder)/\(layout.place(input.path))")
        }
        let file = "\(folder)/\(layout.workingFolder)/\(PackLayout.sweep)"
        try write(try TextFile.bytes(plan.definition.path), file)
        let packed = try ResultStore(path: "\(folder)/\(PackLayout.results)")
        try packed.prepare()
        _ = try packed.collect(from: store, keys: plan.points.map(\.key))
        _ = SweepResults(plan, store: packed)  // writes the index
        let inputs = plan.inputs.map { "\($0.sha256)\t\($0.path)\n" }.joined()
        let points = plan.points.map { "\($0.key)\t\(plan.label($0))\n" }.joined()
        try write(Array(inputs.utf8), "\(folder)/\(PackLayout.inputs)")
        try write(Array(points.utf8), "\(folder)/\(PackLayout.points)")
        try write(Array(readme(layout).utf8), "\(folder)/\(PackLayout.readme)")
    }

    private func readme(_ layout: PackLayout) -> String {
        """
        A sweep of \(plan.points.count) points, run by \(engine).

        Run it again, into \(PackLayout.again)/, and see what differs:

            schedlab sweep again .

        \(layout.workingFolder)/\(PackLayout.sweep)   the sweep; its inputs lie where it names them
        \(PackLayout.inputs)   SHA-256 and path of each input
        \(PackLayout.points)   key and fields of each point
        \(PackLayout.results)/   a folder a point; 'sha256sum -c SHA256SUMS' works inside

        """
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        let file = try AtomicFile(path: path)
        try file.append(bytes: bytes)
        try file.finish()
    }
}
