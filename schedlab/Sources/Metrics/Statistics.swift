/// Means and quantiles, computed the same way on every machine.
public enum Statistics {
    /// Arithmetic mean with numpy's pairwise summation; nil for no values.
    ///
    /// The order of additions is part of the result: it makes averages equal those of Gavel's simulator.
    public static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : pairwiseSum(values[...]) / Double(values.count)
    }

    /// Quantile by nearest rank: the smallest value with at least a fraction `q` at or below it.
    ///
    /// - Parameters:
    ///   - q: In `(0, 1]`.
    ///   - values: In any order.
    /// - Returns: nil for no values.
    public static func quantile(_ q: Double, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let rank = Int((q * Double(values.count)).rounded(.up))
        return values.sorted()[min(max(rank, 1), values.count) - 1]
    }

    /// numpy's `add.reduce`: plain below 8 values, eight accumulators up to 128, halves beyond.
    static func pairwiseSum(_ values: ArraySlice<Double>) -> Double {
        let count = values.count
        let first = values.startIndex
        if count < 8 { return values.reduce(0, +) }
        if count <= 128 {
            var r = Array(values.prefix(8))
            let blocks = count / 8
            for block in 1..<max(blocks, 1) {
                for lane in 0..<8 { r[lane] += values[first + 8 * block + lane] }
            }
            var sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
            for value in values.suffix(count - 8 * blocks) { sum += value }
            return sum
        }
        let half = count / 2 - (count / 2) % 8
        return pairwiseSum(values.prefix(half)) + pairwiseSum(values.dropFirst(half))
    }
}
