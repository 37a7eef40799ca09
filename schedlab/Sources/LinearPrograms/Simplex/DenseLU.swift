/// LU factors with partial pivoting of a small square matrix, one row and column per resource.
struct DenseLU {
    /// Smaller pivots are what rounding left of a zero: the matrix is singular.
    private static let smallestPivot = 1e-13
    let size: Int
    /// The matrix, row by row; the factors take its place.
    let entries: UnsafeMutablePointer<Double>
    /// Row that stands at each place after the exchanges.
    let order: UnsafeMutablePointer<Int32>
    private let scratch: UnsafeMutablePointer<Double>

    /// Takes its memory from the arena.
    init(size: Int, arena: Arena) {
        self.size = size
        entries = arena.doubles(size * size)
        scratch = arena.doubles(size)
        order = arena.integers(size)
    }

    /// Replaces the matrix by its factors.
    ///
    /// - Returns: False when the matrix is singular to working precision.
    /// - Complexity: O(size³).
    func factor() -> Bool {
        for i in 0..<size { order[i] = Int32(i) }
        for j in 0..<size {
            var pivotRow = j
            for i in j..<size where abs(entries[i * size + j]) > abs(entries[pivotRow * size + j]) {
                pivotRow = i
            }
            let pivot = entries[pivotRow * size + j]
            guard abs(pivot) > Self.smallestPivot else { return false }
            if pivotRow != j {
                for l in 0..<size {
                    let kept = entries[j * size + l]
                    entries[j * size + l] = entries[pivotRow * size + l]
                    entries[pivotRow * size + l] = kept
                }
                let kept = order[j]
                order[j] = order[pivotRow]
                order[pivotRow] = kept
            }
            for i in (j + 1)..<max(size, j + 1) {
                let factor = entries[i * size + j] / pivot
                entries[i * size + j] = factor
                guard factor != 0 else { continue }
                for l in (j + 1)..<size { entries[i * size + l] -= factor * entries[j * size + l] }
            }
        }
        return true
    }

    /// Solves `A x = b` in place.
    func solve(_ x: UnsafeMutablePointer<Double>) {
        for i in 0..<size { scratch[i] = x[Int(order[i])] }
        for i in 0..<size {
            var sum = scratch[i]
            for l in 0..<i { sum -= entries[i * size + l] * scratch[l] }
            scratch[i] = sum
        }
        for i in stride(from: size - 1, through: 0, by: -1) {
            var sum = scratch[i]
            for l in (i + 1)..<max(size, i + 1) { sum -= entries[i * size + l] * x[l] }
            x[i] = sum / entries[i * size + i]
        }
    }

    /// Solves `A'x = b` in place.
    func solveTransposed(_ x: UnsafeMutablePointer<Double>) {
        for i in 0..<size {
            var sum = x[i]
            for l in 0..<i { sum -= entries[l * size + i] * scratch[l] }
            scratch[i] = sum / entries[i * size + i]
        }
        for i in stride(from: size - 1, through: 0, by: -1) {
            var sum = scratch[i]
            for l in (i + 1)..<max(size, i + 1) { sum -= entries[l * size + i] * scratch[l] }
            scratch[i] = sum
        }
        for i in 0..<size { x[Int(order[i])] = scratch[i] }
    }
}
