import KitTesting
import LinearPrograms
import TestSupport

/// Random allocation programs with the trouble that real ones have.
enum RandomPrograms {
    /// Rates of a job by type; some are 0, some equal.
    private static func rates(_ typeCount: Int, _ random: inout SplitMix64) -> [Double] {
        var rates = (0..<typeCount).map { _ in
            Double.random(in: 0..<1, using: &random) < 0.15 ? 0 : Double.random(in: 0.05...5, using: &random)
        }
        if rates.allSatisfy({ $0 == 0 }) { rates[0] = 1 }
        return rates
    }

    private static func capacities(_ random: inout SplitMix64) -> [Double] {
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
            Double(Int.random(in: 1...32, using: &random))
        }
    }

    /// Max-min with weights, zero rates, identical jobs and ties.
    static func maxMin(_ random: inout SplitMix64, jobLimit: Int = 40) -> AllocationProblem {
        let capacities = capacities(&random)
        var problem = AllocationProblem(label: "random max-min", capacities: capacities, levelWeight: 1)
        var rates: [Double] = []
        for _ in 0..<Int.random(in: 1...jobLimit, using: &random) {
            if rates.isEmpty || Double.random(in: 0..<1, using: &random) > 0.3 {
                rates = Self.rates(capacities.count, &random)
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
        let capacities = capacities(&random)
        var problem = AllocationProblem(label: "random sum", capacities: capacities, levelWeight: 0)
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            problem.addReceiver(demand: [1, 2, 4].randomElement(using: &random) ?? 1)
            for type in capacities.indices {
                problem.addColumn(resource: type, slope: Double.random(in: 0.1...700, using: &random))
            }
        }
        return problem
    }

    /// Levels, and slopes that prefer the shares before: water filling, or max-min with a penalty.
    ///
    /// - Parameters:
    ///   - random: The stream.
    ///   - hasLevel: Whether there is a least level to raise, else a sum.
    ///   - penalty: What a unit of distance costs, in levels.
    ///   - jobLimit: Most jobs.
    /// - Returns: The program.
    static func withShares(
        _ random: inout SplitMix64, hasLevel: Bool, penalty: Double, jobLimit: Int = 30
    ) -> AllocationProblem {
        let capacities = capacities(&random)
        var problem = AllocationProblem(
            label: "random shares", capacities: capacities, levelWeight: hasLevel ? 1 : 0)
        for job in 0..<Int.random(in: 1...jobLimit, using: &random) {
            let demand: Double = [1, 2, 4, 8].randomElement(using: &random) ?? 1
            problem.addReceiver(demand: demand, need: hasLevel ? 1 : 0, classID: Int32(job))
            for (type, rate) in rates(capacities.count, &random).enumerated() where rate > 0 {
                let worth = hasLevel ? 0 : rate
                let before = Double.random(in: -0.3...0.2, using: &random)
                if before > 0 {
                    problem.addColumn(
                        resource: type, slope: worth + penalty * demand, rate: rate, upper: before)
                }
                problem.addColumn(resource: type, slope: worth - penalty * demand, rate: rate)
            }
        }
        return problem
    }
}
