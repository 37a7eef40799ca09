/// Sums numbers in pairs of halves, blocks of up to 128 by eight running sums.
///
/// The rounding error grows with the logarithm of the count. The order is that of numpy, by which published
/// means were taken: equal numbers give the same last bit.
enum PairwiseSum {
    private static let blockCount = 128
    private static let laneCount = 8

    /// The sum.
    static func of(_ numbers: [Double]) -> Double { of(numbers[...]) }

    private static func of(_ numbers: ArraySlice<Double>) -> Double {
        let count = numbers.count
        if count < laneCount { return numbers.reduce(0, +) }
        if count <= blockCount { return block(numbers) }
        let half = count / 2 / laneCount * laneCount
        return of(numbers.prefix(half)) + of(numbers.dropFirst(half))
    }

    private static func block(_ numbers: ArraySlice<Double>) -> Double {
        var lanes = Array(numbers.prefix(laneCount))
        let start = numbers.startIndex
        let whole = numbers.count / laneCount * laneCount
        for index in laneCount..<whole { lanes[index % laneCount] += numbers[start + index] }
        var sum =
            ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        for index in whole..<numbers.count { sum += numbers[start + index] }
        return sum
    }
}
