import Cluster
import KitTesting
import LinearPrograms
import Placement
import Policies
import Simulation
import TestSupport
import Testing
import Workload

/// The mechanism against a second writing of its rules, on random small cases.
@Suite("Mechanism standard against an independent simulator")
struct IndependentRoundsTests {
    /// Passes a policy's answers on and keeps them.
    private struct Listening: Policy {
        final class Answers { var list: [IndependentRounds.Answer] = [] }

        var policy: any Policy
        let answers: Answers
        var contract: PolicyContract { policy.contract }

        mutating func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
            let decision = try policy.decide(snapshot)
            if case .timeShares(let shares) = decision {
                let rows = shares.jobIDs.enumerated().map { row, job in
                    (Int(job), (0..<shares.typeCount).map { shares[row, $0] })
                }
                answers.list.append(
                    .init(seconds: snapshot.nowSeconds, shares: Dictionary(uniqueKeysWithValues: rows)))
            }
            return decision
        }
    }

    private func policy(_ number: Int) -> any Policy {
        let engine = StructuredEngine(.corner)
        return switch number % 6 {
        case 0: Isolated()
        case 1: MaxMinFairness(engine: engine, reading: .canonical)
        case 2: MaxMinFairnessPerf(engine: engine, reading: .canonical)
        case 3: FinishTimeFairnessPerf(engine: engine, reading: .canonical)
        case 4: MinTotalDurationPerf(engine: engine, reading: .canonical)
        default: MaxSumThroughputPerf(engine: engine, reading: .canonical)
        }
    }

    private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * max(abs(a), 1) }

    @Test("every job starts and ends when the rules say", arguments: 0..<240)
    func agrees(number: Int) throws {
        var random = SplitMix64(seed: UInt64(number))
        let capacity = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            Int.random(in: 1...4, using: &random)
        }
        let names = Array(["aa", "bb", "cc"].prefix(capacity.count))
        let largest = capacity.max() ?? 1
        // Odd speeds: no two sums of a random case are equal but for a rounding error.
        let models = (0..<3).map { _ in names.map { _ in Double.random(in: 0.3...2, using: &random) } }
        var given = RelativeSpeeds()
        for (model, speeds) in models.enumerated() {
            for (name, speed) in zip(names, speeds) { given.set(speed, gpuType: name, model: "m\(model)") }
        }
        var arrival = 0.0
        var simulated: [Job] = []
        var plain: [IndependentRounds.Job] = []
        for id in 0..<Int.random(in: 2...9, using: &random) {
            arrival += [0.0, 60, 500, 3000].randomElement(using: &random) ?? 0
            let model = Int.random(in: 0..<3, using: &random)
            let gpus = Int.random(in: 1...largest, using: &random)
            let work = Double.random(in: 50...9000, using: &random)
            simulated.append(
                Job(
                    id: id,
                    jobClass: JobClass(model: "m\(model)", scaleFactor: gpus, workUnit: .referenceSeconds),
                    totalSteps: work, arrivalSeconds: arrival))
            plain.append(.init(arrival: arrival, work: work, gpus: gpus, speeds: models[model]))
        }
        let policy = policy(number)
        let rules = IndependentRounds(
            jobs: plain, capacity: capacity, interval: [0.0, 1920].randomElement(using: &random) ?? 0,
            moveCost: [0.0, 0, 30, 400].randomElement(using: &random) ?? 0,
            seesTypes: policy.contract.distinguishesGPUTypes)
        let answers = Listening.Answers()
        let result = try Simulation.run(
            SimulationSetup(
                layout: try ClusterSpec.layout(
                    zip(names, capacity).map { "\($0)=\($1)@1" }.joined(separator: ",")),
                source: JobList(simulated), speeds: SpeedBook(try GavelMeasurements.table(), given: given),
                policy: Listening(policy: policy, answers: answers), placement: Strided(),
                mechanism: .standard(
                    StandardSettings(
                        allocationIntervalSeconds: rules.interval, moveCosts: .seconds(rules.moveCost))),
                stop: StopRule(measured: .allJobs)))
        let expected = try #require(rules.play(answers.list), "asked at other times or about other jobs")
        for (id, outcome) in expected.enumerated() {
            #expect(close(result.jobs.endSeconds[id], outcome.end), "case \(number), job \(id)")
            #expect(close(result.jobs.firstStartSeconds[id], outcome.firstStart), "case \(number), job \(id)")
        }
    }
}
