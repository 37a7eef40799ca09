import Cluster
import Experiments
import Foundation
import KitTesting
import Metrics
import Simulation
import TestSupport
import Testing
import TextFormats

@testable import Recording

@Suite("The record of a run")
struct RunRecordTests {
    private static let mechanisms = ["standard", "gavel", "run-to-completion"]

    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("gives back every event as it was told", arguments: mechanisms, 0..<12 as Range<UInt64>)
    func roundTrip(mechanism: String, seed: UInt64) throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(seed, mechanism: mechanism), in: folder)
            let record = try RunRecord(path: folder.path)
            #expect(record.isComplete && record.ignoredByteCount == 0)
            var position = 0
            try record.forEachEvent(withReasons: true) { event in
                guard position < run.events.count else {
                    position += 1
                    return
                }
                let expected = withoutNaN(run.events[position])
                if withoutNaN(event) != expected {
                    Issue.record("seed \(seed), event \(position): \(event), expected \(expected)")
                }
                position += 1
            }
            #expect(position == run.events.count, "seed \(seed)")
            let check = try RecordCheck(record)
            #expect(check.findings.isEmpty, "seed \(seed): \(check.findings)")
            #expect(check.moveCount == run.run.metrics.moveCount)
            let held = run.run.result.heldGPUSeconds
            #expect(abs(check.heldGPUSeconds - held) <= 1e-9 * max(held, 1))
        }
    }

    /// Levels without a program are not numbers, and not equal to themselves.
    private func withoutNaN(_ event: RecordedEvent) -> RecordedEvent {
        guard case .decided(var decision) = event else { return event }
        decision.rows = decision.rows?.map { row in
            var row = row
            if row.level.isNaN { row.level = -1 }
            if row.binding.isNaN { row.binding = -1 }
            return row
        }
        return .decided(decision)
    }

    @Test("holds shares of a GPU, several jobs on one, names and users")
    func shares() throws {
        try inFolder { folder in
            let jobs = folder.appendingPathComponent("jobs.csv")
            var text = "job_id,submit_seconds,duration_seconds,gpus,user\n"
            for job in 0..<60 {
                text += "j\(job),\(job * 50),\(900 + 37 * job),\([0.3, 0.25, 1, 2][job % 4]),u\(job % 3)\n"
            }
            try text.write(to: jobs, atomically: true, encoding: .utf8)
            for mechanism in ["standard", "run-to-completion"] {
                var experiment = Experiment(
                    cluster: "v100=8@4", workload: "jobs:\(jobs.path)", policy: "fifo")
                experiment.mechanism = mechanism
                let run = try RecordedRun(experiment, in: folder)
                var events: [RecordedEvent] = []
                let record = try RunRecord(path: run.path)
                try record.forEachEvent(withReasons: true) { events.append($0) }
                #expect(events == run.events)
                #expect(try RecordCheck(record).findings.isEmpty)
                #expect(
                    events.contains {
                        if case .arrived(_, let job) = $0 {
                            job.name == "j1" && job.user == "u1"
                        } else {
                            false
                        }
                    })
            }
        }
    }

    @Test("cut at any byte it opens, adds up, and says that it is incomplete; or says that nothing is there")
    func truncation() throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(4, mechanism: "standard"), in: folder)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: run.path))
            let cut = folder.appendingPathComponent("cut.record")
            var random = SplitMix64(seed: 1)
            var openedCount = 0
            for _ in 0..<200 {
                let length = Int.random(in: 0..<bytes.count, using: &random)
                try bytes.prefix(length).write(to: cut)
                do {
                    let record = try RunRecord(path: cut.path)
                    #expect(!record.isComplete, "\(length) of \(bytes.count) bytes")
                    let check = try RecordCheck(record)
                    #expect(check.findings.isEmpty, "\(length) bytes: \(check.findings)")
                    openedCount += 1
                } catch let error as RecordError {
                    let isExpected =
                        switch error {
                        case .empty, .notARecord: true
                        default: false
                        }
                    #expect(isExpected, "\(length) bytes: \(error)")
                }
            }
            #expect(openedCount > 100)
        }
    }

    @Test("notices a changed byte wherever it is, and never crashes")
    func damage() throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(5, mechanism: "gavel"), in: folder)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: run.path))
            let broken = folder.appendingPathComponent("broken.record")
            var random = SplitMix64(seed: 2)
            for _ in 0..<200 {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                var changed = bytes
                changed[position] ^= UInt8.random(in: 1...255, using: &random)
                try changed.write(to: broken)
                do {
                    let record = try RunRecord(path: broken.path)
                    _ = try RecordCheck(record)
                    let isSpare = (12..<16).contains(position)
                    #expect(!record.isComplete || isSpare, "byte \(position) of \(bytes.count)")
                } catch is RecordError {}
            }
        }
    }

    @Test("bytes that pass the checksum but make no sense are refused, not trusted")
    func nonsense() throws {
        let layout = RunProvenance(
            layout: try .init(name: "c", groups: [.init(gpuType: "v100", nodeCount: 2, gpusPerNode: 4)])
        ).layout
        var random = SplitMix64(seed: 3)
        for _ in 0..<2000 {
            let count = Int.random(in: 1...40, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) & 0x1F }
            var state = RecordState(layout: layout, roundSeconds: 360, secondsPerMove: 0)
            state.classes = [RecordedClass(model: "m", scaleFactor: 1, rates: [1])]
            var decoder = FrameDecoder(state: state, objectives: ["o"])
            var reasons: ReasonDecoder?
            do {
                _ = try decoder.read(
                    bytes, hasKeyframe: false, reasons: &reasons, shouldStop: { _, _ in false },
                    emit: { _ in })
            } catch is ByteReader.Damage {}
        }
    }

    @Test("the state at a time is that of reading up to it", arguments: mechanisms)
    func seeking(mechanism: String) throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(7, mechanism: mechanism), in: folder)
            let record = try RunRecord(path: run.path)
            let rounds = run.events.compactMap { event -> RecordedRound? in
                if case .roundBegan(let round) = event { round } else { nil }
            }
            for round in stride(from: 0, to: rounds.count, by: max(rounds.count / 40, 1)).map({ rounds[$0] })
            {
                let state = try record.state(atSeconds: round.nowSeconds)
                let (running, active) = replay(run.events, untilAfter: round.nowSeconds)
                #expect(state.activeJobs.map(Int.init) == active.sorted())
                #expect(state.runningJobs.map(Int.init).sorted() == running.keys.sorted())
                for (job, gpus) in running { #expect(state.stay(of: job)?.gpus == gpus) }
            }
            let label = rounds[rounds.count / 2].round
            var told: [RecordedEvent] = []
            #expect(try record.forEachEvent(upToRound: label) { if $1 { told.append($0) } })
            #expect(try !record.forEachEvent(upToRound: 10_000_000) { _, _ in })
            let before = try record.state(beforeRound: label)
            #expect(before.round.map { $0.round < label } ?? (label == 0))
            let first = rounds.first { $0.round == label }
            #expect(told.first.map { $0 == .roundBegan(first ?? rounds[0]) } == true)
        }
    }

    /// What runs and what is active when the first round after a time begins.
    private func replay(
        _ events: [RecordedEvent], untilAfter seconds: Double
    ) -> (running: [Int: GPURuns], active: Set<Int>) {
        var running: [Int: GPURuns] = [:]
        var active: Set<Int> = []
        for event in events {
            switch event {
            case .roundBegan(let round): if round.nowSeconds > seconds { return (running, active) }
            case .arrived(let job, _): active.insert(job)
            case .placed(let placement): running[placement.job] = placement.gpus
            case .left(let leave): running[leave.job] = nil
            case .ended(let end): active.remove(end.job)
            default: break
            }
        }
        return (running, active)
    }

    @Test("reasons of chosen jobs are those of these jobs and no others")
    func chosenReasons() throws {
        try inFolder { folder in
            let experiment = RecordedRun.experiment(4, mechanism: "standard")
            let run = try RecordedRun(experiment, reasons: .jobs([3, 5]), in: folder)
            var explained: Set<Int> = []
            var rows: Set<Int> = []
            try RunRecord(path: run.path).forEachEvent(withReasons: true) { event in
                if case .placed(let placement) = event, placement.why != nil {
                    explained.insert(placement.job)
                }
                if case .decided(let decision) = event { rows.formUnion((decision.rows ?? []).map(\.job)) }
            }
            #expect(explained == [3, 5])
            #expect(rows.isSubset(of: [3, 5]))
        }
    }

    @Test("a record without rounds and jobs is complete and adds up; job ids may be anything")
    func emptyAndForeign() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("e.record").path
            let provenance = RunProvenance(
                layout: try .init(name: "c", groups: [.init(gpuType: "v100", nodeCount: 75, gpusPerNode: 4)]))
            try RecordWriter(path: path, provenance: provenance).finish(summary: nil)
            #expect(try RunRecord(path: path).isComplete)
            #expect(try RecordCheck(RunRecord(path: path)).findings.isEmpty)

            let writer = try RecordWriter(path: path, provenance: provenance)
            let row = writer.addClass(RecordedClass(model: "big", scaleFactor: 300, rates: [1]))
            for id in [UInt32.max, 0, 70_000] {
                writer.arrive(
                    RecordedJob(
                        id: id, classIndex: row, arrivalSeconds: 0, noticedSeconds: 0, totalSteps: 10))
            }
            writer.place(
                RecordedPlacement(
                    nowSeconds: 0, job: 1, type: 0, gpus: GPURuns((0..<300).map { Int32($0) }),
                    milliPerGPU: 1000))
            writer.leave(job: 1, toSeconds: 10, nowSeconds: 10)
            writer.end(RecordedEnd(nowSeconds: 10, job: 1, endSeconds: 10, isCompleted: true))
            try writer.endRun(nowSeconds: 10, reason: .completed, roundCount: 0)
            try writer.finish(summary: nil)
            var ids: [UInt32] = []
            var gpuCount = 0
            try RunRecord(path: path).forEachEvent { event in
                if case .arrived(_, let job) = event { ids.append(job.id) }
                if case .left(let leave) = event { gpuCount = leave.gpus.count }
            }
            #expect(ids == [UInt32.max, 0, 70_000])
            #expect(gpuCount == 300)
        }
    }

    @Test("the check finds a GPU that was given away twice and a job that ends twice")
    func checkFinds() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("bad.record").path
            let writer = try RecordWriter(
                path: path,
                provenance: RunProvenance(
                    layout: try .init(
                        name: "c", groups: [.init(gpuType: "v100", nodeCount: 1, gpusPerNode: 4)])))
            let row = writer.addClass(RecordedClass(model: "m", scaleFactor: 1, rates: [1]))
            for id in 0..<2 as Range<UInt32> {
                writer.arrive(
                    RecordedJob(
                        id: id, classIndex: row, arrivalSeconds: 0, noticedSeconds: 0, totalSteps: 10))
            }
            for job in 0..<2 {
                writer.place(
                    RecordedPlacement(
                        nowSeconds: 0, job: job, type: 0, gpus: GPURuns([2 as Int32]), milliPerGPU: 600))
            }
            try writer.beginRound(
                RecordedRound(
                    round: 0, nowSeconds: 5, arrivedJobCount: 2, activeJobCount: 2, runningJobCount: 1,
                    endedJobCount: 0, usedGPUsOfType: [2]))
            try writer.finish(summary: nil)
            let problems = try RecordCheck(RunRecord(path: path)).findings.map(\.problem)
            #expect(problems.contains("GPU 2 is given to job 1, too: 1200 milli-GPU are taken"))
            #expect(problems.contains { $0.hasPrefix("1 jobs are running by the round's own count, 2") })
        }
    }

    @Test("the checksum is the usual CRC-32")
    func checksum() {
        #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.of([]) == 0)
    }
}
