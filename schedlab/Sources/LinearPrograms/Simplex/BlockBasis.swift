/// The basis of an allocation program: two key columns per receiver and one extra column per resource.
///
/// Columns are numbered `x_k`, then `sg_i` (slack of the budget), `rho_i` (surplus of the level row), and
/// `kap_j` (slack of the capacity). A receiver's own columns touch its two rows only, by a vector `B` of two
/// numbers, and the capacities by at most one; its two keys have an invertible 2 x 2 matrix `K`. What is
/// basic beyond the keys are the extras, as many as resources; eliminating the keys leaves the n x n matrix
///
///     W = [N_e - L_b K_b^-1 B_e],     L_b = the keys' capacity entries
///
/// which is factored afresh at every pivot: it is small, and nothing drifts.
///
/// - Note: G. B. Dantzig and R. M. Van Slyke, "Generalized upper bounding techniques", 1967.
struct BlockBasis {
    let form: SimplexForm
    /// Key columns of receiver i: `2 i` and `2 i + 1`.
    let keys: UnsafeMutablePointer<Int32>
    /// Inverse of `K_i`, row by row: `4 i ..< 4 i + 4`.
    let inverses: UnsafeMutablePointer<Double>
    /// The extra columns and their receivers (-1 = a slack of a capacity).
    let extras: UnsafeMutablePointer<Int32>
    let extraOwners: UnsafeMutablePointer<Int32>
    /// `K_b^-1 B_e` of each extra.
    let reduced: UnsafeMutablePointer<Double>
    let working: DenseLU
    private let candidates: UnsafeMutablePointer<Int32>

    /// Numbers that a basis needs of an arena.
    static func room(receivers m: Int, resources n: Int) -> (doubles: Int, integers: Int) {
        (4 * m + 2 * n + n * n + n, 2 * m + 2 * n + n + (n + 4))
    }

    /// The slack basis: budgets and level rows have their own slacks, capacities theirs.
    init(_ form: SimplexForm, arena: Arena) {
        self.form = form
        keys = arena.integers(2 * form.receiverCount)
        inverses = arena.doubles(4 * form.receiverCount)
        extras = arena.integers(form.resourceCount)
        extraOwners = arena.integers(form.resourceCount)
        reduced = arena.doubles(2 * form.resourceCount)
        working = DenseLU(size: form.resourceCount, arena: arena)
        candidates = arena.integers(form.resourceCount + 4)
        for i in 0..<form.receiverCount {
            keys[2 * i] = Int32(form.slackStart + i)
            keys[2 * i + 1] = Int32(form.surplusStart + i)
            invertKeys(i)
        }
        for j in 0..<form.resourceCount {
            extras[j] = Int32(form.capacityStart + j)
            extraOwners[j] = -1
        }
    }

    /// Builds and factors `W`.
    ///
    /// - Returns: False when the basis is singular to working precision.
    func factor() -> Bool {
        let n = form.resourceCount
        for entry in 0..<(n * n) { working.entries[entry] = 0 }
        for e in 0..<n {
            let column = Int(extras[e])
            let owner = Int(extraOwners[e])
            guard owner >= 0 else {
                working.entries[(column - form.capacityStart) * n + e] = 1
                reduced[2 * e] = 0
                reduced[2 * e + 1] = 0
                continue
            }
            let (g0, g1) = reduce(owner, form.budgetEntry(column), form.levelEntry(column))
            reduced[2 * e] = g0
            reduced[2 * e + 1] = g1
            add(column, times: 1, toColumn: e)
            add(Int(keys[2 * owner]), times: -g0, toColumn: e)
            add(Int(keys[2 * owner + 1]), times: -g1, toColumn: e)
        }
        return working.factor()
    }

    private func add(_ column: Int, times factor: Double, toColumn e: Int) {
        guard column < form.columnCount else { return }
        let row = Int(form.resources[column])
        working.entries[row * form.resourceCount + e] += factor * form.capacityEntries[column]
    }

    /// `K_i^-1 (first, second)`.
    func reduce(_ i: Int, _ first: Double, _ second: Double) -> (Double, Double) {
        let inverse = inverses + 4 * i
        return (inverse[0] * first + inverse[1] * second, inverse[2] * first + inverse[3] * second)
    }

    /// `K_i^-T (first, second)`.
    func reduceTransposed(_ i: Int, _ first: Double, _ second: Double) -> (Double, Double) {
        let inverse = inverses + 4 * i
        return (inverse[0] * first + inverse[2] * second, inverse[1] * first + inverse[3] * second)
    }

    /// `L_i' pi`: what the prices make of the keys' capacity entries.
    func pricedKeys(_ i: Int, _ prices: UnsafeMutablePointer<Double>) -> (Double, Double) {
        (priced(Int(keys[2 * i]), prices), priced(Int(keys[2 * i + 1]), prices))
    }

    private func priced(_ column: Int, _ prices: UnsafeMutablePointer<Double>) -> Double {
        column < form.columnCount
            ? form.capacityEntries[column] * prices[Int(form.resources[column])] : 0
    }

    /// Puts `entering` in the place of `leaving`; each receiver that is touched gets its best pair of keys.
    ///
    /// - Returns: False when the receiver of `leaving` has nothing to put in its place: the pivot was no pivot.
    func replace(leaving: Int, entering: Int) -> Bool {
        let enteringOwner = form.owner(entering)
        if let place = (0..<form.resourceCount).first(where: { Int(extras[$0]) == leaving }) {
            extras[place] = Int32(entering)
            extraOwners[place] = Int32(enteringOwner)
            if enteringOwner >= 0 { chooseKeys(enteringOwner, without: -1, with: -1) }
            return true
        }
        let owner = form.owner(leaving)
        if enteringOwner == owner {
            chooseKeys(owner, without: leaving, with: entering)
        } else {
            // One of the owner's extras becomes its key; the entering column takes that extra's place.
            let freed = chooseKeys(owner, without: leaving, with: -1)
            guard freed >= 0 else { return false }
            extras[freed] = Int32(entering)
            extraOwners[freed] = Int32(enteringOwner)
            if enteringOwner >= 0 { chooseKeys(enteringOwner, without: -1, with: -1) }
        }
        return true
    }

    /// Chooses the pair of a receiver's basic columns with the largest determinant as its keys; the others
    /// become extras.
    ///
    /// - Returns: A place among the extras that is left over, -1 = none.
    @discardableResult
    private func chooseKeys(_ i: Int, without leaving: Int, with entering: Int) -> Int {
        var count = 0
        func collect(_ column: Int32) {
            guard column != Int32(leaving) else { return }
            candidates[count] = column
            count += 1
        }
        collect(keys[2 * i])
        collect(keys[2 * i + 1])
        for e in 0..<form.resourceCount where Int(extraOwners[e]) == i { collect(extras[e]) }
        if entering >= 0 { collect(Int32(entering)) }
        guard count >= 2 else { return -1 }
        var best = (first: 0, second: 1, determinant: -1.0)
        for first in 0..<count {
            for second in (first + 1)..<max(count, first + 1) {
                let determinant = abs(determinant(Int(candidates[first]), Int(candidates[second])))
                if determinant > best.determinant { best = (first, second, determinant) }
            }
        }
        keys[2 * i] = candidates[best.first]
        keys[2 * i + 1] = candidates[best.second]
        invertKeys(i)
        var next = 0
        var freed = -1
        for e in 0..<form.resourceCount where Int(extraOwners[e]) == i {
            while next < count && (next == best.first || next == best.second) { next += 1 }
            if next < count {
                extras[e] = candidates[next]
                next += 1
            } else {
                freed = e
            }
        }
        return freed
    }

    private func determinant(_ a: Int, _ b: Int) -> Double {
        form.budgetEntry(a) * form.levelEntry(b) - form.budgetEntry(b) * form.levelEntry(a)
    }

    private func invertKeys(_ i: Int) {
        let (a, b) = (Int(keys[2 * i]), Int(keys[2 * i + 1]))
        let scale = 1 / determinant(a, b)
        let inverse = inverses + 4 * i
        inverse[0] = form.levelEntry(b) * scale
        inverse[1] = -form.budgetEntry(b) * scale
        inverse[2] = -form.levelEntry(a) * scale
        inverse[3] = form.budgetEntry(a) * scale
    }
}
