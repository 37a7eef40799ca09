import Cluster
import KitTesting
import Placement
import Simulation
import TestSupport
import Testing

/// Rules keep scores between placements; a rule that has just been made has none.
@Suite("Rules that follow the cluster")
struct IncrementalChoiceTests {
    private static let target = TargetWorkload(entries: [
        .init(taskClass: TaskClass(cpuMilli: 4000, milliPerGPU: 500, gpuCount: 1), popularity: 0.4),
        .init(taskClass: TaskClass(cpuMilli: 8000, milliPerGPU: 1000, gpuCount: 2), popularity: 0.3),
        .init(taskClass: TaskClass(cpuMilli: 2000, milliPerGPU: 0, gpuCount: 0), popularity: 0.2),
        .init(
            taskClass: TaskClass(cpuMilli: 1000, milliPerGPU: 250, gpuCount: 1, acceptedTypes: "a"),
            popularity: 0.1),
    ])

    /// Every rule that does not draw.
    private static var rules: [any PlacementRule] {
        [
            BestFit(), DotProduct(), FirstFit(), FragmentationGradientDescent(target: target),
            GPUClustering(), GPUPacking(), Strided(), WorstFit(),
        ]
    }

    private func demand(_ random: inout SplitMix64, job: Int32) -> PlacementDemand {
        let gpuCount = [0, 1, 1, 1, 2, 4, 8][Int.random(in: 0..<7, using: &random)]
        let isShare = gpuCount == 1 && Bool.random(using: &random)
        let types: [Int32]? = [nil, [0], [1], [0, 1]][Int.random(in: 0..<4, using: &random)]
        return PlacementDemand(
            jobID: job,
            shape: DemandShape(
                typeIndices: types, gpuCount: gpuCount,
                milliPerGPU: isShare ? Int32.random(in: 1...4, using: &random) * 200 : 1000,
                cpuMilli: Int.random(in: 0...3, using: &random) * 4000,
                memoryMiB: Int.random(in: 0...2, using: &random) * 10_000,
                maySpan: types != nil && Bool.random(using: &random)))
    }

    @Test("a rule that has followed all changes chooses as one that is new", arguments: 0..<8 as Range<Int>)
    func sameAsNew(ruleIndex: Int) throws {
        var random = SplitMix64(seed: UInt64(ruleIndex) + 90)
        let layout = try ClusterSpec.layout("a=16@8+8@4+4@2+3@1,b=16@8+6@2")
        let nodeCount = Int32(layout.nodes.count)
        let ranks = (0..<nodeCount).shuffled(using: &random)
        var state = ClusterState(layout, rankOfNode: ranks)
        var rule = Self.rules[ruleIndex]
        var placed: [(PlacementDemand, PlacementChoice)] = []
        for step in 0..<1500 {
            if placed.count > 12 || (!placed.isEmpty && Int.random(in: 0..<3, using: &random) == 0) {
                let (demand, choice) = placed.remove(at: Int.random(in: 0..<placed.count, using: &random))
                state.release(
                    gpus: choice.gpus, milliPerGPU: demand.milliPerGPU, node: choice.node.map { Int($0) },
                    cpuMilli: demand.shape.cpuMilli, memoryMiB: demand.shape.memoryMiB)
            }
            let demand = demand(&random, job: Int32(step))
            let choice = rule.choose(demand, in: state)
            var new = Self.rules[ruleIndex]
            let expected = new.choose(demand, in: state)
            #expect(choice == expected, "\(rule.name), step \(step), \(demand)")
            guard let choice else { continue }
            #expect(demand.isMet(by: choice, in: state), "\(rule.name), step \(step)")
            if !demand.shape.maySpan {
                #expect(layout.nodeCount(of: choice.gpus) <= 1, "\(rule.name), step \(step)")
            }
            state.take(
                gpus: choice.gpus, milliPerGPU: demand.milliPerGPU, node: choice.node.map { Int($0) },
                cpuMilli: demand.shape.cpuMilli, memoryMiB: demand.shape.memoryMiB)
            placed.append((demand, choice))
        }
        #expect(state.brokenInvariant() == nil)
    }

    @Test("the best node by score is the first by rank among the best, and reasons name it")
    func reasons() throws {
        let layout = try ClusterSpec.layout("a=8@4")
        var state = ClusterState(layout, rankOfNode: [1, 0])
        var rule = FragmentationGradientDescent(target: Self.target)
        let whole = PlacementDemand(jobID: 0, typeIndex: 0, gpuCount: 1, cpuMilli: 4000)
        let first = rule.choose(whole, in: state)
        #expect(first?.node == 1, "two equal nodes: the one of rank 0")
        guard case .scored(let scores) = first?.reason else {
            Issue.record("\(String(describing: first))")
            return
        }
        #expect(scores.candidateNodeCount == 2)
        #expect(scores.best.map(\.node) == [1, 0])
        #expect(scores.best[0].score == scores.best[1].score)
        let before = ClusterFragmentation(state, target: Self.target).fragmentMilli
        state.take(gpus: first?.gpus ?? [], cpuMilli: 4000)
        let after = ClusterFragmentation(state, target: Self.target).fragmentMilli
        let change = try #require(scores.fragmentationChangeMilli)
        #expect(abs(change - (after - before)) <= 1e-9 * before)
    }

    @Test("another target workload makes fgd choose as if it had always had it")
    func otherTarget() throws {
        var random = SplitMix64(seed: 4)
        let state = ClusterState(try ClusterSpec.layout("a=16@8+8@4+4@2,b=8@8"))
        let other = TargetWorkload(entries: [
            .init(taskClass: TaskClass(cpuMilli: 0, milliPerGPU: 1000, gpuCount: 8), popularity: 1)
        ])
        var changed = FragmentationGradientDescent(target: Self.target)
        for job in 0..<40 {
            let demand = demand(&random, job: Int32(job))
            changed.adopt(Self.target)
            _ = changed.choose(demand, in: state)
            changed.adopt(other)
            var new = FragmentationGradientDescent(target: other)
            let found = changed.choose(demand, in: state)
            let expected = new.choose(demand, in: state)
            #expect(found == expected)
        }
    }

    @Test("a follower that fell behind a long log starts anew")
    func longLog() throws {
        var state = ClusterState(try ClusterSpec.layout("a=8@4"))
        var rule = BestFit()
        let demand = PlacementDemand(jobID: 0, typeIndex: 0, gpuCount: 2)
        _ = rule.choose(demand, in: state)
        for _ in 0..<3000 {
            state.take(gpus: [0])
            state.release(gpus: [0])
        }
        #expect(state.changes.firstKept > 0)
        state.take(gpus: [0])
        let choice = rule.choose(demand, in: state)
        #expect(choice?.gpus == [1, 2], "the used node has least left")
    }
}
