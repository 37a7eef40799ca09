import Cluster
import KitTesting
import Placement
import Simulation
import TestSupport
import Testing

@Suite("Placement rules")
struct PlacementRuleTests {
    @Test("strided takes the first free GPUs and spans nodes where it must")
    func strided() throws {
        var state = ClusterState(try ClusterSpec.layout("a=4@2,b=4@2"))
        state.take(gpus: [4, 6])
        var rule = Strided()
        let choice = rule.choose(PlacementDemand(jobID: 1, typeIndex: 1, gpuCount: 2), in: state)
        #expect(choice == PlacementChoice(gpus: [5, 7], reason: .firstFree))
        #expect(rule.choose(PlacementDemand(jobID: 1, typeIndex: 1, gpuCount: 3), in: state) == nil)
    }

    @Test("every choice is free, of the type, distinct and complete", arguments: 0..<20 as Range<UInt64>)
    func legal(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let layout = try ClusterSpec.layout("a=16@8+8@4+4@1,b=6@2")
        var rules: [any PlacementRule] = [Strided(), RandomPlacement(seed: seed)]
        for index in rules.indices {
            var state = ClusterState(layout)
            while true {
                let type = Int.random(in: 0...1, using: &random)
                let demand = PlacementDemand(
                    jobID: 0, typeIndex: type,
                    gpuCount: Int.random(in: 1...8, using: &random))
                guard let choice = rules[index].choose(demand, in: state) else {
                    #expect(
                        state.freeGPUsOfType[type] < demand.gpuCount, "it fits but was refused")
                    break
                }
                #expect(Set(choice.gpus).count == demand.gpuCount)
                #expect(choice.gpus.allSatisfy { layout.types[type].gpus.contains(Int($0)) })
                #expect(state.isFree(gpus: choice.gpus))
                state.take(gpus: choice.gpus)
            }
        }
    }

    @Test("random keeps a job on one node while one has room, and reaches all of them")
    func randomNode() throws {
        let layout = try ClusterSpec.layout("a=32@4")
        let state = ClusterState(layout)
        var rule = RandomPlacement(seed: 5)
        var seen: Set<Int32> = []
        for _ in 0..<200 {
            let choice = rule.choose(PlacementDemand(jobID: 0, typeIndex: 0, gpuCount: 4), in: state)
            let nodes = Set((choice?.gpus ?? []).map { layout.nodeOfGPU[Int($0)] })
            #expect(nodes.count == 1)
            #expect(choice?.reason == .drawn(candidateNodeCount: 8))
            seen.formUnion(nodes)
        }
        #expect(seen.count == 8)
    }
}
