private import Foundation
private import Kit

/// A packed sweep that somebody got: run again, and held against what it holds.
public struct PackedSweep {
    /// What differs at a point.
    public struct Difference: Sendable, Equatable {
        /// The point in words.
        public var label: String
        /// Figures that differ: name, then, now; empty = other files differ.
        public var figures: [(name: String, packed: String, again: String)]

        /// Compares everything.
        public static func == (a: Difference, b: Difference) -> Bool {
            a.label == b.label && a.figures.count == b.figures.count
                && zip(a.figures, b.figures).allSatisfy { $0 == $1 }
        }
    }

    private let path: String
    private let keys: [String]
    private let labels: [String]
    private let inputs: [(sha256: String, path: String)]
    private let layout: PackLayout

    /// Reads a pack and checks its inputs and results by their digests.
    ///
    /// - Throws: `FileError` for what is missing or was changed.
    public init(path: String) throws {
        self.path = path
        let points = try Self.rows("\(path)/\(PackLayout.points)")
        (keys, labels) = (points.map(\.0), points.map(\.1))
        inputs = try Self.rows("\(path)/\(PackLayout.inputs)").map { ($0.0, $0.1) }
        layout = try PackLayout(inputs.map(\.path))
        for input in inputs {
            let place = "\(path)/\(layout.place(input.path))"
            let found = SHA256.hexDigest(try TextFile.bytes(place))
            guard found == input.sha256 else {
                throw SweepError.inputChanged(path: place, planned: input.sha256, found: found)
            }
        }
        let store = try results
        for key in keys {
            if let problem = store.problem(key) {
                throw FileError.cannotRead(path: store.folder(key), reason: problem)
            }
        }
    }

    private static func rows(_ path: String) throws -> [(String, String)] {
        try TextFile.text(path, limit: limitBytes).split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw FileError.cannotRead(path: path, reason: "'\(line.prefix(80))' has no two columns")
            }
            return (parts[0], parts[1])
        }
    }

    private static let limitBytes = 1 << 27

    private var results: ResultStore {
        get throws { try ResultStore(path: "\(path)/\(PackLayout.results)") }
    }

    /// The folder that the sweep is read in.
    public var workingFolder: String { "\(path)/\(layout.workingFolder)" }
    /// The sweep's file, in ``workingFolder``.
    public static var sweepName: String { PackLayout.sweep }
    /// Where the new results go.
    public var againPath: String { "\(path)/\(PackLayout.again)" }

    /// Holds a new run against the pack, point by point in the order of the plan; keys differ between versions.
    ///
    /// - Throws: ``SweepError`` when the sweep has other points than the pack.
    public func differences(_ plan: SweepPlan, _ store: ResultStore) throws -> [Difference] {
        guard plan.points.map({ plan.label($0) }) == labels else {
            throw SweepError.badArgument(
                name: "the sweep", found: "\(plan.points.count) points",
                expected: "the \(labels.count) points of \(PackLayout.points), in their order")
        }
        let packed = try results
        var differences: [Difference] = []
        for (index, point) in plan.points.enumerated() {
            let (old, new) = (packed.folder(keys[index]), store.folder(point.key))
            guard let difference = try Self.difference(old, new, label: labels[index]) else { continue }
            differences.append(difference)
        }
        return differences
    }

    private static func difference(_ old: String, _ new: String, label: String) throws -> Difference? {
        // point.txt has the engine's version, and so has the digest of it.
        let sums = try [old, new].map { folder in
            try TextFile.text("\(folder)/\(PointFiles.sums)", limit: limitBytes).split(separator: "\n").filter
            {
                !$0.hasSuffix("  \(PointFiles.identity)")
            }
        }
        guard sums[0] != sums[1] else { return nil }
        let figures = try [old, new].map {
            PointFiles.pairs(try TextFile.text("\($0)/\(PointFiles.figures)", limit: limitBytes))
        }
        var changed: [(name: String, packed: String, again: String)] = []
        for figure in figures[0] {
            let other = figures[1].first { $0.name == figure.name }?.value ?? "–"
            if other != figure.value { changed.append((figure.name, figure.value, other)) }
        }
        for figure in figures[1] where !figures[0].contains(where: { $0.name == figure.name }) {
            changed.append((figure.name, "–", figure.value))
        }
        return Difference(label: label, figures: changed)
    }
}
