import Experiments
import Foundation
import KitTesting
import Reports
import TestSupport
import Testing

@testable import Recording

@Suite("Explanations")
struct ExplanationTests {
    /// What a sentence must say of a job that this happened to in a round.
    private func word(
        _ events: [RecordedEvent], _ job: Int, round: Int, mechanism: String
    ) -> String? {
        var isInside = false
        var hadGPUs = false
        var has = false
        var word: String?
        var isThere = false
        for event in events {
            switch event {
            case .roundBegan(let began):
                if isInside && began.round != round { return word }
                if began.round == round && !isInside {
                    isInside = true
                    hadGPUs = has
                    word = isThere ? (hadGPUs ? " ran on " : " waits for ") : nil
                }
            case .arrived(let number, _) where number == job:
                isThere = true
                // Elsewhere than under standard a job that comes is looked at in the same round.
                if isInside { word = mechanism == "standard" ? " arrived at " : " waits for " }
            case .placed(let placed) where placed.job == job:
                has = true
                if isInside { word = hadGPUs ? " kept " : " got " }
            case .left(let left) where left.job == job: has = false
            case .moved(let moved, _, _) where moved == job: if isInside { word = " moved from " }
            case .preempted(let preempted, _) where preempted == job: if isInside { word = " lost " }
            case .ended(let ended) where ended.job == job: isThere = false
            default: break
            }
        }
        return word
    }

    @Test(
        "say what happened to the job in the round",
        arguments: ["standard", "gavel", "run-to-completion"], 0..<4 as Range<UInt64>)
    func sayWhatHappened(mechanism: String, seed: UInt64) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try RecordedRun(RecordedRun.experiment(seed, mechanism: mechanism), in: folder)
        let record = try RunRecord(path: run.path)
        var random = SplitMix64(seed: seed)
        var words: Set<String> = []
        for _ in 0..<60 {
            let job = Int.random(in: 0..<12, using: &random)
            let round = Int.random(in: 0..<min(record.roundCount - 1, 300), using: &random)
            guard let expected = word(run.events, job, round: round, mechanism: mechanism) else { continue }
            let sentence = try JobExplanation(record, jobID: UInt32(job), round: round).sentence
            #expect(sentence.contains(expected), "seed \(seed), job \(job), round \(round): \(sentence)")
            words.insert(expected)
        }
        #expect(!words.isEmpty, "no job of the sample was there")
    }

    @Test("a waiting job's table names what it needs, its share, the prices and who was ahead")
    func waiting() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var experiment = RecordedRun.experiment(0, mechanism: "standard")
        experiment.jobCount = 40
        let run = try RecordedRun(experiment, in: folder)
        let record = try RunRecord(path: run.path)
        let before = try record.state(beforeRound: 31)
        let job = try #require(before.activeJobs.first { before.stay(of: Int($0)) == nil })
        let text = try JobExplanation(record, jobID: UInt32(job), round: 30).text
        for part in ["needs", "share", "price", "level", "ahead: job", "has room"] {
            #expect(text.contains(part), "\(text)")
        }
    }
}
