/// What is known about the cost of an account's deployments; nothing else is seen.
package struct CostFacts: Sendable, Equatable {
    /// Deployments that cost money by the hour, used or not.
    package let hourly: [Deployment]
    /// Deployments that cost money by use.
    package let perToken: [Deployment]

    /// Sorts deployments by how they bill.
    package init(deployments: [Deployment]) {
        hourly = deployments.filter(\.isProvisioned)
        perToken = deployments.filter { !$0.isProvisioned }
    }

    /// The facts in words.
    package var text: String {
        var parts: [String] = []
        if !hourly.isEmpty {
            let units = hourly.map { "\($0.id.name) (\($0.sku), \($0.capacityUnits) units)" }
            parts.append("bills by the hour: " + units.joined(separator: ", "))
        }
        if !perToken.isEmpty { parts.append("\(perToken.count) bill per token") }
        return parts.isEmpty
            ? "no compute cost from deployments, other costs not seen" : parts.joined(separator: "; ")
    }

    /// The cost of the hourly deployments by a list of prices, in millionths of a dollar an hour.
    ///
    /// - Parameter prices: SKU in lower case with the price of a unit in millionths of a dollar an hour.
    /// - Returns: nil when a SKU is missing from the list or the sum is too large.
    package func estimateMicroUSDPerHour(prices: [String: Int]) -> Int? {
        var sum = 0
        for deployment in hourly {
            guard let price = prices[deployment.sku.lowercased()] else { return nil }
            let (cost, tooLarge) = price.multipliedReportingOverflow(by: deployment.capacityUnits)
            let (next, overflow) = sum.addingReportingOverflow(cost)
            guard !tooLarge, !overflow else { return nil }
            sum = next
        }
        return sum
    }
}
