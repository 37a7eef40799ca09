private import Cluster
private import Kit
private import Traces

/// What GPUs cost an hour, by type.
public struct Prices: Sendable, Equatable {
    private let perGPUHour: [String: Double]

    /// Reads `v100=2.48,k80=0.45`, in any currency.
    ///
    /// - Throws: ``SweepError/badArgument(name:found:expected:)``.
    public init(_ text: String) throws(SweepError) {
        var prices: [String: Double] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, !sides[0].isEmpty, let price = DecimalNumber.double(sides[1]), price >= 0,
                price.isFinite, prices.updateValue(price, forKey: sides[0].lowercased()) == nil
            else {
                throw .badArgument(
                    name: "--price", found: text,
                    expected:
                        "TYPE=PRICE,TYPE=PRICE, each type once, per GPU and hour, such as v100=2.48,k80=0.45")
            }
        }
        perGPUHour = prices
    }

    /// The price of a task's cluster per hour.
    ///
    /// - Throws: ``SweepError/badArgument(name:found:expected:)`` for a type without a price, or what reading the cluster throws.
    func perHour(_ task: SweepTask) throws -> Double {
        let layout = try ClusterFiles.layout(specOrPath: task.cluster, isStrict: false).layout
        var sum = 0.0
        for type in layout.types where type.gpuCount > 0 {
            guard let price = perGPUHour[type.name.lowercased()] else {
                throw SweepError.badArgument(
                    name: "--price", found: "without \(type.name), which the cluster has",
                    expected: "a price for each of its types")
            }
            sum += price * Double(type.gpuCount)
        }
        return sum
    }
}
