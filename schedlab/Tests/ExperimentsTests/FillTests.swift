import Cluster
import Experiments
import Foundation
import Metrics
import Simulation
import TestSupport
import Testing
import Workload

@Suite("Fills")
struct FillTests {
    private static let deterministic = ["dot-product", "gpu-clustering", "gpu-packing", "best-fit", "fgd"]
    private static let reference = Places.shared.appendingPathComponent("reference/fgd")
    private static let traces = Places.shared.appendingPathComponent("data/openb")
    static let hasReference = [reference, traces].allSatisfy {
        FileManager.default.fileExists(atPath: $0.path)
    }

    private static func stored(_ placement: String, seed: Int) -> FillExperiment {
        var experiment = FillExperiment()
        experiment.nodes = traces.appendingPathComponent("openb_node_list_gpu_node.csv").path
        experiment.pods = traces.appendingPathComponent("openb_pod_list_default.csv").path
        experiment.placement = placement
        experiment.arrivalsPath =
            reference.appendingPathComponent("runs/arrivals_default_seed\(seed).txt").path
        experiment.ranksPath = reference.appendingPathComponent("runs/node_rank_default_seed\(seed).txt").path
        return experiment
    }

    @Test(
        "with the stored orders, all 131 rows are equal to the published ones to the last bit",
        .enabled(if: hasReference, "\(Places.referenceReason)"), arguments: deterministic,
        [42, 43, 44, 45, 46])
    func published(placement: String, seed: Int) throws {
        let table = try String(
            contentsOf: Self.reference.appendingPathComponent("published_default_seeds42-46.csv"),
            encoding: .utf8)
        var published: [String: [Double]] = [:]
        for line in table.split(whereSeparator: \.isNewline).dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if fields[1] == placement && fields[2] == "\(seed)" {
                published[fields[0]] = fields.dropFirst(3).compactMap(Double.init)
            }
        }
        let rows = try FillRun(try PreparedFill(Self.stored(placement, seed: seed))).rows
        #expect(rows.count == 131)
        #expect(rows.compactMap(\.allocatedPercent) == published["allocatedPercent"])
        #expect(rows.compactMap(\.fragmentationRatePercent) == published["fragmentationRatePercent"])
        #expect(rows.compactMap(\.fragmentationOfTotalPercent) == published["fragmentationOfTotalPercent"])
    }

    @Test(
        "the state every hundred pods is the stored one",
        .enabled(if: hasReference, "\(Places.referenceReason)"),
        arguments: zip(deterministic, ["DotProd", "GpuClustering", "GpuPacking", "BestFit", "FGD"]))
    func states(placement: String, file: String) throws {
        let path = Self.reference.appendingPathComponent("runs/events100_default_seed42_\(file).csv")
        let expected = try String(contentsOf: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst().map {
                $0.split(separator: ",").compactMap { Double($0) }
            }
        var found: [[Double]] = []
        _ = try FillRun(try PreparedFill(Self.stored(placement, seed: 42))) { event in
            guard event.index.isMultiple(of: 100) else { return }
            let whole = [event.index, event.arrivedMilli, event.usedMilli, event.occupiedNodeCount]
            let causes = event.causes
            found.append(
                whole.map(Double.init) + [causes.fragmentMilli, Double(event.idleMilli)]
                    + causes.inPublishedOrder)
        }
        // The stored figures have two decimals.
        let halfDigit = 0.005 + 1e-6
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) { #expect(zip(a, b).allSatisfy { abs($0 - $1) <= halfDigit }) }
    }

    @Test(
        "every pod of seed 42 is on the stored node and GPUs",
        .enabled(if: hasReference, "\(Places.referenceReason)"),
        arguments: zip(deterministic, ["DotProd", "GpuClustering", "GpuPacking", "BestFit", "FGD"]))
    func placements(placement: String, file: String) throws {
        let path = Self.reference.appendingPathComponent("runs/placements_default_seed42_\(file).csv.gz").path
        let expected = try Self.unpacked(path).split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let prepared = try PreparedFill(Self.stored(placement, seed: 42))
        var differences: [String] = []
        var count = 0
        _ = try FillRun(prepared) { event in
            let node = event.choice.flatMap(\.node).map { Int($0) }
            let first = node.map { prepared.layout.nodes[$0].gpus.lowerBound } ?? 0
            let gpus = event.choice?.gpus.map { "\(Int($0) - first)" }.joined(separator: "-") ?? ""
            let found = [
                "\(event.index)", prepared.pods[Int(event.task)].name,
                node.map { prepared.nodeNames[$0] } ?? "", gpus,
            ]
            if event.index >= expected.count || expected[event.index] != found {
                differences.append("\(found)")
            }
            count += 1
        }
        #expect(count == expected.count)
        #expect(differences.isEmpty, "\(differences.count) differ, the first: \(differences.first ?? "")")
    }

    /// The text of a gzip file.
    private static func unpacked(_ path: String) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test(
        "the built-in cluster and counts are those of the trace",
        .enabled(if: hasReference, "\(Places.referenceReason)"))
    func builtIn() throws {
        var experiment = FillExperiment()
        let own = try PreparedFill(experiment)
        experiment.nodes = Self.traces.appendingPathComponent("openb_node_list_gpu_node.csv").path
        experiment.pods = Self.traces.appendingPathComponent("openb_pod_list_default.csv").path
        let read = try PreparedFill(experiment)
        #expect(own.target == read.target)
        #expect(own.layout.types == read.layout.types)
        let shape = { (node: ClusterLayout.Node) in
            [node.typeIndex, node.gpus.count, node.cpuMilli, node.memoryMiB]
        }
        #expect(
            Set(own.layout.nodes.map(shape)) == Set(read.layout.nodes.map(shape)),
            "the same shapes of node")
        #expect(
            own.layout.nodes.map(\.cpuMilli).reduce(0, +) == read.layout.nodes.map(\.cpuMilli).reduce(0, +))
        #expect(
            own.layout.nodes.map(\.memoryMiB).reduce(0, +) == read.layout.nodes.map(\.memoryMiB).reduce(0, +))
    }

    @Test("drawn orders go to the demanded ratio, up or down, and equal seeds give equal fills")
    func orders() throws {
        let pods = try OpenBClasses.pods(list: "default")
        let capacity = 6_212_000
        for ratio in [0.5, 1.3] {
            var order = FillOrder(seed: 3)
            let arrivals = order.arrivals(of: pods, ratio: ratio, capacityMilli: capacity)
            let demand = arrivals.reduce(0) { $0 + pods[Int($1)].totalMilli }
            #expect(abs(Double(demand) / Double(capacity) - ratio) < 0.002)
            var again = FillOrder(seed: 3)
            #expect(again.arrivals(of: pods, ratio: ratio, capacityMilli: capacity) == arrivals)
            #expect(order.nodeRanks(nodeCount: 50).sorted() == (0..<50).map { Int32($0) })
        }
        var order = FillOrder(seed: 3)
        #expect(order.arrivals(of: pods, ratio: 0, capacityMilli: capacity).count == pods.count)
    }

    @Test("means equal to the published ones pass, shifted ones do not")
    func verification() throws {
        let points = try PublishedFills.points().filter { $0.list == "default" && $0.placement == "fgd" }
        #expect(points.count == 14)
        func rows(shift: Double) -> [FillCurve.Row] {
            var rows = FillCurve(capacityMilli: 1000, lastPercent: 130).rows
            for point in points {
                rows[point.demandPercent].allocatedPercent = point.allocated.mean + shift
                rows[point.demandPercent].fragmentationRatePercent = point.rate.mean
                rows[point.demandPercent].fragmentationOfTotalPercent = point.ofTotal.mean
            }
            return rows
        }
        let equal = try FillVerification(list: "default", placement: "fgd", curves: [rows(shift: 0)])
        #expect(equal.isWithinLimit)
        #expect(equal.comparisons.count == 42)
        let shifted = try FillVerification(list: "default", placement: "fgd", curves: [rows(shift: 0.5)])
        #expect(!shifted.isWithinLimit)
        #expect(shifted.worst?.figure == "allocatedPercent")
        let nothing = try FillVerification(list: "none", placement: "fgd", curves: [rows(shift: 0)])
        #expect(!nothing.isWithinLimit, "what was not compared has not passed")
    }
}
