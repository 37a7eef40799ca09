private import Foundation

/// What a fill looked like at each per cent of demand.
///
/// - Note: The published sampling of FGD's experiments: every event is a record, rounded to two decimals; a
///   record counts for the per cent that the demand so far rounds to (half to even); a per cent without
///   records takes those of its neighbours.
public struct FillCurve: Sendable {
    /// Distance from a tie, in hundredths, beyond which rounding is certain.
    private static let tiePart = 1e-6
    /// One per cent of demand; figures are nil where nothing is known.
    public struct Row: Sendable, Equatable {
        /// Demand so far over all GPUs, in per cent.
        public var demandPercent: Int
        /// GPU share taken over all GPUs, in per cent.
        public var allocatedPercent: Double?
        /// Fragment over idle GPU share, in per cent.
        public var fragmentationRatePercent: Double?
        /// Fragment over all GPUs, in per cent.
        public var fragmentationOfTotalPercent: Double?
        /// Nodes with something taken.
        public var occupiedNodes: Double?
    }

    /// The records of one per cent of demand.
    private struct Bin {
        var allocatedPercent: [Double] = []
        /// Left out where nothing is idle.
        var ratePercent: [Double] = []
        var fragmentMilli: [Double] = []
        var occupiedNodes: [Double] = []

        static func + (a: Bin, b: Bin) -> Bin {
            Bin(
                allocatedPercent: a.allocatedPercent + b.allocatedPercent,
                ratePercent: a.ratePercent + b.ratePercent, fragmentMilli: a.fragmentMilli + b.fragmentMilli,
                occupiedNodes: a.occupiedNodes + b.occupiedNodes)
        }
    }

    private var bins: [Bin]
    private let capacityMilli: Double

    /// An empty curve.
    ///
    /// - Parameters:
    ///   - capacityMilli: All GPUs in milli-GPU, > 0.
    ///   - lastPercent: The demand that the curve reaches at least.
    public init(capacityMilli: Int, lastPercent: Int) {
        self.capacityMilli = Double(capacityMilli)
        bins = Array(repeating: Bin(), count: max(lastPercent, 0) + 1)
    }

    /// Takes a record.
    ///
    /// - Parameters:
    ///   - arrivedMilli: GPU share asked for so far.
    ///   - usedMilli: GPU share taken.
    ///   - idleMilli: GPU share not taken.
    ///   - fragmentMilli: Part of it that the target workload cannot use.
    ///   - occupiedNodes: Nodes with something taken.
    public mutating func record(
        arrivedMilli: Int, usedMilli: Int, idleMilli: Int, fragmentMilli: Double, occupiedNodes: Int
    ) {
        // One division, so that 101.5 per cent is a tie.
        let percent = Int((Double(100 * arrivedMilli) / capacityMilli).rounded(.toNearestOrEven))
        while bins.count <= percent { bins.append(Bin()) }
        bins[percent].allocatedPercent.append(Self.twoDecimals(Double(usedMilli) / capacityMilli * 100))
        bins[percent].fragmentMilli.append(Self.twoDecimals(fragmentMilli))
        bins[percent].occupiedNodes.append(Double(occupiedNodes))
        if idleMilli > 0 {
            bins[percent].ratePercent.append(Self.twoDecimals(100 * fragmentMilli / Double(idleMilli)))
        }
    }

    /// One row per per cent of demand, from 0.
    public var rows: [Row] {
        bins.indices.map { percent in
            var bin = bins[percent]
            if bin.allocatedPercent.isEmpty {
                let neighbours = [percent - 1, percent + 1].filter { bins.indices.contains($0) }
                bin = neighbours.reduce(bin) { $0 + bins[$1] }
            }
            guard let allocated = Self.mean(bin.allocatedPercent),
                let fragment = Self.mean(bin.fragmentMilli),
                let nodes = Self.mean(bin.occupiedNodes)
            else { return Row(demandPercent: percent) }
            return Row(
                demandPercent: percent, allocatedPercent: Self.twoDecimals(allocated),
                fragmentationRatePercent: Self.mean(bin.ratePercent),
                fragmentationOfTotalPercent: Self.twoDecimals(100 * fragment / capacityMilli),
                occupiedNodes: Self.twoDecimals(nodes))
        }
    }

    private static func mean(_ numbers: [Double]) -> Double? {
        numbers.isEmpty ? nil : PairwiseSum.of(numbers) / Double(numbers.count)
    }

    /// The decimal number with two decimals nearest to a value, as printing and reading it would give.
    static func twoDecimals(_ value: Double) -> Double {
        let scaled = value * 100
        let whole = scaled.rounded()
        // Near a tie only the exact decimal expansion decides.
        if abs(abs(scaled - whole) - 0.5) > tiePart { return whole / 100 }
        return Double(String(format: "%.2f", locale: nil, value)) ?? value
    }
}
