/// The iterate of ``InteriorPoint`` with its residuals and directions; each step of the method is a function.
final class IterateState {
    /// tau against kappa, and alone, below which the homogeneous program has no point of the original one.
    private static let vanishingPart = 1e-6
    private static let vanishing = 1e-9
    private let form: ConicForm
    private var kkt: KKTSystem
    private let scales: Equilibration
    private let degree: Double

    // The iterate.
    private let v: UnsafeMutablePointer<Double>
    private let s: UnsafeMutablePointer<Double>
    private let z: UnsafeMutablePointer<Double>
    private var tau = 1.0
    private var kappa = 1.0

    // Its residuals: r_x = -G'z - c tau, r_z = s + G v - h tau, r_tau = kappa + c'v + h'z.
    private let residualX: UnsafeMutablePointer<Double>
    private let residualZ: UnsafeMutablePointer<Double>
    private var residualTau = 0.0
    private var mu = 1.0
    private var primalResidual = Double.infinity
    private var dualResidual = Double.infinity
    private var gap = Double.infinity
    private var relativeGap = Double.infinity
    private var costProduct = 0.0
    private var rightSideProduct = 0.0
    private let costNorm: Double
    private let rightSideNorm: Double

    // The direction, and the solution of the constant right side.
    private let dv: UnsafeMutablePointer<Double>
    private let ds: UnsafeMutablePointer<Double>
    private let dz: UnsafeMutablePointer<Double>
    private var dtau = 0.0
    private var dkappa = 0.0
    private let constantV: UnsafeMutablePointer<Double>
    private let constantZ: UnsafeMutablePointer<Double>
    private var constantProduct = 0.0
    private var refinements = 0

    // Right sides, and the best iterate.
    private let bx: UnsafeMutablePointer<Double>
    private let bz: UnsafeMutablePointer<Double>
    private let target: UnsafeMutablePointer<Double>
    private let bestV: UnsafeMutablePointer<Double>
    private let bestZ: UnsafeMutablePointer<Double>
    private var bestTau = 1.0

    /// Lays a program out in an arena.
    init(_ problem: AllocationProblem, arena: Arena) {
        let formRoom = ConicForm.room(problem)
        let rows = 2 * problem.columnCount + 2 * problem.receiverCount + problem.resourceCount
        let variables = problem.columnCount + 1
        arena.reset(
            doubles: formRoom.doubles + KKTSystem.room(problem) + 11 * rows + 8 * variables,
            integers: formRoom.integers)
        form = ConicForm(problem, arena: arena)
        kkt = KKTSystem(form, arena: arena)
        v = arena.doubles(form.variableCount)
        s = arena.doubles(form.rowCount)
        z = arena.doubles(form.rowCount)
        residualX = arena.doubles(form.variableCount)
        residualZ = arena.doubles(form.rowCount)
        dv = arena.doubles(form.variableCount)
        ds = arena.doubles(form.rowCount)
        dz = arena.doubles(form.rowCount)
        constantV = arena.doubles(form.variableCount)
        constantZ = arena.doubles(form.rowCount)
        bx = arena.doubles(form.variableCount)
        bz = arena.doubles(form.rowCount)
        target = arena.doubles(form.rowCount)
        bestV = arena.doubles(form.variableCount)
        bestZ = arena.doubles(form.rowCount)
        scales = Equilibration(form, arena: arena, rowMaxima: bz, columnMaxima: bx)
        var rowSum = 0.0
        var rightSum = 0.0
        for r in 0..<form.rowCount {
            rowSum += form.weights[r]
            let scaled = form.rightSides[r] / scales.rows[r]
            rightSum += form.weights[r] * scaled * scaled
        }
        degree = rowSum
        rightSideNorm = max(1, rightSum.squareRoot())
        var costSum = 0.0
        for k in 0..<form.variableCount {
            let scaled = form.costs[k] / scales.columns[k]
            costSum += (k < form.columnCount ? form.weights[k] : 1) * scaled * scaled
        }
        costNorm = max(1, costSum.squareRoot())
    }

    // MARK: The start

    /// The start: least squares for `G v + s = h` and for `G'z = -c`, each moved into the cone.
    func start() {
        for r in 0..<form.rowCount {
            ds[r] = scales.rows[r] * scales.rows[r]
            dz[r] = 1
            bz[r] = form.rightSides[r]
        }
        for k in 0..<form.variableCount { bx[k] = 0 }
        kkt.factor(numerator: ds, denominator: dz)
        kkt.solve(bx: bx, bz: bz, v: v, z: s, refinements: 1)
        for r in 0..<form.rowCount { s[r] = -scales.rows[r] * s[r] }
        shiftIntoCone(s)
        for r in 0..<form.rowCount {
            s[r] *= scales.rows[r]
            bz[r] = 0
        }
        for k in 0..<form.variableCount { bx[k] = -form.costs[k] }
        kkt.solve(bx: bx, bz: bz, v: dv, z: z, refinements: 1)
        for r in 0..<form.rowCount { z[r] *= scales.rows[r] }
        shiftIntoCone(z)
        for r in 0..<form.rowCount { z[r] /= scales.rows[r] }
        tau = 1
        kappa = 1
    }

    /// Adds the same to every entry: a little, or as much as the most negative one needs to become 1.
    private func shiftIntoCone(_ entries: UnsafeMutablePointer<Double>) {
        var shift = -0.99
        for r in 0..<form.rowCount where entries[r] <= 0 { shift = max(shift, -entries[r]) }
        for r in 0..<form.rowCount { entries[r] += 1 + shift }
    }

    // MARK: Residuals

    /// Residuals, gap and the figures by which the method stops.
    func findResiduals() {
        form.multiplyTransposed(z, into: residualX)
        form.multiply(v, into: residualZ)
        costProduct = form.cost(v)
        rightSideProduct = form.rightSideProduct(z)
        residualTau = kappa + costProduct + rightSideProduct

        var xSum = 0.0
        var vSum = 0.0
        for k in 0..<form.variableCount {
            residualX[k] = -residualX[k] - form.costs[k] * tau
            let weight = k < form.columnCount ? form.weights[k] : 1
            let scaled = residualX[k] / scales.columns[k]
            let scaledV = v[k] * scales.columns[k]
            xSum += weight * scaled * scaled
            vSum += weight * scaledV * scaledV
        }
        var zSum = 0.0
        var sNorm = 0.0
        var zNorm = 0.0
        gap = 0
        for r in 0..<form.rowCount {
            residualZ[r] += s[r] - form.rightSides[r] * tau
            let weight = form.weights[r]
            let scaled = residualZ[r] / scales.rows[r]
            let scaledS = s[r] / scales.rows[r]
            let scaledZ = z[r] * scales.rows[r]
            zSum += weight * scaled * scaled
            sNorm += weight * scaledS * scaledS
            zNorm += weight * scaledZ * scaledZ
            gap += weight * s[r] * z[r]
        }
        mu = (gap + kappa * tau) / (degree + 1)
        let vNorm = vSum.squareRoot()
        primalResidual = zSum.squareRoot() / max(rightSideNorm + vNorm + sNorm.squareRoot(), 1) / tau
        dualResidual = xSum.squareRoot() / max(costNorm + zNorm.squareRoot(), 1) / tau
        let primal = costProduct / tau
        let dual = -rightSideProduct / tau
        relativeGap = primal < 0 ? gap / -primal : dual > 0 ? gap / dual : .infinity
    }

    /// Distance from the optimum: the worst of residuals and gap.
    var merit: Double {
        let gapMeasure = min(gap / (tau * tau), relativeGap / tau)
        return max(primalResidual, dualResidual, gapMeasure)
    }

    /// Whether residuals and gap are small enough.
    func isOptimal(tolerance: Double) -> Bool {
        primalResidual < tolerance && dualResidual < tolerance
            && (gap < tolerance || relativeGap < tolerance)
    }

    /// Whether `z` proves that there is no feasible point.
    func isInfeasible(tolerance: Double) -> Bool {
        guard rightSideProduct < -tolerance, tau < Self.vanishingPart * kappa || tau < Self.vanishing else {
            return false
        }
        form.multiplyTransposed(z, into: bx)
        var sum = 0.0
        for k in 0..<form.columnCount { sum += form.weights[k] * bx[k] * bx[k] }
        sum += bx[form.columnCount] * bx[form.columnCount]
        return sum.squareRoot() < tolerance * -rightSideProduct
    }

    // MARK: Directions

    /// Factors the system at the iterate and solves it for the constant right side `(-c, h)`.
    func factor(refinements: Int) {
        self.refinements = refinements
        kkt.factor(numerator: s, denominator: z)
        for k in 0..<form.variableCount { bx[k] = -form.costs[k] }
        for r in 0..<form.rowCount { bz[r] = form.rightSides[r] }
        kkt.solve(bx: bx, bz: bz, v: constantV, z: constantZ, refinements: refinements)
        constantProduct = form.cost(constantV) + form.rightSideProduct(constantZ)
    }

    /// The predictor: the pure Newton direction, `s∘z -> 0`.
    func findPredictor() {
        for r in 0..<form.rowCount { target[r] = -s[r] * z[r] }
        findDirection(reduction: 1, targetTau: -kappa * tau)
    }

    /// The corrector: towards `centring · mu`, with the second-order term of the predictor.
    func findCorrector(centring: Double) {
        let centre = centring * mu
        for r in 0..<form.rowCount { target[r] = centre - s[r] * z[r] - ds[r] * dz[r] }
        findDirection(reduction: 1 - centring, targetTau: centre - kappa * tau - dkappa * dtau)
    }

    /// Newton's direction for `s∘z -> target`, reducing the residuals by the given part.
    private func findDirection(reduction: Double, targetTau: Double) {
        for k in 0..<form.variableCount { bx[k] = reduction * residualX[k] }
        for r in 0..<form.rowCount { bz[r] = -reduction * residualZ[r] - target[r] / z[r] }
        kkt.solve(bx: bx, bz: bz, v: dv, z: dz, refinements: refinements)
        let product = form.cost(dv) + form.rightSideProduct(dz)
        dtau = (reduction * residualTau + targetTau / tau + product) / (kappa / tau - constantProduct)
        for k in 0..<form.variableCount { dv[k] += dtau * constantV[k] }
        for r in 0..<form.rowCount {
            dz[r] += dtau * constantZ[r]
            ds[r] = (target[r] - s[r] * dz[r]) / z[r]
        }
        dkappa = (targetTau - kappa * dtau) / tau
    }

    /// How far the direction can be followed until something reaches zero.
    func longestStep() -> Double {
        var inverse = max(-dtau / tau, -dkappa / kappa, 0)
        for r in 0..<form.rowCount {
            inverse = max(inverse, -ds[r] / s[r])
            inverse = max(inverse, -dz[r] / z[r])
        }
        return inverse > 0 ? 1 / inverse : .infinity
    }

    /// Follows the direction.
    func advance(_ step: Double) {
        for k in 0..<form.variableCount { v[k] += step * dv[k] }
        for r in 0..<form.rowCount {
            s[r] += step * ds[r]
            z[r] += step * dz[r]
        }
        tau += step * dtau
        kappa += step * dkappa
    }

    // MARK: The answer

    /// Remembers the iterate as the best so far.
    func keepBest() {
        for k in 0..<form.variableCount { bestV[k] = v[k] }
        for r in 0..<form.rowCount { bestZ[r] = z[r] }
        bestTau = tau
    }

    /// Goes back to the best iterate.
    func restoreBest() {
        for k in 0..<form.variableCount { v[k] = bestV[k] }
        for r in 0..<form.rowCount { z[r] = bestZ[r] }
        tau = bestTau
    }

    /// `v / tau`, prices and level duals.
    func solution(
        of problem: AllocationProblem, status: SolveStatus, engine: String, iterationCount: Int
    ) -> AllocationSolution {
        let scale = 1 / tau
        var levelDuals = [Double](repeating: 0, count: form.receiverCount)
        for i in 0..<form.receiverCount where form.levelRows[i] >= 0 {
            levelDuals[i] = z[Int(form.levelRows[i])] * scale
        }
        return AllocationSolution(
            status: status, values: (0..<form.columnCount).map { v[$0] * scale },
            level: form.hasLevel ? v[form.columnCount] * scale : 0,
            prices: (0..<form.resourceCount).map { z[form.capacityStart + $0] * scale },
            levelDuals: levelDuals, engine: engine, iterationCount: iterationCount)
    }
}
