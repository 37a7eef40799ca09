/// A mean over independent runs with its 95 % confidence interval.
///
/// Runs with different seeds are independent; jobs of one run are not, since they share a queue. So
/// an interval is only ever over seeds.
public struct SeedInterval: Sendable, Equatable {
    /// Arithmetic mean.
    public let mean: Double
    /// Half the width of the 95 % interval; nil for a single run.
    public let halfWidth: Double?
    /// Number of runs.
    public let count: Int

    /// Student's t for 97.5 %, by degrees of freedom from 1.
    private static let studentT = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
        2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
        2.042,
    ]

    /// The interval of one figure per run; nil for no runs.
    ///
    /// - Parameter values: One per seed, in the order of the seeds.
    public init?(_ values: [Double]) {
        guard let mean = Statistics.mean(values) else { return nil }
        self.mean = mean
        count = values.count
        guard count > 1 else {
            halfWidth = nil
            return
        }
        let squares = values.map { ($0 - mean) * ($0 - mean) }
        let variance = squares.reduce(0, +) / Double(count - 1)
        halfWidth = Self.studentT(degreesOfFreedom: count - 1) * (variance / Double(count)).squareRoot()
    }

    /// Student's t for 97.5 %: from the table up to 30 degrees of freedom, beyond from the series around the
    /// normal quantile, whose error is below 1e-6 there.
    ///
    /// - Note: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    static func studentT(degreesOfFreedom: Int) -> Double {
        if degreesOfFreedom <= Self.studentT.count { return studentT[degreesOfFreedom - 1] }
        let z = 1.959963984540054
        let (n, square) = (Double(degreesOfFreedom), z * z)
        let first = z * (square + 1) / 4
        let second = z * ((5 * square + 16) * square + 3) / 96
        let third = z * (((3 * square + 19) * square + 17) * square - 15) / 384
        return z + (first + (second + third / n) / n) / n
    }
}
