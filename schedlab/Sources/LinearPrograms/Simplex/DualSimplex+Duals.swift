/// Dual values: prices of the costs, and proofs.
extension DualSimplex {
    /// Duals of the costs in the units of the program.
    func costRay() -> Ray {
        _ = findCostDuals()
        return Ray(
            levelDuals: (0..<form.receiverCount).map { levelDuals[$0] },
            prices: (0..<form.resourceCount).map { prices[$0] })
    }

    /// Finds the duals of the costs.
    ///
    /// - Returns: What the sum loses when the level rises by one: `sum mu_i q_i`.
    func findCostDuals() -> Double {
        findCostPrices()
        var cost = 0.0
        for i in 0..<form.receiverCount {
            let dual = max(-costDuals(i).level, 0) * form.costScale
            levelDuals[i] = dual / form.rowScales[i]
            cost += dual * form.needs[i]
        }
        for j in 0..<form.resourceCount {
            prices[j] = max(costPrices[j], 0) * form.costScale / capacities[j]
        }
        return cost
    }

    /// Remembers the duals on this side of the next change of the basis.
    func keepCostDuals(_ cost: Double) {
        belowCost = cost
        for i in 0..<form.receiverCount { belowLevelDuals[i] = levelDuals[i] }
        for j in 0..<form.resourceCount { belowPrices[j] = prices[j] }
    }

    /// Where the level's cost jumps over its worth, the mixture of both sides that costs what it is worth.
    func mixedDuals(toward worth: Double, cost: Double) -> Ray {
        let part = belowCost.map { cost > $0 ? (cost - worth) / (cost - $0) : 0 } ?? 0
        return Ray(
            levelDuals: (0..<form.receiverCount).map {
                (1 - part) * levelDuals[$0] + part * belowLevelDuals[$0]
            },
            prices: (0..<form.resourceCount).map { (1 - part) * prices[$0] + part * belowPrices[$0] })
    }

    /// Where the level is stopped before it costs what it is worth, the proof makes up for the difference.
    func completed(_ proof: Ray, toward worth: Double) -> Ray {
        guard let belowCost else { return proof }
        let missing = worth - belowCost
        return Ray(
            levelDuals: (0..<form.receiverCount).map {
                belowLevelDuals[$0] + missing * proof.levelDuals[$0]
            },
            prices: (0..<form.resourceCount).map { belowPrices[$0] + missing * proof.prices[$0] })
    }

    /// Multipliers of a receiver's budget and level row that make its keys' reduced costs zero.
    func costDuals(_ i: Int) -> (budget: Double, level: Double) {
        let priced = basis.pricedKeys(i, costPrices)
        return basis.reduceTransposed(
            i, form.cost(Int(basis.keys[2 * i])) - priced.0,
            form.cost(Int(basis.keys[2 * i + 1])) - priced.1)
    }

    /// The row that blocks as a proof in the program's own units.
    func ray(sign: Double) -> Ray {
        var total = 0.0
        for i in 0..<form.receiverCount { total += max(-sign * rowLevel[i], 0) * form.needs[i] }
        let scale = total > 0 ? 1 / total : 1
        return Ray(
            levelDuals: (0..<form.receiverCount).map {
                max(-sign * rowLevel[$0], 0) * scale / form.rowScales[$0]
            },
            prices: (0..<form.resourceCount).map { max(sign * rowPrices[$0], 0) * scale / capacities[$0] })
    }
}
