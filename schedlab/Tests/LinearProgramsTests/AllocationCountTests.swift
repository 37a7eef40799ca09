import CAllocationCount
import KitTesting
import TestSupport
import Testing

@testable import LinearPrograms

@Suite("Memory of the loops", .enabled(if: allocation_count() >= 0, "allocations cannot be counted here"))
struct AllocationCountTests {
    private func problem(_ receivers: Int, level: Bool) -> AllocationProblem {
        var random = SplitMix64(seed: 3)
        var problem = AllocationProblem(
            label: "counted", capacities: [9, 7, 5], levelWeight: level ? 1 : 0)
        for _ in 0..<receivers {
            problem.addReceiver(demand: 1, need: level ? 1 : 0)
            for type in 0..<3 {
                let rate = Double.random(in: 0.2...3, using: &random)
                problem.addColumn(resource: type, slope: level ? 0 : rate, rate: rate)
            }
        }
        return problem
    }

    private func allocations(_ body: () -> Void) -> Int {
        let before = allocation_count()
        body()
        return allocation_count() - before
    }

    @Test("more iterations of the interior point allocate nothing more")
    func interiorPoint() {
        let problem = problem(60, level: true)
        let kernel = InteriorPoint(refinements: 1)
        var iterations: [Int] = []
        var counts: [Int] = []
        for tolerance in [1e-3, 1e-3, 1e-10] {
            counts.append(
                allocations {
                    iterations.append(kernel.solve(problem, tolerance: tolerance, engine: "").iterationCount)
                })
        }
        #expect(iterations[2] > iterations[1] + 3)
        #expect(counts[2] == counts[1])
    }

    @Test("more pivots of the dual simplex allocate nothing more")
    func pivots() {
        let problem = problem(60, level: false)
        let simplex = DualSimplex(problem)
        _ = simplex.restoreFeasibility()
        let pivotsBefore = simplex.pivotCount
        #expect(pivotsBefore > 20)
        // The same phase from its start, and once more with nothing left to do.
        let fresh = DualSimplex(problem)
        let all = allocations { _ = fresh.restoreFeasibility() }
        let none = allocations { _ = fresh.restoreFeasibility() }
        #expect(fresh.pivotCount == pivotsBefore)
        #expect(all == none)
    }

    @Test("raising the level allocates its proof, not its pivots")
    func raising() {
        var counts: [Int] = []
        var pivots: [Int] = []
        for receivers in [20, 60] {
            let simplex = DualSimplex(problem(receivers, level: true))
            _ = simplex.restoreFeasibility()
            counts.append(allocations { _ = simplex.raiseLevel() })
            pivots.append(simplex.pivotCount)
        }
        #expect(pivots[1] > pivots[0] + 20)
        #expect(counts[1] == counts[0])
    }
}
