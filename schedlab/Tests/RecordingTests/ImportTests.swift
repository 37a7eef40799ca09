import Cluster
import Experiments
import Foundation
import Kit
import KitTesting
import TestSupport
import Testing
import Workload

@testable import Recording

@Suite("Files of other tools as records")
struct ImportTests {
    static func options() throws -> RecordImport.Options {
        RecordImport.Options(speeds: SpeedBook(try GavelMeasurements.table()))
    }

    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func stays(_ record: RunRecord) throws -> [RecordedLeave] {
        var stays: [RecordedLeave] = []
        try record.forEachEvent { if case .left(let left) = $0 { stays.append(left) } }
        return stays
    }

    @Test(
        "the log of a run of gavel gives the segments, rounds, moves and jobs of the run's own record",
        arguments: 0..<6 as Range<UInt64>, [true, false])
    func gavelLog(seed: UInt64, hasWindow: Bool) throws {
        try inFolder { folder in
            var experiment = RecordedRun.experiment(seed, mechanism: "gavel")
            if hasWindow { experiment.window = 2..<10 }
            if hasWindow {
                experiment.jobCount = nil
                experiment.jobsPerHour = 3
                experiment.horizonHours = 40
            }
            let prepared = try PreparedExperiment(experiment)
            let layout = prepared.resolved.layout
            let (own, log) = (folder.path + "/own.record", folder.path + "/run.log")
            var provenance = RunProvenance(layout: layout)
            provenance.mechanism = "gavel"
            provenance.roundSeconds = 360
            provenance.reasons = .all
            let recorder = try RunRecorder(path: own, provenance: provenance, speeds: prepared.speeds)
            let writer = try GavelLogWriter(
                path: log,
                header: .init(
                    policy: "P", seed: seed, roundSeconds: 360, window: hasWindow ? 2..<10 : nil),
                layout: layout)
            _ = try ExperimentRun(prepared, observers: [recorder, writer])
            try recorder.finish(summary: .null)
            var options = try Self.options()
            options.layout = layout
            let report = try RecordImport.write(log, to: folder.path + "/log.record", options: options)
            #expect(report.repairs.isEmpty, "\(report.text)")
            let (a, b) = (try RunRecord(path: own), try RunRecord(path: folder.path + "/log.record"))
            #expect(try stays(a) == stays(b))
            var told: [RecordedEvent] = []
            try a.forEachEvent {
                switch $0 {
                case .decided, .runEnded: break
                case .roundBegan where !hasWindow: break
                default: told.append($0)
                }
            }
            var position = 0
            try b.forEachEvent { event in
                if case .roundBegan = event, !hasWindow { return }
                #expect(position < told.count && event == told[position], "seed \(seed), event \(position)")
                position += 1
            }
            #expect(position == told.count)
            #expect(try RecordCheck(b).findings.isEmpty)
        }
    }

    @Test(
        ".viz.bin of a run: import and export give the same jobs, allocations, queues, counts and shares",
        arguments: ["standard", "gavel", "run-to-completion"], 0..<6 as Range<UInt64>)
    func vizBin(mechanism: String, seed: UInt64) throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(seed, mechanism: mechanism), in: folder)
            try expectSameContent(RunRecord(path: run.path), in: folder)
        }
    }

    private static let readerPath = Places.shared.appendingPathComponent("tools/read_viz_bin.py").path

    @Test(
        "an independent reader of .viz.bin finds the jobs, allocations, queues, counts and categories that we wrote",
        .enabled(
            if: FileManager.default.fileExists(atPath: ImportTests.readerPath),
            "the independent reader is not here (../shared/tools)"),
        arguments: ["standard", "gavel"])
    func independentReader(mechanism: String) throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(1, mechanism: mechanism), in: folder)
            let path = folder.path + "/a.viz.bin"
            try VizBinExport(RunRecord(path: run.path)).write(to: path)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", Self.readerPath, "json", path]
            let out = folder.appendingPathComponent("json")
            _ = FileManager.default.createFile(atPath: out.path, contents: nil)
            process.standardOutput = try FileHandle(forWritingTo: out)
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
            let root = try #require(
                JSONSerialization.jsonObject(with: Data(contentsOf: out)) as? [String: Any])
            let rounds = try #require(root["rounds"] as? [[String: Any]])
            let queues = try #require(root["queues"] as? [[Int]])
            var holders = [Int](repeating: 0, count: try VizBinFile(path: path).gpuCount)
            var waiting: Set<Int> = []
            var index = 0
            for event in run.events {
                switch event {
                case .arrived(let job, _): waiting.insert(job + 1)
                case .placed(let placed):
                    waiting.remove(placed.job + 1)
                    for gpu in placed.gpus { holders[Int(gpu)] = placed.job + 1 }
                case .left(let left):
                    waiting.insert(left.job + 1)
                    for gpu in left.gpus { holders[Int(gpu)] = 0 }
                case .ended(let end): waiting.remove(end.job + 1)
                case .roundBegan(let state):
                    #expect(rounds[index]["allocations"] as? [Int] == holders)
                    #expect(rounds[index]["jobsRunning"] as? Int == state.runningJobCount)
                    #expect(rounds[index]["jobsCompleted"] as? Int == state.endedJobCount)
                    #expect(queues[index] == waiting.sorted())
                    index += 1
                default: break
                }
            }
            #expect(index == rounds.count)
            let config = try #require(root["config"] as? [String: Any])
            let types = try #require(config["job_types"] as? [[String: Any]])
            let categories = Set(types.compactMap { $0["category"] as? String })
            #expect(categories.count > 1)
            #expect(categories.isSubset(of: Set(ModelCategory.allCases.map(\.rawValue))))
        }
    }

    /// Exports a record, imports that, exports it again, and compares both exports.
    private func expectSameContent(_ record: RunRecord, in folder: URL) throws {
        let paths = ["/a.viz.bin", "/b.record", "/b.viz.bin"].map { folder.path + $0 }
        try VizBinExport(record).write(to: paths[0])
        let report = try RecordImport.write(paths[0], to: paths[1], options: Self.options())
        #expect(
            report.repairs.allSatisfy { ["job-id-offset", "given-up"].contains($0.key) }, "\(report.text)")
        let imported = try RunRecord(path: paths[1])
        #expect(imported.isComplete && imported.provenance.importedFrom == "viz-bin")
        let check = try RecordCheck(imported)
        #expect(check.findings.isEmpty, "\(check.findings)")
        try VizBinExport(imported).write(to: paths[2])
        let (a, b) = (try VizBinFile(path: paths[0]), try VizBinFile(path: paths[2]))
        #expect(a.roundCount == b.roundCount && a.gpuTypes == b.gpuTypes && a.jobs.count == b.jobs.count)
        for (one, other) in zip(a.jobs, b.jobs) {
            #expect(one.id == other.id && one.scaleFactor == other.scaleFactor)
            #expect(one.arrivalRound == other.arrivalRound && one.completionRound == other.completionRound)
        }
        for index in 0..<a.roundCount {
            var (one, other) = (try a.round(index), try b.round(index))
            for path in [\VizBinRound.averageJCTSeconds, \.completionsPerHour] {
                one[keyPath: path] = 0
                other[keyPath: path] = 0
            }
            #expect(one == other, "round \(index)")
        }
    }

    /// A record of random stays: shares of quarters, job 0, large jobs, jobs that never end.
    private func randomRecord(_ seed: UInt64, path: String) throws -> RunRecord {
        var random = SplitMix64(seed: seed)
        let layout = try ClusterLayout(
            name: "c",
            groups: [
                .init(gpuType: "p100", nodeCount: 2, gpusPerNode: 4),
                .init(gpuType: "v100", nodeCount: 40, gpusPerNode: 8),
            ])
        let writer = try RecordWriter(path: path, provenance: RunProvenance(layout: layout))
        let sizes = [1, 2, 200]
        for size in sizes {
            _ = writer.addClass(RecordedClass(model: "m\(size)", scaleFactor: size, rates: [1, 2]))
        }
        let roundCount = seed % 5 == 0 ? 0 : Int.random(in: 1...30, using: &random)
        let jobCount = seed % 7 == 1 ? 0 : 12
        var free = [Int](repeating: 1000, count: layout.gpuCount)
        var milli: [Int] = []
        var active: [Int] = []
        var running: [(job: Int, gpus: [Int32])] = []
        var ended = 0
        for round in 0..<roundCount {
            let now = Double(round * 360)
            var used = [0, 0]
            for stay in running { used[stay.gpus[0] < 8 ? 0 : 1] += stay.gpus.count }
            try writer.beginRound(
                RecordedRound(
                    round: round, nowSeconds: now, arrivedJobCount: milli.count,
                    activeJobCount: active.count, runningJobCount: running.count, endedJobCount: ended,
                    usedGPUsOfType: used))
            let before = running
            for stay in running {
                writer.leave(job: stay.job, toSeconds: now, nowSeconds: now)
                for gpu in stay.gpus { free[Int(gpu)] += milli[stay.job] }
            }
            running = []
            for stay in before where Int.random(in: 0..<6, using: &random) == 0 {
                writer.end(RecordedEnd(nowSeconds: now, job: stay.job, endSeconds: now, isCompleted: true))
                active.removeAll { $0 == stay.job }
                ended += 1
            }
            while milli.count < jobCount, Int.random(in: 0..<3, using: &random) > 0 {
                let row = Int.random(in: 0..<3, using: &random)
                milli.append(row == 0 ? 250 * Int.random(in: 1...4, using: &random) : 1000)
                active.append(milli.count - 1)
                writer.arrive(
                    RecordedJob(
                        id: UInt32(milli.count - 1), classIndex: row, milliPerGPU: milli[milli.count - 1],
                        arrivalSeconds: now, noticedSeconds: now, totalSteps: Double(sizes[row])))
                _ = sizesOfJob.value(milli.count - 1, sizes[row])
            }
            for job in active where Bool.random(using: &random) {
                let size = sizesOfJob.value(job, nil)
                let type = size > 8 ? 1 : Int.random(in: 0...1, using: &random)
                let gpus = layout.types[type].gpus.filter { free[$0] >= milli[job] }.prefix(size)
                guard gpus.count == size else { continue }
                for gpu in gpus { free[gpu] -= milli[job] }
                running.append((job, gpus.map { Int32($0) }))
                writer.place(
                    RecordedPlacement(
                        nowSeconds: now, job: job, type: type, gpus: GPURuns(gpus.map { Int32($0) }),
                        milliPerGPU: milli[job]))
            }
        }
        try writer.finish(summary: nil)
        return try RunRecord(path: path)
    }

    private let sizesOfJob = Sizes()

    /// GPUs of each job of a random record.
    private final class Sizes {
        private var sizes: [Int: Int] = [:]

        func value(_ job: Int, _ new: Int?) -> Int {
            if let new { sizes[job] = new }
            return sizes[job] ?? 1
        }
    }

    @Test(
        "random records with shares, job 0, 200-GPU jobs, no rounds, no jobs",
        arguments: 0..<40 as Range<UInt64>)
    func randomRecords(seed: UInt64) throws {
        try inFolder { folder in
            let record = try randomRecord(seed, path: folder.path + "/r.record")
            #expect(try RecordCheck(record).findings.isEmpty, "seed \(seed)")
            try expectSameContent(record, in: folder)
        }
    }

    /// A file of the given version with three jobs on five GPUs, job 0 among them, and types written in reverse.
    private func oldFile(version: Int, recordBytes: Int, isSorted: Bool) throws -> [UInt8] {
        var rounds: [VizBinRound] = []
        for number in 0..<4 as Range<UInt32> {
            var round = VizBinRound()
            round.round = number
            round.seconds = Float(number * 360)
            let isRunning = number > 0
            round.runningJobCount = isRunning ? 2 : 0
            round.queuedJobCount = isRunning ? 0 : 2
            // Types as written: v100 (3 GPUs), k80 (2); job 0 holds two v100, job 7 one k80.
            round.usedGPUsOfType = isRunning ? [2, 1] : [0, 0]
            let asWritten: [UInt32] = [0, 0, 0, 7, 0]
            let sorted: [UInt32] = [7, 0, 0, 0, 0]
            round.jobOfGPU = isRunning ? (isSorted ? sorted : asWritten) : [0, 0, 0, 0, 0]
            round.queue = isRunning ? [0] : [0, 7]
            rounds.append(round)
        }
        let content = OldContent(version: version, jobRecordBytes: recordBytes, rounds: rounds)
        var bytes: [UInt8] = []
        try VizBinEncoder.encode(content) { bytes += $0 }
        return bytes
    }

    private struct OldContent: VizBinContent {
        var version: Int
        let configuration = Array(
            """
            {"gpu_types": [{"name": "v100", "count": 3}, {"name": "k80", "count": 2, "gpus_per_node": 2}]}
            """.utf8)
        let gpuTypeCount = 2
        let gpuCount = 5
        let jobs = [
            VizBinJob(id: 0, type: 0, scaleFactor: 2, arrivalRound: 0),
            VizBinJob(id: 7, type: 1, scaleFactor: 1, arrivalRound: 0),
        ]
        var jobRecordBytes: Int
        var rounds: [VizBinRound]
        let hasSharing = false
        var roundCount: Int { rounds.count }

        func forEachRound(_ visit: (VizBinRound) throws -> Void) throws {
            for round in rounds { try visit(round) }
        }
    }

    @Test(
        "job 0 is found, types in the order of their names are recognised, in all versions",
        arguments: [(1, 24), (2, 24), (1, 16)], [true, false])
    func repairs(form: (version: Int, recordBytes: Int), isSorted: Bool) throws {
        try inFolder { folder in
            let path = folder.path + "/old.viz.bin"
            let bytes = try oldFile(version: form.version, recordBytes: form.recordBytes, isSorted: isSorted)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            #expect(try VizBinFile(path: path).encoded() == bytes)
            let report = try RecordImport.write(path, to: path + ".record", options: Self.options())
            let keys = report.repairs.map(\.key)
            #expect(
                keys.contains("job-zero") && keys.contains("gpu-type-order") == isSorted, "\(report.text)")
            let record = try RunRecord(path: path + ".record")
            #expect(try RecordCheck(record).findings.isEmpty)
            let stays = try stays(record)
            #expect(stays.count == 6)
            // Our numbers: k80 0 and 1, v100 2 to 4.
            for stay in stays {
                #expect(
                    stay.gpus.ids == (stay.job == 0 ? [2, 3] : [0]) && stay.type == (stay.job == 0 ? 1 : 0))
            }
        }
    }

    @Test("tenants of a shared GPU that are told as waiting run; packed pairs share their GPUs")
    func tenants() throws {
        try inFolder { folder in
            let log = folder.path + "/packed.log"
            try """
            scheduler:INFO [0] EVENT {"event": "job_arrival", "job_id": "3", "job_type": "x", "scale_factor": 1, "total_steps": 5, "arrival_time": 0, "sim_time": 0}
            scheduler:INFO [0] EVENT {"event": "job_arrival", "job_id": "7", "job_type": "x", "scale_factor": 1, "total_steps": NaN, "arrival_time": 0, "sim_time": 0}
            scheduler:INFO [0] [Micro-task scheduled]\tJob ID: (3, 7)\tWorker type: v100\tWorker ID(s): 1, 2
            scheduler:INFO [360] TELEMETRY {"round": 1, "sim_time": 360, "v100_used": 2, "v100_total": 4, "jobs_running": 2, "jobs_active": 2, "jobs_generated": 2}
            scheduler:INFO [360] EVENT {"event": "job_complete", "job_id": "7", "end_time": 300.5, "duration": null}
            scheduler:INFO [720] TELEMETRY {"round": 2, "sim_time": 720, broken
            """.write(toFile: log, atomically: true, encoding: .utf8)
            let report = try RecordImport.write(log, to: log + ".record", options: Self.options())
            #expect(
                report.repairs.map(\.key) == ["unreadable-lines", "packed-jobs", "piece-ends"],
                "\(report.text)")
            let stays = try stays(RunRecord(path: log + ".record"))
            #expect(stays.map(\.milliPerGPU) == [500, 500] && stays.map(\.gpus.ids) == [[1, 2], [1, 2]])
            #expect(stays.map(\.toSeconds).sorted() == [300.5, 360])
        }
    }

    @Test("files that are something else, and damaged ones, are refused in words and leave nothing behind")
    func refusals() throws {
        try inFolder { folder in
            let path = folder.path + "/x"
            let bytes = try oldFile(version: 2, recordBytes: 24, isSorted: false)
            var random = SplitMix64(seed: 9)
            for attempt in 0..<120 {
                var broken = bytes
                switch attempt % 3 {
                case 0: broken = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
                case 1:
                    broken[Int.random(in: 8..<bytes.count, using: &random)] = .random(
                        in: 0...255, using: &random)
                default:
                    // Counts in the header that promise more than there is.
                    for place in 12..<20 where Bool.random(using: &random) { broken[place] = 0xFF }
                }
                try Data(broken).write(to: URL(fileURLWithPath: path))
                do {
                    _ = try RecordImport.write(path, to: path + ".record", options: Self.options())
                    _ = try RecordCheck(RunRecord(path: path + ".record"))
                    try FileManager.default.removeItem(atPath: path + ".record")
                } catch is RecordError {
                    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x"])
                }
            }
            let log = """
                scheduler:INFO [0] TELEMETRY {"round": 0, "sim_time": 0, "v100_used": 0, "v100_total": 2}
                scheduler:INFO [0] [Micro-task scheduled]\tJob ID: 0\tWorker type: v100\tWorker ID(s): 40
                """
            for (text, problem) in [
                ("", "neither"), ("hello\nworld", "neither"), (log, "line 2"),
                ("scheduler:INFO [0] nothing", "no line of it"),
            ] {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                #expect {
                    _ = try RecordImport.write(path, to: path + ".record", options: Self.options())
                } throws: {
                    "\($0)".contains(problem)
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x"])
            }
        }
    }
}
