import Cluster
import KitTesting
import TestSupport
import Testing

@Suite("Cluster state")
struct ClusterStateTests {
    @Test("taking and releasing in random order conserves everything", arguments: 0..<20 as Range<UInt64>)
    func conservation(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let layout = try ClusterSpec.layout("a=16@8+8@4,b=6@2")
        var state = ClusterState(layout)
        var held: [(gpus: [Int32], milli: Int32, cpu: Int)] = []
        for _ in 0..<300 {
            if !held.isEmpty && Bool.random(using: &random) {
                let one = held.remove(at: Int.random(in: 0..<held.count, using: &random))
                state.release(gpus: one.gpus, milliPerGPU: one.milli, cpuMilli: one.cpu)
            } else {
                let choices: [Int32] = [1000, 500, 250]
                let milli: Int32 = choices.randomElement(using: &random) ?? 1000
                let free = (0..<Int32(layout.gpuCount)).filter { state.freeMilli[Int($0)] >= milli }
                let gpus = Array(free.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
                guard !gpus.isEmpty else { continue }
                state.take(gpus: gpus, milliPerGPU: milli, cpuMilli: 10)
                held.append((gpus, milli, 10))
            }
            #expect(state.brokenInvariant() == nil, "seed \(seed)")
            for (index, type) in layout.types.enumerated() {
                let first = type.nodes.first { state.freeGPUsOfNode[$0] > 0 } ?? type.nodes.upperBound
                #expect(state.firstNodeWithFreeGPU(ofType: index) == first, "seed \(seed)")
            }
        }
        for one in held { state.release(gpus: one.gpus, milliPerGPU: one.milli, cpuMilli: one.cpu) }
        #expect(state.freeMilli == ClusterState(layout).freeMilli)
        #expect(state.freeCPUMilli == ClusterState(layout).freeCPUMilli)
    }

    @Test("a GPU cannot be promised twice")
    func overCommitment() async {
        await #expect(processExitsWith: .failure) {
            var state = ClusterState(try ClusterSpec.layout("v100=2"))
            state.take(gpus: [0], milliPerGPU: 600)
            state.take(gpus: [0], milliPerGPU: 500)
        }
    }
}
