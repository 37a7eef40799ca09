/// Programs kept inside HiGHS between solves, by shape: who has columns on what.
///
/// A program of a shape that was there before only has its numbers changed in place, and starts from the last
/// basis of that shape. The shape is void as soon as a receiver comes or goes, and keeping large programs
/// costs more than it saves; both are counted.
struct ShapeCache {
    /// The rows and entries of a program, without their numbers.
    struct Shape: Hashable {
        var rowCount: Int
        var start: [Int32]
        var index: [Int32]
    }

    /// A program inside a solver.
    struct Kept {
        var solver: UnsafeMutableRawPointer
        var program: HiGHSProgram
        var lastUse: Int
    }

    /// Programs with more columns are built afresh every time.
    private let columnLimit: Int
    private let shapeLimit: Int
    private var kept: [Shape: Kept] = [:]
    private var useCount = 0
    private(set) var figures = ProgramCacheFigures()

    /// A cache of at most this many shapes with at most this many columns each.
    init(shapeLimit: Int, columnLimit: Int) {
        self.shapeLimit = shapeLimit
        self.columnLimit = columnLimit
    }

    /// Whether programs of this size are kept at all.
    func takes(_ program: HiGHSProgram) -> Bool { program.columnCount <= columnLimit }

    /// Whether any program is kept.
    var isInUse: Bool { columnLimit > 0 }

    /// The solver that holds a program of the same shape; counts a hit or a miss.
    mutating func find(_ program: HiGHSProgram) -> Kept? {
        guard takes(program) else {
            figures.bypassCount += 1
            return nil
        }
        useCount += 1
        guard var found = kept[program.shape] else {
            figures.missCount += 1
            return nil
        }
        figures.hitCount += 1
        found.lastUse = useCount
        return found
    }

    /// Keeps a program.
    ///
    /// - Returns: A solver that is no longer needed, because the shape used longest ago made room.
    mutating func keep(_ program: HiGHSProgram, in solver: UnsafeMutableRawPointer)
        -> UnsafeMutableRawPointer?
    {
        kept[program.shape] = Kept(solver: solver, program: program, lastUse: useCount)
        guard kept.count > shapeLimit, let oldest = kept.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return nil }
        kept[oldest.key] = nil
        return oldest.value.solver
    }

    /// All solvers.
    var solvers: [UnsafeMutableRawPointer] { kept.values.map(\.solver) }
}

/// How often an engine could reuse a program that it had built before.
public struct ProgramCacheFigures: Sendable, Equatable {
    /// Programs whose shape was there.
    public var hitCount = 0
    /// Programs whose shape was not.
    public var missCount = 0
    /// Programs above the size up to which programs are kept.
    public var bypassCount = 0
    /// Hits of all programs that were solved; nil before the first.
    public var hitRate: Double? {
        let count = hitCount + missCount + bypassCount
        return count > 0 ? Double(hitCount) / Double(count) : nil
    }
}
