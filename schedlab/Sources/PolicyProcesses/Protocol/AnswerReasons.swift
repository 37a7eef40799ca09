internal import Simulation

/// The reasons that a policy may give with its shares.
struct AnswerReasons {
    private var objective = ""
    private var value = 0.0
    private var prices: [Double] = []
    private var gap = 0.0
    private var ids: [Int] = []
    private var levels: [Double] = []
    private var bindings: [Double] = []

    init(_ scanner: inout LineScanner, typeCount: Int) throws(LineScanner.Problem) {
        var reasons = Empty()
        try scanner.object("\"reasons\"") { key, scanner throws(LineScanner.Problem) in
            switch key {
            case "objective": reasons.objective = try scanner.text("\"objective\"", limit: 200)
            case "value": reasons.value = try scanner.number("\"value\"")
            case "gap": reasons.gap = try scanner.number("\"gap\"")
            case "prices": reasons.prices = try scanner.numbers("\"prices\"")
            case "id": reasons.ids = try scanner.numbers("\"id\"").map { Int(exactly: $0) ?? -1 }
            case "level": reasons.levels = try scanner.numbers("\"level\"")
            case "binding": reasons.bindings = try scanner.numbers("\"binding\"")
            default:
                throw LineScanner.Problem(
                    found: "the key '\(key)'",
                    expected: "objective, value, prices, gap, id, level or binding")
            }
        }
        guard let objective = reasons.objective, let value = reasons.value,
            reasons.prices.count == typeCount || reasons.prices.isEmpty,
            reasons.levels.count == reasons.ids.count || reasons.levels.isEmpty,
            reasons.bindings.count == reasons.ids.count || reasons.bindings.isEmpty
        else {
            throw LineScanner.Problem(
                found: "\"reasons\" that lack something",
                expected: "an objective, its value, a price of each of \(typeCount) types, and columns alike")
        }
        self.objective = objective
        self.value = value
        gap = reasons.gap
        prices = reasons.prices.isEmpty ? Array(repeating: 0, count: typeCount) : reasons.prices
        (ids, levels, bindings) = (reasons.ids, reasons.levels, reasons.bindings)
    }

    private struct Empty {
        var objective: String?
        var value: Double?
        var (prices, ids, levels, bindings) = ([Double](), [Int](), [Double](), [Double]())
        var gap = 0.0
    }

    /// The reasons with a level and a binding for every active job.
    func complete(
        jobCount: Int, row: (Int) -> Int?
    ) throws(LineScanner.Problem) -> AllocationReasons {
        var all = AllocationReasons(
            objective: objective, objectiveValue: value, prices: prices,
            levels: Array(repeating: 0, count: jobCount), bindings: Array(repeating: 0, count: jobCount),
            certificateGap: gap)
        for (index, id) in ids.enumerated() {
            guard let row = row(id) else {
                throw LineScanner.Problem(found: "a reason for job \(id)", expected: "an active job")
            }
            if !levels.isEmpty { all.levels[row] = levels[index] }
            if !bindings.isEmpty { all.bindings[row] = bindings[index] }
        }
        return all
    }
}

extension LineScanner {
    /// Reads a list of finite numbers.
    mutating func numbers(_ what: String) throws(Problem) -> [Double] {
        var numbers: [Double] = []
        try list(what) { scanner throws(Problem) in
            numbers.append(try scanner.number("an element of \(what)"))
        }
        return numbers
    }
}
