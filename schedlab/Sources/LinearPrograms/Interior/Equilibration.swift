/// Scales of rows and columns that bring the entries of `G` near 1.
///
/// The directions of the method do not depend on them; its starting point and the norms by which it stops do.
///
/// - Note: D. Ruiz, "A scaling algorithm to equilibrate both rows and columns norms in matrices", 2001;
///   three passes, as in A. Domahidi, E. Chu and S. Boyd, "ECOS: an SOCP solver for embedded systems", 2013.
struct Equilibration {
    private static let passCount = 3
    private static let smallest = 1e-6

    /// Scale of each row; the scaled row is the row divided by it.
    let rows: UnsafeMutablePointer<Double>
    /// Scale of each column and of `t`.
    let columns: UnsafeMutablePointer<Double>

    /// Finds the scales.
    ///
    /// - Parameters:
    ///   - form: The program.
    ///   - arena: Gives the columns.
    ///   - rowMaxima: Room for one number per row.
    ///   - columnMaxima: Room for one number per variable.
    init(
        _ form: ConicForm, arena: Arena, rowMaxima: UnsafeMutablePointer<Double>,
        columnMaxima: UnsafeMutablePointer<Double>
    ) {
        rows = arena.doubles(form.rowCount)
        columns = arena.doubles(form.variableCount)
        for r in 0..<form.rowCount { rows[r] = 1 }
        for k in 0..<form.variableCount { columns[k] = 1 }
        for _ in 0..<Self.passCount {
            findMaxima(form, rowMaxima, columnMaxima)
            for r in 0..<form.rowCount { rows[r] *= Self.scale(rowMaxima[r]) }
            for k in 0..<form.variableCount { columns[k] *= Self.scale(columnMaxima[k]) }
        }
    }

    private static func scale(_ largest: Double) -> Double {
        largest.squareRoot() < smallest ? 1 : largest.squareRoot()
    }

    private func findMaxima(
        _ form: ConicForm, _ rowMaxima: UnsafeMutablePointer<Double>,
        _ columnMaxima: UnsafeMutablePointer<Double>
    ) {
        for r in 0..<form.rowCount { rowMaxima[r] = 0 }
        for k in 0..<form.variableCount { columnMaxima[k] = 0 }
        func note(_ entry: Double, row: Int, column: Int) {
            let scaled = abs(entry) / (rows[row] * columns[column])
            rowMaxima[row] = max(rowMaxima[row], scaled)
            columnMaxima[column] = max(columnMaxima[column], scaled)
        }
        for i in 0..<form.receiverCount {
            let level = Int(form.levelRows[i])
            for k in Int(form.starts[i])..<Int(form.starts[i + 1]) {
                note(1, row: k, column: k)
                note(1, row: form.budgetStart + i, column: k)
                note(form.demands[i], row: form.capacityStart + Int(form.resources[k]), column: k)
                if form.upperRows[k] >= 0 { note(1, row: Int(form.upperRows[k]), column: k) }
                if level >= 0 { note(form.rates[k], row: level, column: k) }
            }
            if level >= 0 && form.hasLevel { note(form.needs[i], row: level, column: form.columnCount) }
        }
        for j in 0..<form.resourceCount where form.levelDemands[j] != 0 {
            note(form.levelDemands[j], row: form.capacityStart + j, column: form.columnCount)
        }
    }
}
