/// Cholesky factors of a small symmetric positive definite matrix, one row and column per resource.
struct DenseCholesky {
    /// A pivot below this part of its diagonal entry counts as zero: its unknown is then fixed at zero.
    private static let smallestPivot = 1e-14

    let size: Int
    /// The matrix, row by row; the factor takes the place of its lower triangle.
    let entries: UnsafeMutablePointer<Double>

    /// Replaces the lower triangle by its factor.
    ///
    /// - Complexity: O(size³).
    func factor() {
        for j in 0..<size {
            let row = entries + j * size
            let original = row[j]
            var pivot = original
            for l in 0..<j { pivot -= row[l] * row[l] }
            let root = pivot > Self.smallestPivot * abs(original) ? pivot.squareRoot() : Double.infinity
            row[j] = root
            for i in (j + 1)..<max(size, j + 1) {
                let other = entries + i * size
                var sum = other[j]
                for l in 0..<j { sum -= other[l] * row[l] }
                other[j] = sum / root
            }
        }
    }

    /// Solves in place.
    ///
    /// - Complexity: O(size²).
    func solve(_ x: UnsafeMutablePointer<Double>) {
        for i in 0..<size {
            let row = entries + i * size
            var sum = x[i]
            for l in 0..<i { sum -= row[l] * x[l] }
            x[i] = sum / row[i]
        }
        for i in stride(from: size - 1, through: 0, by: -1) {
            var sum = x[i]
            for l in (i + 1)..<max(size, i + 1) { sum -= entries[l * size + i] * x[l] }
            x[i] = sum / entries[i * size + i]
        }
    }
}
