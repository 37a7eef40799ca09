import Cluster
import Experiments
import Foundation
private import Kit
import KitTesting
import TestSupport
import Testing

@testable import Recording

@Suite("Exports of a record")
struct ExportTests {
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private static let sample = Places.shared.appendingPathComponent("reference/viz/d_own_v2_extremes")

    @Test(
        "the sample of .viz.bin decodes to its JSON and re-encodes to the same bytes",
        .enabled(if: Places.hasReference, "\(Places.referenceReason)"))
    func sampleFile() throws {
        let path = Self.sample.path + ".viz.bin"
        let file = try VizBinFile(path: path)
        #expect(try file.encoded() == [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
        let json = try Data(contentsOf: URL(fileURLWithPath: Self.sample.path + ".expected.json"))
        let root = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
        let jobs = try #require(root["jobs"] as? [[String: Any]])
        #expect(file.jobs.map { Int($0.id) } == jobs.map { $0["jobId"] as? Int })
        #expect(file.jobs.map { Int($0.scaleFactor) } == jobs.map { $0["scaleFactor"] as? Int })
        #expect(file.jobs.map { Int($0.completionRound) } == jobs.map { $0["completionRound"] as? Int })
        #expect(file.jobs.map { Double($0.durationSeconds) } == jobs.map { $0["duration"] as? Double })
        let rounds = try #require(root["rounds"] as? [[String: Any]])
        let queues = try #require(root["queues"] as? [[Int]])
        let sharing = try #require(root["sharing"] as? [[[String: Any]]])
        for index in 0..<file.roundCount {
            let round = try file.round(index)
            #expect(round.jobOfGPU.map(Int.init) == rounds[index]["allocations"] as? [Int])
            #expect(round.usedGPUsOfType.map(Int.init) == rounds[index]["gpuUsed"] as? [Int])
            #expect(Double(round.seconds) == rounds[index]["simTime"] as? Double)
            #expect(Int(round.queuedJobCount) == rounds[index]["jobsQueued"] as? Int)
            #expect(round.queue.map(Int.init) == queues[index])
            #expect(round.shared.map { Int($0.gpu) } == sharing[index].map { $0["gpu"] as? Int })
            #expect(
                round.shared.map { $0.slots.map(Int.init) } == sharing[index].map { $0["slots"] as? [Int] })
        }
    }

    @Test(
        ".viz.bin shows the stays that are open, the queue and the counts of every round",
        arguments: ["standard", "gavel", "run-to-completion"], 0..<4 as Range<UInt64>)
    func vizBin(mechanism: String, seed: UInt64) throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(seed, mechanism: mechanism), in: folder)
            let path = folder.appendingPathComponent("run.viz.bin").path
            try VizBinExport(RunRecord(path: run.path)).write(to: path)
            let file = try VizBinFile(path: path)
            #expect(try file.encoded() == [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
            var holders = [UInt32](repeating: 0, count: file.gpuCount)
            var waiting: Set<UInt32> = []
            var index = 0
            for event in run.events {
                switch event {
                case .arrived(let job, _): waiting.insert(UInt32(job) + 1)
                case .placed(let placed):
                    waiting.remove(UInt32(placed.job) + 1)
                    for gpu in placed.gpus { holders[Int(gpu)] = UInt32(placed.job) + 1 }
                case .left(let left):
                    waiting.insert(UInt32(left.job) + 1)
                    for gpu in left.gpus { holders[Int(gpu)] = 0 }
                case .ended(let end): waiting.remove(UInt32(end.job) + 1)
                case .roundBegan(let expected):
                    let round = try file.round(index)
                    #expect(round.jobOfGPU == holders, "seed \(seed), round \(index)")
                    #expect(round.queue == waiting.sorted(), "seed \(seed), round \(index)")
                    #expect(Int(round.runningJobCount) == expected.runningJobCount)
                    #expect(Int(round.completedJobCount) == expected.endedJobCount)
                    #expect(round.usedGPUsOfType.map(Int.init) == expected.usedGPUsOfType)
                    #expect(round.seconds == Float(expected.nowSeconds))
                    index += 1
                default: break
                }
            }
            #expect(index == file.roundCount)
        }
    }

    @Test("quarters of shared GPUs are shown; a job of 300 GPUs is refused in words")
    func sharesAndLimits() throws {
        try inFolder { folder in
            let path = folder.appendingPathComponent("s.record").path
            func write(scaleFactor: Int) throws {
                let writer = try RecordWriter(
                    path: path,
                    provenance: RunProvenance(
                        layout: try .init(
                            name: "c", groups: [.init(gpuType: "v100", nodeCount: 75, gpusPerNode: 4)])))
                let row = writer.addClass(RecordedClass(model: "m", scaleFactor: scaleFactor, rates: [1]))
                for (id, milli) in [(0 as UInt32, 500), (1, 250)] {
                    writer.arrive(
                        RecordedJob(
                            id: id, classIndex: row, milliPerGPU: milli, arrivalSeconds: 0,
                            noticedSeconds: 0, totalSteps: 10))
                    let gpus = (0..<scaleFactor).map { Int32($0 + 2) }
                    writer.place(
                        RecordedPlacement(
                            nowSeconds: 0, job: Int(id), type: 0, gpus: GPURuns(gpus), milliPerGPU: milli))
                }
                try writer.beginRound(
                    RecordedRound(
                        round: 0, nowSeconds: 5, arrivedJobCount: 2, activeJobCount: 2, runningJobCount: 2,
                        endedJobCount: 0, usedGPUsOfType: [2]))
                try writer.finish(summary: nil)
            }
            try write(scaleFactor: 1)
            let out = folder.appendingPathComponent("s.viz.bin").path
            try VizBinExport(RunRecord(path: path)).write(to: out)
            let file = try VizBinFile(path: out)
            #expect(try file.round(0).shared == [.init(gpu: 2, slots: [1, 1, 2, 0])])
            #expect(try file.round(0).jobOfGPU[2] == 1)
            #expect(try file.encoded() == [UInt8](Data(contentsOf: URL(fileURLWithPath: out))))
            try write(scaleFactor: 298)
            #expect(throws: RecordError.self) { try VizBinExport(RunRecord(path: path)) }
        }
    }

    @Test("damaged .viz.bin files are refused, never trusted")
    func damagedVizBin() throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(1, mechanism: "standard"), in: folder)
            let path = folder.appendingPathComponent("run.viz.bin").path
            try VizBinExport(RunRecord(path: run.path)).write(to: path)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            var random = SplitMix64(seed: 5)
            for attempt in 0..<300 {
                var broken = bytes
                if attempt % 2 == 0 {
                    broken = broken.prefix(Int.random(in: 0..<bytes.count, using: &random))
                } else {
                    broken[Int.random(in: 0..<300, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                try broken.write(to: URL(fileURLWithPath: path))
                do {
                    let file = try VizBinFile(path: path)
                    for index in 0..<file.roundCount { _ = try file.round(index) }
                } catch is RecordError {}
            }
        }
    }

    @Test("the Perfetto trace has a slice for each stay on each GPU, counters, and arrows for moves")
    func perfetto() throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(0, mechanism: "standard"), in: folder)
            let record = try RunRecord(path: run.path)
            let path = folder.appendingPathComponent("t.json").path
            let outcome = try PerfettoExport.write(record, to: path)
            let root = try #require(
                JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
                    as? [String: Any])
            let events = try #require(root["traceEvents"] as? [[String: Any]])
            #expect(events.count == outcome.eventCount && outcome.cutSeconds == nil)
            let phases = Dictionary(grouping: events) { $0["ph"] as? String ?? "" }
            let slices = run.events.reduce(0) {
                if case .left(let left) = $1 { $0 + left.gpus.count } else { $0 }
            }
            #expect(phases["X"]?.count == slices)
            let check = try RecordCheck(record)
            #expect(phases["s"]?.count == check.moveCount && phases["f"]?.count == check.moveCount)
            #expect(phases["C"]?.count == check.roundCount * 5)
            for event in events where event["ph"] as? String != "M" {
                #expect((event["ts"] as? Double).map { $0 >= -1 } == true && event["pid"] is Int)
            }
            let cut = try PerfettoExport.write(record, to: path, eventLimit: 100)
            #expect(cut.cutSeconds != nil && cut.eventCount < 120)
            #expect(
                (try? JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))) != nil
            )
        }
    }

    @Test(
        "every event of the Perfetto trace has the keys that Chrome's format asks of its phase; gzip holds the same"
    )
    func traceFormat() throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(4, mechanism: "standard"), in: folder)
            let record = try RunRecord(path: run.path)
            let (plain, packed, unpacked) = (
                folder.path + "/p.json", folder.path + "/t.json.gz", folder.path + "/t.json"
            )
            #expect(try PerfettoExport.write(record, to: plain) == PerfettoExport.write(record, to: packed))
            let bytes = try Data(contentsOf: URL(fileURLWithPath: plain))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["gunzip", packed]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(try Data(contentsOf: URL(fileURLWithPath: unpacked)) == bytes && bytes.count > 1000)
            let root = try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
            let needed = [
                "M": ["name", "pid", "args"], "X": ["name", "ts", "dur", "pid", "tid"],
                "C": ["name", "ts", "pid", "args"], "s": ["name", "cat", "id", "ts", "pid", "tid"],
                "f": ["name", "cat", "id", "ts", "pid", "tid", "bp"],
            ]
            var open: Set<Int> = []
            for event in try #require(root["traceEvents"] as? [[String: Any]]) {
                let phase = try #require(event["ph"] as? String)
                let keys = try #require(needed[phase], "phase \(phase)")
                #expect(keys.allSatisfy { event[$0] != nil }, "\(event)")
                if let duration = event["dur"] as? Double { #expect(duration >= 0) }
                if phase == "C" { #expect((event["args"] as? [String: Any])?["value"] is Int) }
                if phase == "s" { open.insert(event["id"] as? Int ?? -1) }
                if phase == "f" { #expect(open.remove(event["id"] as? Int ?? -2) != nil) }
            }
            #expect(open.isEmpty && ["ms", "ns"].contains(root["displayTimeUnit"] as? String))
        }
    }

    @Test(
        "a reader written from the format's description alone finds the same stays",
        .enabled(if: Places.python != nil, "python3 is not here"),
        arguments: ["standard", "gavel", "run-to-completion"], 0..<5 as Range<UInt64>)
    func describedFormat(mechanism: String, seed: UInt64) throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(seed, mechanism: mechanism), in: folder)
            try CSVExport.write(
                RunRecord(path: run.path), toFolder: try OutputFolder(folder.path, isForced: true))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Places.python ?? "")
            process.arguments = [
                Places.package.appendingPathComponent("Scripts/read-record.py").path, run.path,
            ]
            let out = folder.appendingPathComponent("python.csv")
            _ = FileManager.default.createFile(atPath: out.path, contents: nil)
            process.standardOutput = try FileHandle(forWritingTo: out)
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            let stays = try String(contentsOf: out, encoding: .utf8)
            let table = folder.appendingPathComponent("segments.csv")
            #expect(try stays == String(contentsOf: table, encoding: .utf8), "seed \(seed)")
            #expect(stays.contains("\n0,"))
        }
    }

    @Test("the CSV tables have a row for each stay on each GPU, each job, round and change")
    func csv() throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(4, mechanism: "gavel"), in: folder)
            let record = try RunRecord(path: run.path)
            try CSVExport.write(record, toFolder: try OutputFolder(folder.path, isForced: true))
            let counts = try CSVExport.tables.map { name in
                try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8).split(
                    separator: "\n"
                )
                .count - 1
            }
            let check = try RecordCheck(record)
            let slices = run.events.reduce(0) {
                if case .left(let left) = $1 { $0 + left.gpus.count } else { $0 }
            }
            #expect(counts[0] == slices && counts[1] == check.jobCount && counts[2] == check.roundCount)
            #expect(counts[4] == check.moveCount + check.preemptionCount)
        }
    }
}
