import KitTesting
import Metrics
import Sweeps
import Testing

@Suite("Searches over a sweep's field")
struct SearchTests {
    static let base =
        "cluster: v100=8\nworkload: exponential\npolicy: fifo\nmechanism: run-to-completion\nhours: 100\n"

    /// Results by a formula instead of runs; counts what was asked for.
    private final class Formula: PointEvaluator {
        private(set) var asked: [String] = []
        private let result: (SweepPoint) -> PointResult

        init(_ result: @escaping (SweepPoint) -> PointResult) { self.result = result }

        func results(
            of points: [SweepPoint], in plan: SweepPlan, figures: [String]
        ) throws -> [PointResult] {
            asked += points.map(\.key)
            return points.map(result)
        }
    }

    private func definition(_ text: String) throws -> SweepDefinition {
        try SweepFile.definition(Self.base + text, path: "s.yaml")
    }

    private static func number(_ point: SweepPoint, _ name: String) -> Double {
        Double(point.value(name) ?? "") ?? .nan
    }

    @Test("a knee is found for each seed within the tolerance, and the seeds give the interval")
    func knee() throws {
        let search = try KneeSearch(
            definition("rate: [1, 20]\nseeds: 0-4\nplacement: [strided, fgd]\n"), x: "rate",
            figure: "averageJCT",
            tolerance: 0.01, engine: "test")
        let formula = Formula { point in
            let knee = (point.task.value("placement") == "fgd" ? 9.0 : 6.0) + Double(point.task.seed) / 100
            let rate = Self.number(point, "rate")
            return PointResult(judgement: rate > knee ? .overloaded : .fine, values: [rate])
        }
        let knees = try search.knees(formula)
        #expect(knees.map { $0.fields.map(\.value) } == [["strided"], ["fgd"]])
        for (knee, expected) in zip(knees, [6.02, 9.02]) {
            let interval = try #require(knee.interval)
            #expect(interval.mean <= expected && interval.mean > expected * 0.985, "\(interval)")
            for seed in knee.seeds {
                let (low, high) = (
                    try #require(seed.greatestNotOverloaded), try #require(seed.leastOverloaded)
                )
                #expect(low < high && high - low <= 0.01 * high, "\(low) \(high)")
                #expect(seed.figure == low)
            }
        }
        #expect(Set(formula.asked).count == formula.asked.count, "nothing is looked at twice")
        #expect(formula.asked.count <= 10 * 12, "\(formula.asked.count)")
    }

    @Test("a knee outside of the range, a point that fails and rules that leave it out are told, not guessed")
    func noKnee() throws {
        let search = { (text: String) in
            try KneeSearch(
                try definition(text), x: "rate=1..20", figure: "averageJCT", tolerance: 0.01, engine: "test")
        }
        let judged = { (judgement: Judgement) in
            Formula { _ in PointResult(judgement: judgement, values: [nil]) }
        }
        let plain = "seeds: 0-1\n"
        let cases: [(String, Judgement, String)] = [
            (plain, .overloaded, "2 of 2 seeds overloaded at 1 already"),
            (plain, .fine, "2 of 2 seeds not overloaded at 20"), (plain, .cut, "not overloaded at 20"),
            (plain, .missing, "failed at rate="),
            (plain + "skip: rate>5\n", .fine, "the rules leave out rate=20"),
        ]
        for (text, judgement, problem) in cases {
            let knee = try #require(try search(text).knees(judged(judgement)).first)
            #expect(knee.interval == nil && knee.problem?.contains(problem) == true, "\(knee)")
        }
    }

    @Test(
        "fields that cannot be searched are refused",
        arguments: ["policy", "seed", "speeed", "rate", "rate=3..3", "rate=0..4", "rate=a,b"])
    func badField(x: String) throws {
        #expect(throws: SweepError.self) {
            try KneeSearch(
                try definition("rate: 3\n"), x: x, figure: "averageJCT", tolerance: 0.01, engine: "test")
        }
    }

    /// Mean waits that fall with the GPUs, with as much noise as seeds have.
    private static func waits(_ random: inout SplitMix64) -> [Double] {
        var wait = Double.random(in: 1000...9000, using: &random)
        return (0..<15).map { _ in
            wait *= Double.random(in: 0.6...1.05, using: &random)
            return wait
        }
    }

    @Test("solve finds what trying all values finds, in 50 random cases", arguments: 0..<50)
    func solveIsTryingAll(number: Int) throws {
        var random = SplitMix64(seed: UInt64(number))
        let (waits, limit) = (Self.waits(&random), Double.random(in: 100...5000, using: &random))
        let noise = (0..<5).map { _ in (0..<15).map { _ in Double.random(in: -0.1...0.1, using: &random) } }
        let wantsGreatest = number % 5 == 0
        let value = { (gpus: Int, seed: Int) in
            let wait = waits[(wantsGreatest ? 64 - gpus : gpus - 8) / 4]
            return wait * (1 + noise[seed][(gpus - 8) / 4])
        }
        let search = try SolveSearch(
            try definition("rate: 3\nseeds: 0-4\n"), vary: "cluster.v100=8..64/4",
            until: try Condition("p95FirstWaitSeconds < \(limit)"), wantsGreatest: wantsGreatest, prices: nil,
            engine: "test")
        let formula = Formula { point in
            let gpus = Int(Self.number(point, "cluster.v100"))
            return PointResult(judgement: .fine, values: [value(gpus, Int(point.task.seed))])
        }
        let solution = try #require(try search.solutions(formula).first)
        let holding = stride(from: 8, through: 64, by: 4).filter { gpus in
            (0..<5).map { value(gpus, $0) }.reduce(0, +) / 5 < limit
        }
        let expected = wantsGreatest ? holding.last : holding.first
        #expect(solution.answer?.value == expected.map { "\($0)" }, "\(waits) below \(limit)")
        #expect(solution.trials.count + solution.untriedCount == 15)
        #expect(Set(formula.asked).count == formula.asked.count)
    }

    @Test("what was tried says whether the condition was monotone; a seed that is not fine never holds")
    func notMonotone() throws {
        let search = try SolveSearch(
            try definition("rate: 3\nseeds: 0-2\n"), vary: "cluster.v100=1..5",
            until: try Condition("averageJCT <= 10"), wantsGreatest: false, prices: try Prices("v100=2.5"),
            engine: "test")
        let jct = [20.0, 12, 9, 11, 8]
        let solution = try #require(
            try search.solutions(
                Formula { point in
                    let gpus = Int(Self.number(point, "cluster.v100"))
                    // Wide enough that nothing is beyond doubt: one overloaded seed of three is not, either.
                    let spread = [5.0, -5, 0][Int(point.task.seed)]
                    return PointResult(
                        judgement: gpus == 5 && point.task.seed == 1 ? .overloaded : .fine,
                        values: [jct[gpus - 1] + spread])
                }
            ).first)
        #expect(solution.answer?.value == "3" && !solution.isMonotone, "\(solution)")
        #expect(solution.answer?.isSure == false && solution.answer?.pricePerHour == 7.5)
        #expect(
            solution.trials.last?.judgement == "1 of 3 overloaded" && solution.trials.last?.holds == false)
    }

    @Test("the cheapest of several clusters is named")
    func cheapest() throws {
        let condition = try Condition("averageJCT <= 10")
        let search = try SolveSearch(
            try SweepFile.definition(
                Self.base.replacing("v100=8", with: "v100=8,k80=4")
                    + "rate: 3\nseeds: 0-1\ncluster.k80: [0, 4, 8]\n",
                path: "s.yaml"), vary: "cluster.v100=1..16", until: condition, wantsGreatest: false,
            prices: try Prices("v100=3,k80=1"), engine: "test")
        let solutions = try search.solutions(
            Formula { point in
                let work = 2 * Self.number(point, "cluster.v100") + Self.number(point, "cluster.k80")
                return PointResult(judgement: .fine, values: [120 / max(work, 1)])
            })
        #expect(solutions.map { $0.answer?.value } == ["6", "4", "2"])
        #expect(solutions.map { $0.answer?.pricePerHour } == [18, 16, 14])
        let table = SolutionTable(solutions, vary: "cluster.v100=1..16", until: condition, isPriced: true)
        #expect(
            table.text.contains("The cheapest: cluster.k80=8, cluster.v100=2, 14.00 per hour"),
            "\(table.text)")
    }

    @Test(
        "prices that are none are refused",
        arguments: ["", "v100", "v100=x", "v100=-1", "v100=1,v100=2", "v100=inf"])
    func badPrices(text: String) {
        #expect(throws: SweepError.self) { try Prices(text) }
    }
}
