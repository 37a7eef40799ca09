import Cluster
import Foundation
import KitTesting
import Simulation
import Testing

@testable import Recording
@testable import Views

/// The pyramid at every level against brute force.
@Suite("The pyramid of a picture")
struct PyramidTests {
    /// A stay on one GPU as the events tell it.
    private struct Stay {
        var job: Int
        var milli: Int
        var from: Double
        var to: Double
    }

    /// Stays by GPU, from the events alone.
    private static func stays(_ record: RunRecord, endSeconds: Double) throws -> [[Stay]] {
        var stays = [[Stay]](repeating: [], count: record.provenance.layout.gpuCount)
        var open: [Int: RecordedPlacement] = [:]
        try record.forEachEvent { event in
            if case .placed(let placed) = event { open[placed.job] = placed }
            guard case .left(let left) = event else { return }
            open[left.job] = nil
            for gpu in left.gpus {
                stays[Int(gpu)].append(
                    Stay(job: left.job, milli: left.milliPerGPU, from: left.fromSeconds, to: left.toSeconds))
            }
        }
        for placed in open.values {
            for gpu in placed.gpus {
                stays[Int(gpu)].append(
                    Stay(job: placed.job, milli: placed.milliPerGPU, from: placed.nowSeconds, to: endSeconds))
            }
        }
        return stays
    }

    /// What is wrong with a cell; nil = nothing.
    private static func fault(
        _ cell: PyramidCell, _ stays: [[Stay]], gpus: Range<Int>, from: Double, to: Double
    ) -> String? {
        var busy: [Int: Double] = [:]
        for stay in stays[gpus].joined() {
            let overlap = min(stay.to, to) - max(stay.from, from)
            if overlap > 0 { busy[stay.job, default: 0] += overlap * Double(stay.milli) / 1000 }
        }
        let total = busy.values.reduce(0, +)
        let occupancy = total / (to - from) / Double(gpus.count)
        if abs(Double(cell.occupancy) / 63 - occupancy) > 1.0 / 63 + 1e-6 {
            return "occupancy \(cell.occupancy)/63 for \(occupancy)"
        }
        if cell.occupancy == 0 && total > 1e-6 { return "idle with \(total) s" }
        if cell.hasColour, busy[Int(cell.job), default: 0] < 0.2 * total {
            return "coloured for \(busy[Int(cell.job), default: 0] / total)"
        }
        if cell.share > 0,
            busy[Int(cell.job), default: 0] < (Double(cell.share) - 0.5) / 63 * total - 1e-6
        {
            return "share \(cell.share)/63 for \(busy[Int(cell.job), default: 0] / total)"
        }
        for (job, time) in busy where time > 0.63 * total && !(cell.hasColour && Int(cell.job) == job) {
            return "no colour for \(time / total) of job \(job): \(cell)"
        }
        return nil
    }

    @Test(
        "1,000 random cells of every level equal brute force, nearly idle runs among them",
        arguments: 0..<30 as Range<UInt64>)
    func levels(seed: UInt64) throws {
        let folder = try TemporaryFolder.make("pyramid")
        defer { try? FileManager.default.removeItem(at: folder) }
        let record = try RandomRecord.write(seed, path: folder.path + "/r.record", isCutOff: seed % 5 == 4)
        let layout = record.provenance.layout
        var random = SplitMix64(seed: seed)
        var height = 1
        while true {
            // Small strips: cells that strips cut through must add up as well.
            var parts = try RunParts(record, staysPerStrip: 1 + Int(seed) * 10, gpusPerRow: height)
            try parts.read { _ in }
            let pyramid = parts.pyramid
            let grid = pyramid.grid
            let stays = try Self.stays(record, endSeconds: grid.toSeconds)
            for _ in 0..<(grid.columnCount > 0 ? 1000 : 0) {
                let row = Int.random(in: 0..<grid.rowCount, using: &random)
                let column = Int.random(in: 0..<grid.columnCount, using: &random)
                let band = try #require(grid.bands.first { $0.rows.contains(row) })
                let first = band.gpus.lowerBound + (row - band.rows.lowerBound) * height
                let fault = Self.fault(
                    pyramid[row, column], stays, gpus: first..<min(first + height, band.gpus.upperBound),
                    from: grid.start(ofColumn: column), to: grid.start(ofColumn: column + 1))
                #expect(fault == nil, "seed \(seed), \(height) GPUs a row, cell \(row), \(column)")
            }
            if height >= layout.gpuCount { break }
            height *= 2
        }
    }

    @Test("a vote's bounds hold whatever is merged into what", arguments: 0..<50 as Range<UInt64>)
    func votes(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var votes: [MajorityVote] = []
        var busy: [Int32: Double] = [:]
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            var vote = MajorityVote()
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let job = Int32.random(in: 0...3, using: &random)
                let weight = Double.random(in: 0..<(job == 1 ? 9 : 1), using: &random)
                vote.add(job, weight)
                busy[job, default: 0] += weight
            }
            votes.append(vote)
        }
        while votes.count > 1 {
            let other = votes.remove(at: Int.random(in: 0..<votes.count, using: &random))
            votes[Int.random(in: 0..<votes.count, using: &random)].merge(other)
        }
        let total = busy.values.reduce(0, +)
        #expect(abs(votes[0].busy - total) < 1e-9)
        #expect(votes[0].net <= busy[votes[0].job, default: 0] + 1e-9)
        for (job, time) in busy where time > total / 2 + 1e-9 {
            #expect(votes[0].job == job && votes[0].net >= 2 * time - total - 1e-9)
        }
    }
}
