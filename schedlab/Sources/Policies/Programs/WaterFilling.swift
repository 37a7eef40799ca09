internal import LinearPrograms

/// Lexicographic max-min levels of classes: the least level is raised as far as it goes, the classes that
/// cannot rise further are frozen there, and so on with the rest.
///
/// The levels are unique. A class is known to be stuck when its row has a dual value: by complementary
/// slackness it is tight in every optimum.
///
/// - Note: B. Radunović and J.-Y. Le Boudec, "A unified framework for max-min and min-max fairness with
///   applications", 2007; Narayanan et al., OSDI 2020, section 4.3 (bottlenecked jobs).
struct WaterFilling {
    /// One class of receivers.
    struct Member {
        var demand: Double
        /// Per resource, the level that a full share gives; 0 = none.
        var coefficients: [Double]

        /// The level of a full share of the best resource.
        var cap: Double { coefficients.max() ?? 0 }
    }

    /// The levels and what the first program says.
    struct Outcome {
        var levels: [Double]
        var prices: [Double]
        var bindings: [Double]
        var certificateGap: Double
    }

    private static let bindingTolerance = 1e-6
    private static let capTolerance = 1e-9

    let label: String
    let capacities: [Double]
    let members: [Member]
    let engine: any AllocationEngine

    /// Finds the levels.
    ///
    /// - Complexity: One program per distinct level.
    /// - Throws: `LinearProgramError` when a program has no certified answer.
    func levels() throws -> Outcome {
        var outcome = Outcome(
            levels: members.map(\.cap), prices: capacities.map { _ in 0 }, bindings: members.map { _ in 0 },
            certificateGap: 0)
        if fitsAtCaps { return outcome }
        var isFrozen = members.map { $0.cap == 0 }
        var isFirst = true
        while isFrozen.contains(false) {
            let program = program(isFrozen, outcome.levels)
            let allocation = try engine.solveCertified(program)
            let duals = allocation.solution.levelDuals
            if isFirst {
                outcome.prices = allocation.solution.prices
                outcome.bindings = duals
                isFirst = false
            }
            outcome.certificateGap = max(outcome.certificateGap, allocation.relativeGap)
            let active = members.indices.filter { !isFrozen[$0] }
            let strongest = active.map { duals[$0] }.max() ?? 0
            for k in active {
                let isCapped = members[k].cap <= allocation.level * (1 + Self.capTolerance)
                guard isCapped || duals[k] > Self.bindingTolerance * strongest else { continue }
                outcome.levels[k] = allocation.level
                isFrozen[k] = true
            }
            // Without a dual value above zero nothing would ever be frozen; the program is then at its end.
            if strongest <= 0 && active.allSatisfy({ !isFrozen[$0] }) {
                for k in active {
                    outcome.levels[k] = allocation.level
                    isFrozen[k] = true
                }
            }
        }
        return outcome
    }

    /// Whether everybody can have a full share of the best resource; only asked where that is one resource.
    private var fitsAtCaps: Bool {
        var usage = capacities.map { _ in 0.0 }
        for member in members where member.cap > 0 {
            let best = member.coefficients.indices.filter { member.coefficients[$0] == member.cap }
            guard best.count == 1 else { return false }
            usage[best[0]] += member.demand
        }
        return zip(usage, capacities).allSatisfy { $0 <= $1 }
    }

    /// Maximise the common level of those that are not frozen, the others keep theirs.
    private func program(_ isFrozen: [Bool], _ levels: [Double]) -> AllocationProblem {
        var program = AllocationProblem(label: label, capacities: capacities, levelWeight: 1)
        for (k, member) in members.enumerated() {
            if isFrozen[k] {
                program.addReceiver(demand: member.demand, floor: levels[k])
            } else {
                program.addReceiver(demand: member.demand, need: 1)
            }
            for (type, coefficient) in member.coefficients.enumerated() where coefficient > 0 {
                program.addColumn(resource: type, rate: coefficient)
            }
        }
        return program
    }
}
