private import Foundation
private import Kit

/// Round values along an axis, and their labels.
public enum Ticks {
    /// Decimals of labels at most.
    private static let decimalLimit = 6
    /// More ticks than this are a mistake.
    private static let countLimit = 20

    /// Round values from `low` to `high`, about `count` of them.
    ///
    /// - Returns: The two ends when no round values fit between them.
    public static func linear(_ low: Double, _ high: Double, count: Int = 5) -> [Double] {
        let rough = (high - low) / Double(count)
        let unit = pow(10, log10(rough).rounded(.down))
        let step = [1, 2, 5, 10].map { $0 * unit }.first { $0 >= rough } ?? rough
        // The ends themselves are ticks, whatever the last digit of a quotient is.
        let first = (low / step - 1e-9).rounded(.up)
        let number = (high / step + 1e-9).rounded(.down) - first
        guard first.isFinite, number >= 0, number <= Double(countLimit) else { return [low, high] }
        return (0...Int(number)).map { (first + Double($0)) * step }
    }

    /// Powers of ten, and three times them, between two ends that are given by their decimal logarithms.
    public static func logarithmic(_ low: Double, _ high: Double) -> [Double] {
        let powers = (Int(low.rounded(.down))...Int(high.rounded(.up))).flatMap { power in
            [1, 3].map { $0 * pow(10, Double(power)) }
        }
        return powers.filter { (low...high).contains(log10($0)) }
    }

    /// The upper end of an axis from 0 whose quarters are round.
    public static func roundTop(_ highest: Double) -> Double {
        guard highest > 0, highest.isFinite else { return 1 }
        let unit = pow(10, log10(highest).rounded(.down))
        return [1, 1.2, 2, 4, 6, 8, 10].map { $0 * unit }.first { $0 >= highest } ?? highest
    }

    /// Labels of an axis, all with as many decimals as the one that needs most.
    public static func labels(_ values: [Double]) -> [String] {
        let decimals =
            (0..<decimalLimit).first { decimals in
                let scale = pow(10, Double(decimals))
                return values.allSatisfy {
                    abs($0 * scale - ($0 * scale).rounded()) < 1e-6 * max(abs($0 * scale), 1)
                }
            } ?? decimalLimit
        return values.map { value in
            decimals == 0 && abs(value) < 1e15
                ? Numbers.grouped(Int(value.rounded())) : Numbers.fixed(value, decimals: decimals)
        }
    }
}
