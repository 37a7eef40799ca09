/// The linear system of each step, solved by elimination down to one equation per resource.
///
///     G'z = b_x,   G v - omega z = b_z        (omega = s / z, one per row)
///
/// Eliminating the bounds leaves `D_k = 1 / (z_k/s_k + ...)` per column; eliminating the columns leaves two
/// equations per receiver (budget and level); eliminating those leaves the n x n system `S` of the
/// resources' prices, bordered by `t`. All of it costs O(columns · resources).
///
/// The two equations of a receiver use rates relative to their mean `abar = sum D a / sum D`, so that
/// every term of the determinant is positive: formed from raw sums, `W sum D a² - (sum D a)²` would lose
/// all digits where one column carries nearly all of `W`.
struct KKTSystem {
    /// Above this part of the determinant the rest is summed up anew without the column.
    private static let dominantLeverage = 0.3

    private let form: ConicForm
    /// `1 / omega` per row.
    private let inverses: UnsafeMutablePointer<Double>
    /// `D_k` and `a_k - abar_i`.
    private let freedoms: UnsafeMutablePointer<Double>
    private let offsets: UnsafeMutablePointer<Double>
    /// `abar_i` and the inverse of the receiver's 2 x 2 matrix.
    private let means: UnsafeMutablePointer<Double>
    private let inverse11: UnsafeMutablePointer<Double>
    private let inverse12: UnsafeMutablePointer<Double>
    private let inverse22: UnsafeMutablePointer<Double>
    private let schur: DenseCholesky
    /// `R_j`, `S^-1 R`, and room for a right side.
    private let border: UnsafeMutablePointer<Double>
    private let solvedBorder: UnsafeMutablePointer<Double>
    private let prices: UnsafeMutablePointer<Double>
    /// Per receiver, what the first sweep leaves for the second.
    private let half1: UnsafeMutablePointer<Double>
    private let half2: UnsafeMutablePointer<Double>
    /// `theta + R'S^-1 R`.
    private var corner = 1.0

    /// Residuals of a refinement, and its correction.
    private let residualX: UnsafeMutablePointer<Double>
    private let residualZ: UnsafeMutablePointer<Double>
    private let correctionX: UnsafeMutablePointer<Double>
    private let correctionZ: UnsafeMutablePointer<Double>

    /// Numbers that the system needs of an arena.
    static func room(_ problem: AllocationProblem) -> Int {
        let columns = problem.columnCount
        let receivers = problem.receiverCount
        let resources = problem.resourceCount
        let rows = 2 * columns + 2 * receivers + resources
        return 2 * columns + 6 * receivers + resources * (resources + 3) + 2 * (columns + 1) + 3 * rows
    }

    /// Takes its columns from the arena.
    init(_ form: ConicForm, arena: Arena) {
        self.form = form
        let n = form.resourceCount
        inverses = arena.doubles(form.rowCount)
        freedoms = arena.doubles(form.columnCount)
        offsets = arena.doubles(form.columnCount)
        means = arena.doubles(form.receiverCount)
        inverse11 = arena.doubles(form.receiverCount)
        inverse12 = arena.doubles(form.receiverCount)
        inverse22 = arena.doubles(form.receiverCount)
        schur = DenseCholesky(size: n, entries: arena.doubles(n * n))
        border = arena.doubles(n)
        solvedBorder = arena.doubles(n)
        prices = arena.doubles(n)
        half1 = arena.doubles(form.receiverCount)
        half2 = arena.doubles(form.receiverCount)
        residualX = arena.doubles(form.variableCount)
        residualZ = arena.doubles(form.rowCount)
        correctionX = arena.doubles(form.variableCount)
        correctionZ = arena.doubles(form.rowCount)
    }

    /// Factors the system for `omega = numerator / denominator`, row by row.
    ///
    /// - Complexity: O(columns · resources + resources³).
    mutating func factor(
        numerator: UnsafeMutablePointer<Double>, denominator: UnsafeMutablePointer<Double>
    ) {
        for r in 0..<form.rowCount { inverses[r] = denominator[r] / numerator[r] }
        let n = form.resourceCount
        for j in 0..<(n * n) { schur.entries[j] = 0 }
        for j in 0..<n {
            schur.entries[j * n + j] = 1 / inverses[form.capacityStart + j]
            border[j] = form.levelDemands[j]
        }
        var theta = 0.0
        for i in 0..<form.receiverCount { theta += eliminate(receiver: i) }
        schur.factor()
        guard form.hasLevel else { return }
        for j in 0..<n { solvedBorder[j] = border[j] }
        schur.solve(solvedBorder)
        corner = theta
        for j in 0..<n { corner += border[j] * solvedBorder[j] }
    }

    /// Adds one receiver to `S`, `R` and `theta`.
    ///
    /// - Returns: Its part of `theta`.
    private func eliminate(receiver i: Int) -> Double {
        let columns = Int(form.starts[i])..<Int(form.starts[i + 1])
        let level = Int(form.levelRows[i])
        var sum = 0.0
        var weighted = 0.0
        for k in columns {
            var theta = inverses[k]
            if form.upperRows[k] >= 0 { theta += inverses[Int(form.upperRows[k])] }
            let d = 1 / theta
            freedoms[k] = d
            sum += d
            weighted += d * form.rates[k]
        }
        let budget = 1 / inverses[form.budgetStart + i]
        guard level >= 0 else {
            means[i] = 0
            for k in columns { offsets[k] = 0 }
            inverse11[i] = 1 / (sum + budget)
            inverse12[i] = 0
            inverse22[i] = 0
            addSingleRow(i, columns, sum: sum, budget: budget)
            return 0
        }
        let mean = sum > 0 ? weighted / sum : 0
        var spread = 0.0
        for k in columns {
            offsets[k] = form.rates[k] - mean
            spread += freedoms[k] * offsets[k] * offsets[k]
        }
        let slack = 1 / inverses[level]
        let lower = spread + slack
        let determinant = sum * (lower + mean * mean * budget) + budget * lower
        means[i] = mean
        inverse11[i] = (lower + mean * mean * budget) / determinant
        inverse12[i] = mean * budget / determinant
        inverse22[i] = (sum + budget) / determinant
        addDoubleRow(i, columns, budget: budget, slack: slack, determinant: determinant)
        return form.multiplicities[i] * form.needs[i] * form.needs[i] * inverse22[i]
    }

    /// `S` of a receiver without a level row: `s² D_k (delta_kl - D_l / (W + omega))`.
    private func addSingleRow(_ i: Int, _ columns: Range<Int>, sum: Double, budget: Double) {
        let n = form.resourceCount
        let scale = form.multiplicities[i] * form.demands[i] * form.demands[i]
        let inverse = inverse11[i]
        for k in columns {
            let row = schur.entries + Int(form.resources[k]) * n
            let d = freedoms[k]
            var rest = sum - d
            if d * inverse > Self.dominantLeverage {
                rest = 0
                for l in columns where l != k { rest += freedoms[l] }
            }
            row[Int(form.resources[k])] += scale * d * (rest + budget) * inverse
            let factor = scale * d * inverse
            for l in columns.lowerBound..<k {
                let other = Int(form.resources[l])
                let entry = factor * freedoms[l]
                row[other] -= entry
                schur.entries[other * n + Int(form.resources[k])] -= entry
            }
        }
    }

    /// `S` and `R` of a receiver with a level row, by cofactors without differences of large numbers.
    private func addDoubleRow(
        _ i: Int, _ columns: Range<Int>, budget: Double, slack: Double, determinant: Double
    ) {
        let n = form.resourceCount
        let scale = form.multiplicities[i] * form.demands[i] * form.demands[i]
        let levelScale = form.multiplicities[i] * form.demands[i] * form.needs[i]
        let (i11, i12, i22) = (inverse11[i], inverse12[i], inverse22[i])
        for k in columns {
            let here = Int(form.resources[k])
            let row = schur.entries + here * n
            let d = freedoms[k]
            let offset = offsets[k]
            border[here] += levelScale * d * (i12 + offset * i22)
            let first = i11 + offset * i12
            let second = i12 + offset * i22
            let leverage = d * (first + offset * second)
            var rest = 1 - leverage
            if leverage > Self.dominantLeverage {
                rest = determinantWithout(k, columns, rate: budget, slack: slack) / determinant
            }
            row[here] += scale * d * rest
            let factor = scale * d
            for l in columns.lowerBound..<k {
                let other = Int(form.resources[l])
                let entry = factor * freedoms[l] * (first + offsets[l] * second)
                row[other] -= entry
                schur.entries[other * n + here] -= entry
            }
        }
    }

    /// The receiver's determinant if it did not have column `k`.
    private func determinantWithout(
        _ k: Int, _ columns: Range<Int>, rate budget: Double, slack: Double
    ) -> Double {
        var sum = 0.0
        var weighted = 0.0
        for l in columns where l != k {
            sum += freedoms[l]
            weighted += freedoms[l] * form.rates[l]
        }
        let mean = sum > 0 ? weighted / sum : 0
        var spread = 0.0
        for l in columns where l != k {
            let offset = form.rates[l] - mean
            spread += freedoms[l] * offset * offset
        }
        let lower = spread + slack
        return sum * (lower + mean * mean * budget) + budget * lower
    }

    /// Solves for one right side, with iterative refinement.
    ///
    /// - Parameters:
    ///   - bx: `b_x`, one entry per variable.
    ///   - bz: `b_z`, one entry per row.
    ///   - v: The solution's variables.
    ///   - z: The solution's rows.
    ///   - refinements: Steps of iterative refinement.
    /// - Complexity: O(columns + resources²).
    func solve(
        bx: UnsafeMutablePointer<Double>, bz: UnsafeMutablePointer<Double>,
        v: UnsafeMutablePointer<Double>, z: UnsafeMutablePointer<Double>, refinements: Int
    ) {
        eliminateAndSolve(bx: bx, bz: bz, v: v, z: z)
        for _ in 0..<refinements {
            form.multiplyTransposed(z, into: residualX)
            for k in 0..<form.variableCount { residualX[k] = bx[k] - residualX[k] }
            if !form.hasLevel { residualX[form.columnCount] = 0 }
            form.multiply(v, into: residualZ)
            for r in 0..<form.rowCount { residualZ[r] = bz[r] - (residualZ[r] - z[r] / inverses[r]) }
            eliminateAndSolve(bx: residualX, bz: residualZ, v: correctionX, z: correctionZ)
            for k in 0..<form.variableCount { v[k] += correctionX[k] }
            for r in 0..<form.rowCount { z[r] += correctionZ[r] }
        }
    }

    private func eliminateAndSolve(
        bx: UnsafeMutablePointer<Double>, bz: UnsafeMutablePointer<Double>,
        v: UnsafeMutablePointer<Double>, z: UnsafeMutablePointer<Double>
    ) {
        let n = form.resourceCount
        for j in 0..<n { prices[j] = -bz[form.capacityStart + j] }
        let levelSum = sweepForward(bx: bx, bz: bz, v: v)
        var t = 0.0
        if form.hasLevel {
            var known = levelSum
            for j in 0..<n { known += solvedBorder[j] * prices[j] }
            t = (bx[form.columnCount] - known) / corner
            for j in 0..<n { prices[j] += border[j] * t }
        }
        schur.solve(prices)
        for j in 0..<n { z[form.capacityStart + j] = prices[j] }
        v[form.columnCount] = t
        sweepBack(bz: bz, t: t, v: v, z: z)
    }

    /// Eliminates the receivers from the right side: `F` is added to `prices`, `g_k` is left in `v`.
    ///
    /// - Returns: `sum_i N_i q_i (M_i^-1 h_i)_2`.
    private func sweepForward(
        bx: UnsafeMutablePointer<Double>, bz: UnsafeMutablePointer<Double>, v: UnsafeMutablePointer<Double>
    ) -> Double {
        var levelSum = 0.0
        for i in 0..<form.receiverCount {
            let columns = Int(form.starts[i])..<Int(form.starts[i + 1])
            let level = Int(form.levelRows[i])
            let budget = bz[form.budgetStart + i]
            var h1 = budget
            var h2 = level >= 0 ? -bz[level] - means[i] * budget : 0
            for k in columns {
                var g = bx[k] - bz[k] * inverses[k]
                let upper = Int(form.upperRows[k])
                if upper >= 0 { g += bz[upper] * inverses[upper] }
                v[k] = g
                let dg = freedoms[k] * g
                h1 -= dg
                h2 -= offsets[k] * dg
            }
            let m1 = inverse11[i] * h1 + inverse12[i] * h2
            let m2 = inverse12[i] * h1 + inverse22[i] * h2
            half1[i] = m1
            half2[i] = m2
            levelSum += form.multiplicities[i] * form.needs[i] * m2
            let demand = form.multiplicities[i] * form.demands[i]
            for k in columns {
                prices[Int(form.resources[k])] +=
                    demand * freedoms[k] * (v[k] + m1 + offsets[k] * m2)
            }
        }
        return levelSum
    }

    /// The columns and rows of each receiver, given prices and `t`.
    private func sweepBack(
        bz: UnsafeMutablePointer<Double>, t: Double, v: UnsafeMutablePointer<Double>,
        z: UnsafeMutablePointer<Double>
    ) {
        for i in 0..<form.receiverCount {
            let columns = Int(form.starts[i])..<Int(form.starts[i + 1])
            let level = Int(form.levelRows[i])
            let demand = form.demands[i]
            var h1 = 0.0
            var h2 = 0.0
            for k in columns {
                let dp = freedoms[k] * prices[Int(form.resources[k])]
                h1 += dp
                h2 += offsets[k] * dp
            }
            h1 *= demand
            h2 = level >= 0 ? demand * h2 + form.needs[i] * t : 0
            let u = half1[i] + inverse11[i] * h1 + inverse12[i] * h2
            let mu = half2[i] + inverse12[i] * h1 + inverse22[i] * h2
            for k in columns {
                let x =
                    freedoms[k]
                    * (v[k] + u + offsets[k] * mu - demand * prices[Int(form.resources[k])])
                v[k] = x
                z[k] = -(x + bz[k]) * inverses[k]
                let upper = Int(form.upperRows[k])
                if upper >= 0 { z[upper] = (x - bz[upper]) * inverses[upper] }
            }
            z[form.budgetStart + i] = means[i] * mu - u
            if level >= 0 { z[level] = mu }
        }
    }
}
