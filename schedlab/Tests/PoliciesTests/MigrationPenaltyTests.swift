import LinearPrograms
import Policies
import Simulation
import TestSupport
import Testing

@Suite("Migration penalty")
struct MigrationPenaltyTests {
    private let jobs = [
        ("ResNet-50 (batch size 64)", 1), ("A3C", 1), ("LM (batch size 5)", 2), ("CycleGAN", 1),
        ("Transformer (batch size 64)", 2), ("Recommendation (batch size 512)", 1), ("LM (batch size 10)", 1),
        ("ResNet-18 (batch size 16)", 1),
    ]
    private let cluster = "v100=3,p100=2,k80=2"

    private func policy(_ alpha: Double, isMaxMin: Bool) -> any ObjectivePolicy {
        let engine = StructuredEngine(.corner)
        return isMaxMin
            ? MaxMinFairnessPerf(engine: engine, reading: .canonical, migrationPenalty: alpha)
            : MaxSumThroughputPerf(engine: engine, reading: .canonical, migrationPenalty: alpha)
    }

    /// Where each job runs (types by name: k80, p100, v100): jobs 5 to 7 wait.
    private let running = [0: 2, 1: 2, 2: 1, 3: 2, 4: 0]

    /// Demanded GPUs times the distance of the shares from what runs.
    private func moved(_ alpha: Double, isMaxMin: Bool) throws -> Double {
        var policy = policy(alpha, isMaxMin: isMaxMin)
        let snapshot = try Snapshots.make(cluster, jobs, running: running)
        let shares = try Snapshots.shares(policy.decide(snapshot))
        var sum = 0.0
        for (row, job) in shares.jobIDs.enumerated() {
            guard let current = running[Int(job)] else { continue }
            for type in 0..<3 {
                sum += snapshot.demandGPUs(row) * abs(shares[row, type] - (type == current ? 1 : 0)) / 2
            }
        }
        return sum
    }

    @Test("the dearer a move, the fewer shares lie where a job does not run", arguments: [true, false])
    func fewerMoves(isMaxMin: Bool) throws {
        let moves = try [0.01, 0.1, 1, 100].map { try moved($0, isMaxMin: isMaxMin) }
        for (cheap, dear) in zip(moves, moves.dropFirst()) { #expect(dear <= cheap + 1e-2, "\(moves)") }
        #expect(moves[0] > 0.5, "cheap moves are made")
        #expect(
            moves[3] < 1e-2,
            "nobody moves when a move costs more than anything; lacking takes up to 1 % of a job")
    }

    @Test("twins that run on different types may get different shares, twins on the same type do not")
    func twinsSplitByType() throws {
        let twins = Array(repeating: ("ResNet-50 (batch size 64)", 1), count: 4)
        var policy = policy(0.3, isMaxMin: true)
        let snapshot = try Snapshots.make("v100=1,k80=2", twins, running: [0: 1, 1: 0, 2: 0])
        let shares = try Snapshots.shares(policy.decide(snapshot))
        #expect(shares[1, 0] == shares[2, 0] && shares[1, 1] == shares[2, 1])
        #expect(shares[0, 1] > shares[1, 1] + 0.1, "who runs on the V100 stays there")
    }

    @Test("with nobody running the decision is the optimum without a penalty: there is nothing to move")
    func firstDecision() throws {
        let snapshot = try Snapshots.make(cluster, jobs)
        for isMaxMin in [true, false] {
            var penalised = policy(5, isMaxMin: isMaxMin)
            var plain = policy(0, isMaxMin: isMaxMin)
            let a = try Snapshots.shares(penalised.decide(snapshot))
            let b = try Snapshots.shares(plain.decide(snapshot))
            if isMaxMin {
                let (x, y) = (
                    penalised.objectiveValue(of: a, for: snapshot), plain.objectiveValue(of: b, for: snapshot)
                )
                #expect(abs(x - y) <= 1e-6 * y)
            }
            #expect(a.reasons?.objective.contains("less what moving costs") == true)
        }
    }

    @Test(
        "penalised programs are solved as HiGHS solves them",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
    func agreesWithHiGHS() throws {
        for alpha in [0.03, 0.3] {
            var own = MaxMinFairnessPerf(
                engine: StructuredEngine(.corner), reading: .canonical, migrationPenalty: alpha)
            var other = MaxMinFairnessPerf(
                engine: try HiGHSEngine(library: try #require(Places.highs), method: .simplex),
                reading: .canonical, migrationPenalty: alpha)
            let snapshot = try Snapshots.make(cluster, jobs, running: running)
            let a = try #require(Snapshots.shares(own.decide(snapshot)).reasons)
            let b = try #require(Snapshots.shares(other.decide(snapshot)).reasons)
            #expect(abs(a.objectiveValue - b.objectiveValue) <= 1e-7 * b.objectiveValue)
        }
    }
}
