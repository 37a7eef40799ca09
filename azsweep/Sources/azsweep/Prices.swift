internal import AzureModel
private import Kit
internal import Sweep

/// A user's list of prices: `sku,usdPerUnitHour`.
struct Prices {
    private let microUSDPerUnitHour: [String: Int]

    /// Reads the list.
    ///
    /// - Throws: ``SweepError/unreadable(path:reason:)`` with the line.
    init(path: String) throws(SweepError) {
        let text: String
        do {
            text = try TextFile.text(path)
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        var prices: [String: Int] = [:]
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.first?.trimmed == "sku,usdPerUnitHour" else {
            throw .unreadable(path: path, reason: "line 1 is not 'sku,usdPerUnitHour'")
        }
        for (index, line) in lines.enumerated().dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
            guard fields.count == 2, !fields[0].isEmpty, let price = Self.micro(fields[1]),
                prices.updateValue(price, forKey: fields[0].lowercased()) == nil
            else {
                throw .unreadable(
                    path: path,
                    reason: "line \(index + 1): '\(line)' is not a SKU with a price, or the SKU comes twice")
            }
        }
        microUSDPerUnitHour = prices
    }

    /// Millionths of a dollar of a decimal number with up to six decimals.
    static func micro(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int(parts[0]), whole >= 0, whole <= 1_000_000,
            parts[0].allSatisfy(\.isNumber)
        else { return nil }
        guard parts.count == 2 else { return whole * 1_000_000 }
        guard (1...6).contains(parts[1].count), parts[1].allSatisfy({ ("0"..."9").contains($0) }),
            let fraction = Int(parts[1] + String(repeating: "0", count: 6 - parts[1].count))
        else { return nil }
        return whole * 1_000_000 + fraction
    }

    /// The cost of hourly deployments in words; nil when a SKU has no price.
    func estimate(_ facts: CostFacts) -> String? {
        facts.estimateMicroUSDPerHour(prices: microUSDPerUnitHour).map { micro in
            let cents = (micro + 5_000) / 10_000
            let fraction = cents % 100
            return "estimate \(Numbers.grouped(cents / 100)).\(fraction < 10 ? "0" : "")\(fraction) USD/h"
        }
    }
}

extension Substring {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
