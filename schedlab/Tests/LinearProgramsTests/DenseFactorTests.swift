import KitTesting
import TestSupport
import Testing

@testable import LinearPrograms

@Suite("Small dense factors")
struct DenseFactorTests {
    @Test("LU solves with the matrix and with its transpose", arguments: 1...16)
    func lu(size: Int) {
        var random = SplitMix64(seed: UInt64(size))
        let arena = Arena()
        arena.reset(doubles: 2 * size * size + 4 * size, integers: size)
        let factors = DenseLU(size: size, arena: arena)
        let matrix = (0..<size * size).map { _ in Double.random(in: -1...1, using: &random) }
        let solution = (0..<size).map { _ in Double.random(in: -1...1, using: &random) }
        for (entry, value) in matrix.enumerated() { factors.entries[entry] = value }
        #expect(factors.factor())
        let x = arena.doubles(size)
        for i in 0..<size { x[i] = (0..<size).reduce(0) { $0 + matrix[i * size + $1] * solution[$1] } }
        factors.solve(x)
        for i in 0..<size { #expect(abs(x[i] - solution[i]) < 1e-9) }
        for i in 0..<size { x[i] = (0..<size).reduce(0) { $0 + matrix[$1 * size + i] * solution[$1] } }
        factors.solveTransposed(x)
        for i in 0..<size { #expect(abs(x[i] - solution[i]) < 1e-9) }
    }

    @Test("a singular matrix is noticed")
    func singular() {
        let arena = Arena()
        arena.reset(doubles: 20, integers: 2)
        let factors = DenseLU(size: 2, arena: arena)
        for (entry, value) in [1.0, 2, 2, 4].enumerated() { factors.entries[entry] = value }
        #expect(!factors.factor())
    }

    @Test("Cholesky solves, and an unknown without a pivot stays at zero")
    func cholesky() {
        let arena = Arena()
        arena.reset(doubles: 20, integers: 0)
        let factors = DenseCholesky(size: 3, entries: arena.doubles(9))
        // The third unknown appears nowhere.
        for (entry, value) in [4.0, 2, 0, 2, 5, 0, 0, 0, 0].enumerated() { factors.entries[entry] = value }
        factors.factor()
        let x = arena.doubles(3)
        x[0] = 8
        x[1] = 12
        x[2] = 3
        factors.solve(x)
        #expect(abs(x[0] - 1) < 1e-12 && abs(x[1] - 2) < 1e-12 && x[2] == 0)
    }
}
