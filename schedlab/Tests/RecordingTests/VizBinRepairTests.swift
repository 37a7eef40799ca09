import Cluster
import Foundation
import Simulation
import TestSupport
import Testing

@testable import Recording

@Suite("Exports to and imports from .viz.bin keep what can be kept")
struct VizBinRepairTests {
    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func record(ids: [UInt32], models: [String] = ["m"], path: String) throws -> RunRecord {
        let writer = try RecordWriter(
            path: path,
            provenance: RunProvenance(
                layout: try ClusterLayout(
                    name: "c",
                    groups: ["a", "b"].map { NodeGroup(gpuType: $0, nodeCount: 1, gpusPerNode: 4) })))
        for model in models {
            _ = writer.addClass(RecordedClass(model: model, scaleFactor: 1, rates: [1, 1]))
        }
        for (number, id) in ids.enumerated() {
            writer.arrive(
                RecordedJob(
                    id: id, classIndex: number % models.count, arrivalSeconds: 0, noticedSeconds: 0,
                    totalSteps: 10))
            writer.place(
                RecordedPlacement(
                    nowSeconds: 0, job: number, type: 0, gpus: GPURuns([Int32(number)]), milliPerGPU: 1000))
        }
        try writer.beginRound(
            RecordedRound(
                round: 0, nowSeconds: 5, arrivedJobCount: ids.count, activeJobCount: ids.count,
                runningJobCount: ids.count, endedJobCount: 0, usedGPUsOfType: [ids.count, 0]))
        try writer.finish(summary: nil)
        return try RunRecord(path: path)
    }

    @Test(
        "ids are raised only where a job has the id 0",
        arguments: [
            ([3, 9, UInt32.max], [3, 9, UInt32.max]), ([0, 1, 5], [1, 2, 6]), ([1], [1]), ([0], [1]),
        ] as [([UInt32], [UInt32])])
    func ids(ids: [UInt32], written: [UInt32]) throws {
        try inFolder { folder in
            let export = try VizBinExport(try record(ids: ids, path: folder.path + "/a.record"))
            #expect(export.reductions.contains { $0.contains("one higher") } == (ids != written))
            try export.write(to: folder.path + "/a.viz.bin")
            let file = try VizBinFile(path: folder.path + "/a.viz.bin")
            #expect(file.jobs.map(\.id) == written)
            #expect(Array(try file.round(0).jobOfGPU.prefix(ids.count)) == written)
            let speeds = try ImportTests.options()
            _ = try RecordImport.write(
                folder.path + "/a.viz.bin", to: folder.path + "/b.record", options: speeds)
            var back: [UInt32] = []
            try RunRecord(path: folder.path + "/b.record").forEachEvent {
                if case .arrived(_, let job) = $0 { back.append(job.id) }
            }
            #expect(back == ids)
        }
    }

    @Test("ids 0 and 4,294,967,295 together cannot be said, and are refused in words")
    func extremes() throws {
        try inFolder { folder in
            let record = try record(ids: [0, .max], path: folder.path + "/a.record")
            #expect(throws: RecordError.self) { try VizBinExport(record) }
        }
    }

    @Test("job types have the author's categories")
    func categories() throws {
        let words = [
            "ResNet-18 (batch size 64)": "resnet", "resnet50": "resnet", "VGG-16": "vgg",
            "Inception v3": "inception", "Transformer (batch size 16)": "transformer",
            "BERT-large": "transformer",
            "LM (batch size 5)": "language_model", "language_modeling": "language_model",
            "GPT2": "language_model", "Recommendation (batch size 512)": "recommendation",
            "CycleGAN": "cyclegan", "A3C": "other", "": "other", "film": "other", "DCGAN": "other",
        ]
        for (model, category) in words {
            #expect(ModelCategory(model: model).rawValue == category, "\(model)")
        }
        try inFolder { folder in
            let models = words.keys.sorted()
            let record = try record(ids: [1, 2], models: models, path: folder.path + "/a.record")
            try VizBinExport(record).write(to: folder.path + "/a.viz.bin")
            let file = try VizBinFile(path: folder.path + "/a.viz.bin")
            let types = try #require(file.configured("job_types") as? [[String: Any]])
            #expect(types.map { $0["category"] as? String } == models.map { words[$0] })
        }
    }

    @Test("the import names what it drops")
    func dropped() throws {
        try inFolder { folder in
            for (count, word) in [(2, "count them anew"), (0, "telemetry only")] {
                let record = try record(
                    ids: [UInt32](1...3).dropLast(3 - count), path: folder.path + "/a.record")
                try VizBinExport(record).write(to: folder.path + "/a.viz.bin")
                let report = try RecordImport.write(
                    folder.path + "/a.viz.bin", to: folder.path + "/b.record", options: ImportTests.options())
                #expect(report.text.contains("completions per hour") && report.text.contains(word))
            }
        }
    }

    @Test("the import says that types stand in another order")
    func typeOrder() throws {
        try inFolder { folder in
            let (written, swapped) = (folder.path + "/a.viz.bin", folder.path + "/b.viz.bin")
            try VizBinExport(try record(ids: [1, 2], path: folder.path + "/a.record")).write(to: written)
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: written)))
            for index in 0..<bytes.count - 9 {
                switch String(decoding: bytes[index..<index + 9], as: UTF8.self) {
                case #"name": "a"#: bytes[index + 8] = UInt8(ascii: "b")
                case #"name": "b"#: bytes[index + 8] = UInt8(ascii: "a")
                default: break
                }
            }
            try Data(bytes).write(to: URL(fileURLWithPath: swapped))
            for (path, isOther) in [(written, false), (swapped, true)] {
                let report = try RecordImport.write(
                    path, to: folder.path + "/b.record", options: ImportTests.options())
                #expect(report.text.contains("the order of GPU types (b, a)") == isOther, "\(report.text)")
            }
        }
    }
}
