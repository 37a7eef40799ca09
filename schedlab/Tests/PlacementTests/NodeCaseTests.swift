import Cluster
import Foundation
import Placement
import Simulation
import TestSupport
import Testing

/// 40 node states under two target workloads, with what FGD's simulator says of each.
@Suite("Node cases of FGD's simulator", .enabled(if: NodeCases.isHere, "\(NodeCases.reason)"))
struct NodeCaseTests {
    /// The reference prints about 15 digits.
    private static let tolerance = 1e-9

    @Test("idle share by cause and fragment", arguments: NodeCases.all)
    func causes(testCase: NodeCases.Case) throws {
        let state = try testCase.state()
        let meter = FragmentationMeter(
            target: try NodeCases.target(testCase.workload), gpuTypes: state.layout.types.map(\.name))
        let causes = meter.causes(
            type: 0, cpuMilli: testCase.node.cpuLeftMilli, freeMilli: testCase.node.freeMilli)
        for (found, expected) in zip(causes.inPublishedOrder, testCase.fragVectorQ1Q2Q3Q4XlXrNa) {
            #expect(near(found, expected))
        }
        #expect(near(causes.fragmentMilli, testCase.fragMilli))
        let sum = causes.inPublishedOrder.reduce(0, +)
        #expect(near(sum, testCase.idleMilli))
    }

    @Test("every rule's score and GPUs for nine pods", arguments: NodeCases.all)
    func scores(testCase: NodeCases.Case) throws {
        let state = try testCase.state()
        let target = try NodeCases.target(testCase.workload)
        for pod in testCase.pods {
            let shape = pod.shape(state.layout)
            var rules: [(any PlacementRule, score: Int32?, gpus: String?)] = [
                (FragmentationGradientDescent(target: target), pod.fgdScore, pod.fgdGpu),
                (BestFit(), pod.bestfitRaw, pod.gpuBest),
                (DotProduct(), pod.dotprodMergeMax, pod.gpuBest),
                (GPUPacking(), pod.numGpu > 0 ? pod.gpupacking : 0, pod.gpuBest),
                (WorstFit(), nil, pod.gpuWorst),
            ]
            for index in rules.indices {
                let name = rules[index].0.name
                let choice = rules[index].0.choose(PlacementDemand(jobID: 0, shape: shape), in: state)
                #expect((choice != nil) == pod.fits, "\(name), \(pod)")
                guard let choice, case .scored(let scores) = choice.reason else { continue }
                if let score = rules[index].score {
                    #expect(scores.best.first?.score == score, "\(name), \(pod)")
                }
                let gpus = choice.gpus.map { String($0) }.joined(separator: "-")
                #expect(gpus == rules[index].gpus ?? "", "\(name), \(pod)")
            }
        }
    }

    @Test("the fragment after placing a pod by FGD", arguments: NodeCases.all)
    func afterwards(testCase: NodeCases.Case) throws {
        let target = try NodeCases.target(testCase.workload)
        for pod in testCase.pods where pod.fits {
            var state = try testCase.state()
            var tracker = ClusterFragmentation(state, target: target)
            var rule = FragmentationGradientDescent(target: target)
            let shape = pod.shape(state.layout)
            let found = rule.choose(PlacementDemand(jobID: 0, shape: shape), in: state)
            let choice = try #require(found)
            state.take(
                gpus: choice.gpus, milliPerGPU: shape.milliPerGPU, node: choice.node.map { Int($0) },
                cpuMilli: shape.cpuMilli)
            tracker.follow(state)
            if let expected = pod.fragAfterBestGpuOrSub {
                #expect(near(tracker.fragmentMilli, expected), "\(pod)")
            }
            #expect(state.brokenInvariant() == nil)
        }
    }

    private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= Self.tolerance * max(1, abs(b)) }
}

/// The stored cases.
enum NodeCases {
    struct Case: Decodable, CustomTestStringConvertible {
        struct Node: Decodable {
            var id: String
            var cpuLeftMilli: Int
            var cpuCapMilli: Int
            /// None for a node without GPUs.
            var gpuMilliLeft: [Int32]?

            var freeMilli: [Int32] { gpuMilliLeft ?? [] }
            var gpuModel: String
        }

        var node: Node
        var workload: String
        var fragVectorQ1Q2Q3Q4XlXrNa: [Double]
        var fragMilli: Double
        var idleMilli: Double
        var pods: [Pod]

        var testDescription: String { "\(workload) \(node.id)" }

        /// A cluster of this node alone, in this state.
        func state() throws -> ClusterState {
            let layout = try ClusterLayout(
                name: node.id,
                groups: [
                    NodeGroup(
                        gpuType: node.gpuModel, nodeCount: 1, gpusPerNode: node.freeMilli.count,
                        cpuMilliPerNode: node.cpuCapMilli, memoryMiBPerNode: 1 << 20)
                ])
            var state = ClusterState(layout)
            state.take(gpus: [], node: 0, cpuMilli: node.cpuCapMilli - node.cpuLeftMilli)
            for (gpu, left) in node.freeMilli.enumerated() where left < 1000 {
                state.take(gpus: [Int32(gpu)], milliPerGPU: 1000 - left)
            }
            return state
        }
    }

    struct Pod: Decodable {
        var cpuMilli: Int
        var numGpu: Int
        var gpuMilli: Int
        var gpuSpec: String
        var fits: Bool
        var fgdScore: Int32?
        var fgdGpu: String?
        var bestfitRaw: Int32?
        var dotprodMergeMax: Int32?
        var gpupacking: Int32?
        var gpuBest: String?
        var gpuWorst: String?
        var fragAfterBestGpuOrSub: Double?

        func shape(_ layout: ClusterLayout) -> DemandShape {
            let accepted = gpuSpec.split(separator: "|").map(String.init)
            let types = layout.types.indices.filter { accepted.contains(layout.types[$0].name) }
            return DemandShape(
                typeIndices: accepted.isEmpty ? nil : types.map { Int32($0) }, gpuCount: numGpu,
                milliPerGPU: Int32(max(gpuMilli, 1)), cpuMilli: cpuMilli)
        }
    }

    private static let folder = Places.shared.appendingPathComponent("reference/fgd")
    static let isHere = FileManager.default.fileExists(
        atPath: folder.appendingPathComponent("node_cases.jsonl").path)
    static let reason = "the reference results are not here (SCHEDLAB_SHARED or ../shared)"

    static let all: [Case] = {
        let path = folder.appendingPathComponent("node_cases.jsonl")
        let lines = (try? String(contentsOf: path, encoding: .utf8))?.split(separator: "\n") ?? []
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return lines.compactMap { try? decoder.decode(Case.self, from: Data($0.utf8)) }
    }()

    /// A stored target workload: `toy6` or `default95`.
    static func target(_ name: String) throws -> TargetWorkload {
        let path = folder.appendingPathComponent("typical_\(name).csv")
        let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst()
        return TargetWorkload(
            entries: lines.map { line in
                let f = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                return .init(
                    taskClass: TaskClass(
                        cpuMilli: Int(f[1]) ?? -1, milliPerGPU: Int(f[3]) ?? -1, gpuCount: Int(f[2]) ?? -1,
                        acceptedTypes: f[4]),
                    popularity: Double(f[5]) ?? .nan)
            })
    }

    @Suite("The node cases themselves", .enabled(if: NodeCases.isHere, "\(NodeCases.reason)"))
    struct Complete {
        @Test("all 80 are there")
        func count() { #expect(NodeCases.all.count == 80) }
    }
}
