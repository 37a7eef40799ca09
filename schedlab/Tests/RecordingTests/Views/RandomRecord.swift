import Cluster
import Foundation
import KitTesting
import Simulation

@testable import Recording

/// A record of a random run with everything that makes pictures wrong: gangs, shares down to a thousandth, jobs that
/// keep or change some of their GPUs, many nearly idle GPUs, stays that never end.
enum RandomRecord {
    /// How a random run is.
    struct Shape {
        var gpuCount = 64
        var roundCount = 60
        var jobCount = 120
        /// Chance that a job that runs is left alone in a round.
        var calm = 0.7
        /// Chance that a waiting job is placed in a round.
        var eagerness = 0.5

        /// A shape by seed: every third run leaves most GPUs nearly idle.
        static func numbered(_ seed: UInt64) -> Shape {
            var random = SplitMix64(seed: seed &* 977)
            var shape = Shape()
            shape.gpuCount = [1, 7, 64, 300][Int(seed % 4)]
            shape.roundCount = [0, 1, 40, 200][Int(seed / 2 % 4)]
            shape.jobCount = [0, 3, 60, 300][Int(seed / 3 % 4)]
            shape.calm = Double.random(in: 0.1...0.98, using: &random)
            shape.eagerness = seed % 3 == 0 ? 0.02 : Double.random(in: 0.2...1, using: &random)
            return shape
        }
    }

    private struct Running {
        var job: Int
        var gpus: [Int32]
    }

    private static let sizes = [1, 1, 2, 4, 16]

    /// Writes a run.
    ///
    /// - Returns: The record.
    static func write(_ seed: UInt64, _ shape: Shape? = nil, path: String, isCutOff: Bool = false) throws
        -> RunRecord
    {
        let shape = shape ?? .numbered(seed)
        var random = SplitMix64(seed: seed)
        let layout = try layout(shape.gpuCount)
        let writer = try RecordWriter(path: path, provenance: RunProvenance(layout: layout))
        for size in sizes.indices {
            let rates = layout.types.indices.map { Double($0 + 1) }
            _ = writer.addClass(RecordedClass(model: "m\(size)", scaleFactor: sizes[size], rates: rates))
        }
        var free = [Int](repeating: 1000, count: layout.gpuCount)
        var jobs: [(size: Int, milli: Int)] = []
        var waiting: [Int] = []
        var running: [Running] = []
        var now = 0.0
        var ended = 0
        for round in 0..<shape.roundCount {
            try writer.beginRound(
                RecordedRound(
                    round: round, nowSeconds: now, arrivedJobCount: jobs.count,
                    activeJobCount: waiting.count + running.count, runningJobCount: running.count,
                    endedJobCount: ended, usedGPUsOfType: layout.types.map { _ in 0 }))
            let leaving = running.filter { _ in Double.random(in: 0..<1, using: &random) > shape.calm }
            for stay in leaving {
                writer.leave(job: stay.job, toSeconds: now, nowSeconds: now)
                for gpu in stay.gpus { free[Int(gpu)] += jobs[stay.job].milli }
            }
            let left = Set(leaving.map(\.job))
            running.removeAll { left.contains($0.job) }
            for stay in leaving {
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    writer.end(
                        RecordedEnd(nowSeconds: now, job: stay.job, endSeconds: now, isCompleted: true))
                    ended += 1
                case 1: waiting.append(stay.job)
                default: place(stay.job, stay.gpus)
                }
            }
            while jobs.count < shape.jobCount, Int.random(in: 0..<3, using: &random) > 0 {
                let size = sizes.indices.randomElement(using: &random) ?? 0
                let milli = size == 0 ? [1, 37, 250, 500, 1000].randomElement(using: &random) ?? 1 : 1000
                jobs.append((sizes[size], milli))
                waiting.append(jobs.count - 1)
                writer.arrive(
                    RecordedJob(
                        id: UInt32(jobs.count - 1), classIndex: size, milliPerGPU: milli, arrivalSeconds: now,
                        noticedSeconds: now, totalSteps: 1000))
            }
            for job in waiting where Double.random(in: 0..<1, using: &random) < shape.eagerness {
                place(job, [])
            }
            let running = Set(running.map(\.job))
            waiting.removeAll { running.contains($0) }
            now += Double(Int.random(in: 1...720, using: &random))
        }
        try writer.finish(summary: nil)
        guard isCutOff else { return try RunRecord(path: path) }
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        // The first batches say what the run is; somewhere behind them it was killed.
        let cut = bytes.prefix(bytes.count - bytes.count / 3)
        if let record = try? RunRecord(bytes: Array(cut), name: path) { return record }
        return try RunRecord(path: path)

        /// Places a job, on its old GPUs where they are free, else on others.
        func place(_ job: Int, _ old: [Int32]) {
            let (size, milli) = jobs[job]
            let type = layout.types.randomElement(using: &random) ?? layout.types[0]
            let isOld = !old.isEmpty && old.allSatisfy { free[Int($0)] >= milli }
            let found = type.gpus.shuffled(using: &random).filter { free[$0] >= milli }.prefix(size)
            let gpus = isOld ? old : found.sorted().map { Int32($0) }
            guard gpus.count == size else {
                if !waiting.contains(job) { waiting.append(job) }
                return
            }
            for gpu in gpus { free[Int(gpu)] -= milli }
            running.append(Running(job: job, gpus: gpus))
            let index = layout.nodes[Int(layout.nodeOfGPU[Int(gpus[0])])].typeIndex
            writer.place(
                RecordedPlacement(
                    nowSeconds: now, job: job, type: index, gpus: GPURuns(gpus), milliPerGPU: milli))
        }
    }

    private static func layout(_ gpuCount: Int) throws -> ClusterLayout {
        guard gpuCount > 8 else {
            return try ClusterLayout(
                name: "c", groups: [.init(gpuType: "a", nodeCount: 1, gpusPerNode: gpuCount)])
        }
        return try ClusterLayout(
            name: "c",
            groups: [
                .init(gpuType: "a", nodeCount: 1, gpusPerNode: 3),
                .init(gpuType: "b", nodeCount: (gpuCount - 3) / 8, gpusPerNode: 8),
                .init(gpuType: "c", nodeCount: max((gpuCount - 3) % 8, 1), gpusPerNode: 1),
            ])
    }
}
