private import Spelling

/// Finds a figure by any of its names.
///
/// `firstWaitSeconds.p95` is also `p95FirstWaitSeconds`, and `averageJCT` is `averageJCTSeconds`.
struct FigureNames {
    private let names: [String]

    init(_ names: [String]) { self.names = names }

    /// The column of a figure.
    ///
    /// - Throws: ``SweepError/unknownFigure(name:nearest:)``.
    func column(_ name: String) throws(SweepError) -> Int {
        for spelled in [name, name + "Seconds", name + "Fraction"] {
            if let index = names.firstIndex(where: { $0 == spelled || Self.turned($0) == spelled }) {
                return index
            }
        }
        let short = names.filter { $0.hasSuffix("Seconds") }.map { String($0.dropLast("Seconds".count)) }
        throw .unknownFigure(name: name, nearest: nearest(to: name, among: names + short))
    }

    /// `p95FirstWaitSeconds` for `firstWaitSeconds.p95`.
    private static func turned(_ name: String) -> String? {
        let parts = name.split(separator: ".")
        guard parts.count == 2, let first = parts[0].first else { return nil }
        return parts[1] + first.uppercased() + parts[0].dropFirst()
    }
}
