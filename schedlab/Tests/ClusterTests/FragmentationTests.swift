import Cluster
import KitTesting
import TestSupport
import Testing

@Suite("Fragmentation")
struct FragmentationTests {
    private let target = TargetWorkload(entries: [
        .init(taskClass: TaskClass(cpuMilli: 4000, milliPerGPU: 500, gpuCount: 1), popularity: 0.4),
        .init(taskClass: TaskClass(cpuMilli: 8000, milliPerGPU: 1000, gpuCount: 2), popularity: 0.3),
        .init(taskClass: TaskClass(cpuMilli: 2000, milliPerGPU: 0, gpuCount: 0), popularity: 0.2),
        .init(
            taskClass: TaskClass(cpuMilli: 1000, milliPerGPU: 250, gpuCount: 1, acceptedTypes: "x|y"),
            popularity: 0.1),
    ])

    @Test("each cause is counted where it belongs")
    func causes() {
        let meter = FragmentationMeter(target: target, gpuTypes: ["v", "x"])
        let plenty = meter.causes(type: 0, cpuMilli: 9000, freeMilli: [1000, 1000, 400])
        // 400 is too small for a half, and for two whole GPUs; type v is not accepted by the last class.
        #expect(plenty.lackOfGPU == 0.4 * 400 + 0.3 * 400)
        #expect(plenty.usable == 0.4 * 2000 + 0.3 * 2000)
        #expect(plenty.noGPUWanted == 0.2 * 2400)
        #expect(plenty.noAccess == 0.1 * 2400)
        let starved = meter.causes(type: 1, cpuMilli: 1500, freeMilli: [600, 300])
        #expect(starved.lackOfCPU == 0.4 * 900, "a half fits a GPU but has no CPU")
        #expect(starved.lackOfBoth == 0.3 * 900)
        #expect(starved.noGPUWantedNorFit == 0.2 * 900)
        #expect(starved.usable == 0.1 * 900)
        #expect(starved.fragmentMilli == 0.3 * 900 + 0 + 0.4 * 900 + 0.2 * 900)
    }

    @Test("causes sum to the idle share, and following changes equals measuring anew", arguments: 0..<20)
    func following(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let layout = try ClusterSpec.layout("v=16@8+8@2,x=4@4+3@1")
        var state = ClusterState(layout)
        var tracked = ClusterFragmentation(state, target: target)
        var blocks = FreeBlocks(state)
        var taken: [(gpus: [Int32], milli: Int32, cpu: Int)] = []
        for step in 0..<400 {
            if !taken.isEmpty && Bool.random(using: &random) {
                let last = taken.remove(at: Int.random(in: 0..<taken.count, using: &random))
                state.release(gpus: last.gpus, milliPerGPU: last.milli, cpuMilli: last.cpu)
            } else {
                let gpu = Int32.random(in: 0..<Int32(layout.gpuCount), using: &random)
                let milli = Int32.random(in: 1...10, using: &random) * 100
                let cpu = Int.random(in: 0...3000, using: &random)
                let node = Int(layout.nodeOfGPU[Int(gpu)])
                guard state.freeMilli[Int(gpu)] >= milli, state.freeCPUMilli[node] >= cpu else { continue }
                state.take(gpus: [gpu], milliPerGPU: milli, cpuMilli: cpu)
                taken.append(([gpu], milli, cpu))
            }
            if !step.isMultiple(of: 7) { continue }
            tracked.follow(state)
            blocks.follow(state)
            let anew = ClusterFragmentation(state, target: target)
            #expect(tracked.causes == anew.causes, "seed \(seed), step \(step)")
            #expect(tracked.usedMilli == anew.usedMilli)
            #expect(tracked.occupiedNodeCount == anew.occupiedNodeCount)
            #expect(blocks.counts == FreeBlocks(state).counts)
            let sum = tracked.causes.inPublishedOrder.reduce(0, +)
            #expect(abs(sum - Double(tracked.idleMilli)) <= 1e-9 * Double(tracked.capacityMilli))
            #expect(state.brokenInvariant() == nil)
        }
        for last in taken { state.release(gpus: last.gpus, milliPerGPU: last.milli, cpuMilli: last.cpu) }
        #expect(state.freeMilli == ClusterState(layout).freeMilli)
        #expect(state.freeCPUMilli == ClusterState(layout).freeCPUMilli)
    }

    @Test("the most popular classes are kept until they cover enough, the larger first at equal counts")
    func target95() {
        let small = TaskClass(cpuMilli: 1000, milliPerGPU: 100, gpuCount: 1)
        let large = TaskClass(cpuMilli: 2000, milliPerGPU: 100, gpuCount: 1)
        let rare = TaskClass(cpuMilli: 3000, milliPerGPU: 1000, gpuCount: 8)
        let tasks =
            Array(repeating: small, count: 48) + Array(repeating: large, count: 48)
            + Array(repeating: rare, count: 4)
        let kept = TargetWorkload(counting: tasks, coverPercent: 95)
        #expect(kept.entries.map(\.taskClass) == [large, small])
        #expect(kept.entries.map(\.popularity) == [0.5, 0.5])
        #expect(TargetWorkload(counting: tasks, coverPercent: 100).entries.count == 3)
        #expect(TargetWorkload(counting: [TaskClass](), coverPercent: 95).entries.isEmpty)
    }

    @Test("free blocks tell what could start and the largest hole")
    func freeBlocks() throws {
        var state = ClusterState(try ClusterSpec.layout("a=16@8+8@4"))
        state.take(gpus: [0, 1, 2])
        state.take(gpus: [16], milliPerGPU: 10)
        let blocks = FreeBlocks(state)
        #expect(blocks.nodeSizes == [4, 8])
        #expect([1, 2, 4, 8].map { blocks.startableJobCount(gpuCount: $0) } == [20, 9, 4, 1])
        #expect([0, 1].map { blocks.largestHole(sizeIndex: $0) } == [4, 8])
        let second = WholeGPUFragmentation(
            blocks,
            target: TargetWorkload(entries: [
                .init(taskClass: TaskClass(cpuMilli: 0, milliPerGPU: 1000, gpuCount: 1), popularity: 0.5),
                .init(taskClass: TaskClass(cpuMilli: 0, milliPerGPU: 1000, gpuCount: 4), popularity: 0.5),
            ]))
        #expect(second.idleGPUs == 20)
        #expect(second.fragmentGPUs == 0.5 * 3, "three free GPUs do not hold a job of four")
    }

    @Test("a cluster may have nodes without GPUs, and demands without GPUs")
    func cpuNodes() throws {
        let layout = try ClusterLayout(
            name: "mixed",
            groups: [
                NodeGroup(gpuType: "", nodeCount: 2, gpusPerNode: 0, cpuMilliPerNode: 4000),
                NodeGroup(gpuType: "a", nodeCount: 1, gpusPerNode: 2),
            ])
        var state = ClusterState(layout)
        state.take(gpus: [], node: 1, cpuMilli: 3000)
        #expect(state.freeCPUMilli[1] == 1000)
        #expect(state.brokenInvariant() == nil)
        #expect(throws: ClusterError.notPositive(spec: "bad", what: "GPUs per node of a", found: "0")) {
            try ClusterLayout(
                name: "bad", groups: [NodeGroup(gpuType: "a", nodeCount: 1, gpusPerNode: 0)])
        }
    }
}
