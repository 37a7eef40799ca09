/// Pricing: the row of the leaving variable, and who may enter.
extension DualSimplex {
    /// The leaving variable's row of the inverse basis: multipliers of budgets, level rows and capacities.
    func findRow(_ leaving: Int) {
        let n = form.resourceCount
        let owner = form.owner(leaving)
        var side = -1
        for e in 0..<n { rowPrices[e] = 0 }
        if let place = (0..<n).first(where: { Int(basis.extras[$0]) == leaving }) {
            rowPrices[place] = 1
        } else {
            side = Int(basis.keys[2 * owner]) == leaving ? 0 : 1
            for e in 0..<n where Int(basis.extraOwners[e]) == owner {
                rowPrices[e] = -basis.reduced[2 * e + side]
            }
        }
        basis.working.solveTransposed(rowPrices)
        var largest = 1.0
        for j in 0..<n { largest = max(largest, abs(rowPrices[j])) }
        for i in 0..<form.receiverCount {
            let priced = basis.pricedKeys(i, rowPrices)
            let isOwner = side >= 0 && i == owner
            let row = basis.reduceTransposed(
                i, (isOwner && side == 0 ? 1 : 0) - priced.0, (isOwner && side == 1 ? 1 : 0) - priced.1)
            rowBudget[i] = row.0
            rowLevel[i] = row.1
            largest = max(largest, abs(row.0), abs(row.1))
        }
        smallestEntry = Self.smallestPart * largest
    }

    /// Prices of the capacities that make every basic column's reduced cost zero.
    func findCostPrices() {
        for e in 0..<form.resourceCount {
            var cost = form.cost(Int(basis.extras[e]))
            let owner = Int(basis.extraOwners[e])
            if owner >= 0 {
                cost -= basis.reduced[2 * e] * form.cost(Int(basis.keys[2 * owner]))
                cost -= basis.reduced[2 * e + 1] * form.cost(Int(basis.keys[2 * owner + 1]))
            }
            costPrices[e] = cost
        }
        basis.working.solveTransposed(costPrices)
    }

    /// The column whose reduced cost reaches zero first, by a ratio test in two passes.
    ///
    /// - Parameter rises: Whether the leaving variable has to rise.
    /// - Returns: nil when no nonbasic variable can help.
    func entering(rises: Bool) -> Int? {
        findCostPrices()
        findCandidates(sign: rises ? -1 : 1)
        var bound = Double.infinity
        for c in 0..<candidateCount {
            bound = min(bound, (candidateCosts[c] + Self.dualTolerance) / candidateEntries[c])
        }
        var best = (entry: 0.0, variable: -1)
        for c in 0..<candidateCount where candidateEntries[c] > best.entry {
            if candidateCosts[c] <= bound * candidateEntries[c] {
                best = (candidateEntries[c], Int(candidates[c]))
            }
        }
        return best.variable >= 0 ? best.variable : nil
    }

    private func note(_ variable: Int, _ entry: Double, _ reduced: Double) {
        candidates[candidateCount] = Int32(truncatingIfNeeded: variable)
        candidateEntries[candidateCount] = entry
        candidateCosts[candidateCount] = max(reduced, 0)
        candidateCount += 1
    }

    /// The nonbasic variables that can move the leaving one the right way, with the size of their entries in
    /// its row, and how far their reduced costs are from zero.
    private func findCandidates(sign: Double) {
        candidateCount = 0
        var hasPrices = false
        for j in 0..<form.resourceCount where rowPrices[j] != 0 { hasPrices = true }
        for i in 0..<form.receiverCount {
            // A row without prices touches one receiver only.
            if !hasPrices && rowBudget[i] == 0 && rowLevel[i] == 0 { continue }
            findCandidates(receiver: i, sign: sign)
        }
        for j in 0..<form.resourceCount {
            let entry = sign * rowPrices[j]
            if entry > smallestEntry && places[form.capacityStart + j] == Place.lower {
                note(form.capacityStart + j, entry, costPrices[j])
            }
        }
    }

    private func findCandidates(receiver i: Int, sign: Double) {
        let budget = sign * rowBudget[i]
        let level = sign * rowLevel[i]
        let duals = costDuals(i)
        for k in Int(form.starts[i])..<Int(form.starts[i + 1]) {
            let place = places[k]
            guard place != Place.basic else { continue }
            let j = Int(form.resources[k])
            // Raising a column at its lower bound lowers the leaving variable by its entry.
            let fromLevel = level * form.rates[k]
            let fromCapacity = sign * form.capacityEntries[k] * rowPrices[j]
            let own = budget + fromLevel + fromCapacity
            let entry = place == Place.lower ? own : -own
            let rounding = Self.pivotTolerance * (abs(budget) + abs(fromLevel) + abs(fromCapacity))
            guard entry > max(rounding, smallestEntry), form.uppers[k] > 0 else { continue }
            let reduced =
                form.costs[k] - duals.budget - duals.level * form.rates[k] - form.capacityEntries[k]
                * costPrices[j]
            note(k, entry, place == Place.lower ? -reduced : reduced)
        }
        if budget > smallestEntry && places[form.slackStart + i] == Place.lower {
            note(form.slackStart + i, budget, duals.budget)
        }
        if -level > smallestEntry && places[form.surplusStart + i] == Place.lower {
            note(form.surplusStart + i, -level, -duals.level)
        }
    }
}
