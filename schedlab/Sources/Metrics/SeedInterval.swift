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

    /// Student's t for 97.5 %, by degrees of freedom from 1; beyond the table by ``studentT(degreesOfFreedom:)``.
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
        let t = Self.studentT(degreesOfFreedom: count - 1)
        halfWidth = t * (variance / Double(count)).squareRoot()
    }

    /// Student's t for 97.5 %.
    ///
    /// - Parameter count: Degrees of freedom, >= 1.
    /// - Returns: The quantile, without unit.
    /// - Note: Beyond the table the expansion in powers of 1/n of Abramowitz and Stegun, 26.7.5; its error is below
    ///   1e-7 there.
    static func studentT(degreesOfFreedom count: Int) -> Double {
        if count <= studentT.count { return studentT[count - 1] }
        let z = 1.959963984540054
        let n = Double(count)
        let z3 = z * z * z
        let z5 = z3 * z * z
        let z7 = z5 * z * z
        let z9 = z7 * z * z
        let first = (z3 + z) / 4
        let second = (5 * z5 + 16 * z3 + 3 * z) / 96
        let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
        let fourth = (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / 92_160
        return z + first / n + second / (n * n) + third / (n * n * n) + fourth / (n * n * n * n)
    }
}
