import Cluster
import Experiments
import Foundation
import KitTesting
import Reports
import Simulation
import TestSupport
import Testing

@testable import Recording

/// What a run told, as stays with a beginning and an end: another road to the numbers of a sentence than the
/// one that the explanations take.
private struct Ledger {
    struct Stay {
        var job: Int
        var type: Int
        var gpus: [Int32]
        var milli: Int
        var from: Double
        var to: Double
    }

    var jobs: [RecordedJob] = []
    var stays: [Stay] = []
    var ends: [Int: Double] = [:]
    /// The last decision's shares and queue before or at the end of each round, by the round's number.
    var decisions: [Int: RecordedDecision] = [:]
    /// The clock of each round, by its number; the last one where the number repeats.
    var clocks: [Int: Double] = [:]
    var placed: [(round: Int, placement: RecordedPlacement)] = []

    init(_ events: [RecordedEvent]) {
        var round = 0
        var last: RecordedDecision?
        for event in events {
            switch event {
            case .roundBegan(let began):
                round = began.round
                clocks[round] = began.nowSeconds
            case .arrived(_, let job): jobs.append(job)
            case .decided(let decided): last = decided
            case .placed(let placement): placed.append((round, placement))
            case .left(let left):
                stays.append(
                    Stay(
                        job: left.job, type: left.type, gpus: left.gpus.ids.sorted(), milli: left.milliPerGPU,
                        from: left.fromSeconds, to: left.toSeconds))
            case .ended(let end): ends[end.job] = end.endSeconds
            default: break
            }
            if let last { decisions[round] = last }
        }
    }

    /// Who holds GPUs just after an instant.
    func holders(at seconds: Double) -> [Stay] { stays.filter { $0.from <= seconds && seconds < $0.to } }

    func freeMilli(gpuCount: Int, at seconds: Double) -> [Int] {
        var free = [Int](repeating: 1000, count: gpuCount)
        for stay in holders(at: seconds) { for gpu in stay.gpus { free[Int(gpu)] -= stay.milli } }
        return free
    }
}

@Suite("Numbers of explanations")
struct ExplanationNumbersTests {
    private static let mechanisms = ["standard", "gavel", "run-to-completion"]

    private static func experiment(_ seed: UInt64) -> Experiment {
        let mechanism = mechanisms[Int(seed) % 3]
        var experiment = RecordedRun.experiment(seed / 3, mechanism: mechanism)
        experiment.seed = seed
        experiment.jobCount = 10 + Int(seed) % 15
        experiment.horizonHours = seed % 4 == 1 ? 30 : nil
        if mechanism != "gavel" && seed % 2 == 0 {
            experiment.cluster = "v100=8@4,k80=8@2"
            experiment.isMultiGPU = true
            experiment.keepsJobsOnOneNode = true
        }
        if mechanism == "standard" && seed % 5 == 0 { experiment.backfillsWithinRound = true }
        return experiment
    }

    @Test("are those of the stays and decisions of the run", arguments: 0..<200 as Range<UInt64>)
    func numbers(seed: UInt64) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try RecordedRun(Self.experiment(seed), in: folder)
        let record = try RunRecord(path: run.path)
        let ledger = Ledger(run.events)
        let names = try JobNames(record)
        var random = SplitMix64(seed: seed)
        for _ in 0..<10 {
            let job = Int.random(in: 0..<ledger.jobs.count, using: &random)
            let round = Int.random(in: 0..<max(record.roundCount, 1), using: &random)
            let explanation: JobExplanation
            do {
                explanation = try JobExplanation(record, jobID: UInt32(job), round: round, names: names)
            } catch is RecordError { continue }
            let checked = SentenceCheck(
                text: explanation.sentence, job: job, round: round, ledger: ledger, record: record)
            for problem in checked.problems() {
                Issue.record("seed \(seed): \(problem): \(explanation.sentence)")
            }
        }
    }

    /// Holds one sentence against the ledger.
    private struct SentenceCheck {
        let text: String
        let job: Int
        let round: Int
        let ledger: Ledger
        let record: RunRecord

        private var layout: [(name: String, gpus: Range<Int>)] {
            record.provenance.layout.types.map { ($0.name, $0.gpus) }
        }

        private func number(_ text: Substring) -> Double { Double(text.replacing(",", with: "")) ?? .nan }

        private func isNear(_ shown: Double, _ exact: Double) -> Bool { abs(shown - exact) <= 0.5000001 }

        func problems() -> [String] {
            if text.contains(" is not there in round ") { return [] }
            guard let head = text.firstMatch(of: /^Round (\d+), ([\d,]+) s: job (\d+) (\w+)/) else {
                return ["no head"]
            }
            var problems: [String] = []
            if Int(head.1) != round { problems.append("round") }
            if Int(head.3) != job { problems.append("job") }
            let shown = number(head.2)
            switch head.4 {
            case "got", "kept", "moved": problems += placementProblems(shown, String(head.4))
            case "ran": problems += stayProblems(shown)
            case "waits", "lost": problems += waitProblems(shown)
            default: break
            }
            if let end = text.firstMatch(of: /It completed at ([\d,]+) s/) {
                if !isNear(number(end.1), ledger.ends[job] ?? .nan) { problems.append("end") }
            }
            return problems
        }

        private func gpus(_ text: Substring) -> [Int32] {
            text.split(separator: ", ").flatMap { part -> [Int32] in
                let ends = part.split(separator: "-").compactMap { Int32($0) }
                return ends.isEmpty ? [] : Array(ends[0]...ends[ends.count - 1])
            }.sorted()
        }

        private func placementProblems(_ shown: Double, _ word: String) -> [String] {
            let placements = ledger.placed.filter { $0.round == round && $0.placement.job == job }
            guard let placement = placements.last?.placement else { return ["no placement"] }
            var problems: [String] = []
            if !isNear(shown, placement.nowSeconds) { problems.append("time of the placement") }
            let places = text.matches(of: /(\d+) (\w+) \(GPU ([\d, -]+)(, …)?\)/)
            if let place = places.last {
                if Int(place.1) != placement.gpus.count { problems.append("GPU count") }
                if String(place.2) != layout[placement.type].name { problems.append("type") }
                if place.4 == nil, gpus(place.3) != placement.gpus.ids.sorted() { problems.append("GPUs") }
            } else {
                problems.append("no place")
            }
            if let wait = text.firstMatch(of: /\) ([\d,]+) s after its arrival/) {
                let exact = placement.nowSeconds - ledger.jobs[job].arrivalSeconds
                if !isNear(number(wait.1), exact) { problems.append("wait") }
            } else if word == "got" {
                problems.append("no wait")
            }
            let share = text.firstMatch(
                of: /(?:was ([\d,]+) s (behind|ahead of) |had had )its share of ([\d.]+) % of/)
            let row = ledger.decisions[round]?.rows?.first { $0.job == job }
            if let share {
                if ledger.decisions[round]?.kind != .timeShares {
                    problems.append("a share that nobody gave")
                }
                let deficit = placement.why?.deficitSeconds ?? .nan
                let told = share.1.map { number($0) } ?? 0
                if !isNear(share.2 == "ahead of" ? -told : told, deficit) { problems.append("credit") }
                if let row, record.provenance.mechanism == "gavel" || placement.nowSeconds > 0,
                    abs((Double(share.3) ?? .nan) / 100 - row.shares[placement.type]) > 0.00051
                {
                    problems.append("share")
                }
            }
            return problems
        }

        private func stayProblems(_ shown: Double) -> [String] {
            guard
                let since = text.firstMatch(
                    of: /(\d+) (\w+) \(GPU ([\d, -]+)(, …)?\).*(?:since|began at) ([\d,]+) s/)
            else { return ["no since"] }
            let began = number(since.5)
            // The original looks at a round when it is over: the job may have ended within it.
            let isOver = record.provenance.mechanism == "gavel"
            let stay = ledger.stays.first {
                $0.job == job && isNear(began, $0.from) && $0.from <= shown + 0.51
                    && (isOver || shown <= $0.to + 0.51)
            }
            guard let stay else { return ["no such stay"] }
            var problems: [String] = []
            if since.4 == nil, gpus(since.3) != stay.gpus { problems.append("GPUs of the stay") }
            if String(since.2) != layout[stay.type].name { problems.append("type of the stay") }
            return problems
        }

        private func waitProblems(_ shown: Double) -> [String] {
            // The exact instant: the clock of something that happened, or of a round, nearest to what is shown.
            guard let now = instant(shown) else { return ["no instant"] }
            let me = ledger.jobs[job]
            let holders = ledger.holders(at: now)
            var problems: [String] = []
            if holders.contains(where: { $0.job == job }) { problems.append("the job has GPUs") }
            if me.arrivalSeconds > now { problems.append("the job is not there yet") }
            let free = ledger.freeMilli(gpuCount: record.provenance.layout.gpuCount, at: now)
            let rates = record.classes[me.classIndex].rates
            let usable = layout.indices.filter { rates[$0] > 0 }
            let counts = usable.map { type in
                layout[type].gpus.count { free[$0] >= me.milliPerGPU }
            }
            let most = counts.max() ?? 0
            if text.contains("no GPU of "), most > 0 { problems.append("\(most) GPUs have room") }
            if let few = text.firstMatch(of: /at most ([\d,]+) GPUs? of one type \((\w+)\)/) {
                if Int(number(few.1)) != most { problems.append("\(most) GPUs of one type have room") }
            }
            if let room = text.firstMatch(of: /[:;,] ?(?:and )?([\d,]+) GPUs? of (\w+) ha(?:s|ve) room/) {
                let type = layout.firstIndex { $0.name == room.2 } ?? 0
                let exact = layout[type].gpus.count { free[$0] >= me.milliPerGPU }
                if Int(number(room.1)) != exact { problems.append("\(exact) GPUs have room") }
            }
            if let hole = text.firstMatch(
                of: /of (\w+) ha(?:s|ve) room(?:, but| \()at most (\d+) on one node/) ?? nil
            {
                let type = layout.firstIndex { $0.name == hole.1 } ?? 0
                let layout = record.provenance.layout
                let exact = layout.nodes[layout.types[type].nodes].map { node in
                    node.gpus.count { free[$0] >= me.milliPerGPU }
                }.max()
                if Int(hole.2) != exact { problems.append("\(exact ?? 0) on one node") }
            }
            for holder in text.matches(of: /job (\d+) \(([\d,]+) GPUs?\)/) {
                let stay = holders.first { $0.job == Int(holder.1) }
                if stay?.gpus.count != Int(number(holder.2)) {
                    problems.append("job \(holder.1) holds others")
                }
            }
            return problems + queueProblems(holders: Set(holders.map(\.job)), now: now)
        }

        private func queueProblems(holders: Set<Int>, now: Double) -> [String] {
            let pattern = /job (\d+), which needs (\d+) GPUs? and has waited since ([\d,]+) s/
            guard let head = text.firstMatch(of: pattern), let id = Int(head.1) else { return [] }
            var problems: [String] = []
            let expected = ledger.jobs.indices.first { other in
                ledger.jobs[other].arrivalSeconds <= now && !holders.contains(other)
                    && (ledger.ends[other] ?? .infinity) > now
            }
            if id != expected { problems.append("the head is \(expected ?? -1)") }
            if !isNear(number(head.3), ledger.jobs[id].arrivalSeconds) { problems.append("since when") }
            if Int(head.2) != record.classes[ledger.jobs[id].classIndex].scaleFactor {
                problems.append("need")
            }
            return problems
        }

        private func instant(_ shown: Double) -> Double? {
            let clocks = ledger.placed.filter { $0.round == round }.map(\.placement.nowSeconds)
            if let exact = clocks.first(where: { isNear(shown, $0) }) { return exact }
            let all =
                ledger.jobs.map(\.arrivalSeconds) + ledger.jobs.map(\.noticedSeconds)
                + ledger.stays.flatMap { [$0.from, $0.to] }
            if record.provenance.mechanism == "standard" {
                return ledger.clocks[round].flatMap { isNear(shown, $0) ? $0 : nil }
            }
            return all.min { abs($0 - shown) < abs($1 - shown) }.flatMap { isNear(shown, $0) ? $0 : nil }
        }
    }
}
