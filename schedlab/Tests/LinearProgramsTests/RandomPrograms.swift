import LinearPrograms
import TestSupport

/// Random allocation programs with the trouble that real ones have.
enum RandomPrograms {
    /// Max-min with weights, zero rates, identical jobs and ties.
    static func maxMin(_ random: inout SplitMix64) -> AllocationProblem {
        let typeCount = Int.random(in: 1...6, using: &random)
        let jobCount = Int.random(in: 1...40, using: &random)
        var problem = AllocationProblem(
            label: "random max-min",
            capacities: (0..<typeCount).map { _ in Double(Int.random(in: 1...32, using: &random)) },
            levelWeight: 1)
        var rates: [Double] = []
        for _ in 0..<jobCount {
            if rates.isEmpty || Double.random(in: 0..<1, using: &random) > 0.3 {
                rates = (0..<typeCount).map { _ in
                    Double.random(in: 0..<1, using: &random) < 0.15
                        ? 0 : Double.random(in: 0.05...5, using: &random)
                }
                if rates.allSatisfy({ $0 == 0 }) { rates[0] = 1 }
            }
            problem.addReceiver(demand: [1, 2, 4, 8].randomElement(using: &random) ?? 1, need: 1)
            for (type, rate) in rates.enumerated() where rate > 0 {
                problem.addColumn(resource: type, rate: rate)
            }
        }
        return problem
    }

    /// Total throughput, without level rows.
    static func sum(_ random: inout SplitMix64) -> AllocationProblem {
        let typeCount = Int.random(in: 1...6, using: &random)
        var problem = AllocationProblem(
            label: "random sum",
            capacities: (0..<typeCount).map { _ in Double(Int.random(in: 1...32, using: &random)) },
            levelWeight: 0)
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            problem.addReceiver(demand: [1, 2, 4].randomElement(using: &random) ?? 1)
            for type in 0..<typeCount {
                problem.addColumn(resource: type, slope: Double.random(in: 0.1...700, using: &random))
            }
        }
        return problem
    }
}
