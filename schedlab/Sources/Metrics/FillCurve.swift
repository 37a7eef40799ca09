private import Foundation

/// What a fill looked like at each per cent of demand.
///
/// - Note: the published sampling of FGD's experiments: every event is a record, rounded to two decimals; a
///   record counts for the per cent that the demand so far rounds to (half to even); a per cent without
///   records takes those of its neighbours.
public struct FillCurve: Sendable {
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

    private struct Bin {
        var count = 0
        var allocatedPercent = 0.0
        var ratePercent = 0.0
        var rateCount = 0
        var fragmentMilli = 0.0
        var occupiedNodes = 0.0

        static func + (a: Bin, b: Bin) -> Bin {
            Bin(
                count: a.count + b.count, allocatedPercent: a.allocatedPercent + b.allocatedPercent,
                ratePercent: a.ratePercent + b.ratePercent, rateCount: a.rateCount + b.rateCount,
                fragmentMilli: a.fragmentMilli + b.fragmentMilli,
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
        let demand = Double(arrivedMilli) / capacityMilli * 100
        let percent = Int(demand.rounded(.toNearestOrEven))
        while bins.count <= percent { bins.append(Bin()) }
        bins[percent].count += 1
        bins[percent].allocatedPercent += Self.twoDecimals(Double(usedMilli) / capacityMilli * 100)
        bins[percent].fragmentMilli += Self.twoDecimals(fragmentMilli)
        bins[percent].occupiedNodes += Double(occupiedNodes)
        if idleMilli > 0 {
            bins[percent].ratePercent += Self.twoDecimals(100 * fragmentMilli / Double(idleMilli))
            bins[percent].rateCount += 1
        }
    }

    /// One row per per cent of demand, from 0.
    public var rows: [Row] {
        bins.indices.map { percent in
            var bin = bins[percent]
            if bin.count == 0 {
                let neighbours = [percent - 1, percent + 1].filter { bins.indices.contains($0) }
                bin = neighbours.reduce(bin) { $0 + bins[$1] }
            }
            guard bin.count > 0 else { return Row(demandPercent: percent) }
            let count = Double(bin.count)
            return Row(
                demandPercent: percent,
                allocatedPercent: Self.twoDecimals(bin.allocatedPercent / count),
                fragmentationRatePercent: bin.rateCount > 0 ? bin.ratePercent / Double(bin.rateCount) : nil,
                fragmentationOfTotalPercent: Self.twoDecimals(
                    100 * (bin.fragmentMilli / count) / capacityMilli),
                occupiedNodes: Self.twoDecimals(bin.occupiedNodes / count))
        }
    }

    /// The decimal number with two decimals nearest to a value, as printing and reading it would give.
    static func twoDecimals(_ value: Double) -> Double {
        let scaled = value * 100
        let whole = scaled.rounded()
        // Near a tie only the exact decimal expansion decides.
        if abs(abs(scaled - whole) - 0.5) > 1e-6 { return whole / 100 }
        return Double(String(format: "%.2f", locale: nil, value)) ?? value
    }
}
