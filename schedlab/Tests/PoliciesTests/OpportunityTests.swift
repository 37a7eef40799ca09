import Cluster
import LinearPrograms
import Policies
import Simulation
import TestSupport
import Testing

@Suite("Room on nodes in the objective")
struct OpportunityTests {
    /// Types by name: k80 is 0, v100 is 1.
    private let cluster = "k80=8@4,v100=8@4"
    private let jobs = Array(repeating: ("ResNet-50 (batch size 64)", 1), count: 4)

    /// The cluster with the first GPUs of a type taken.
    private func state(taken: [Int], of layout: ClusterLayout) -> ClusterState {
        var state = ClusterState(layout)
        for gpu in taken { state.take(gpus: [Int32(gpu)], milliPerGPU: 1000, cpuMilli: 0, memoryMiB: 0) }
        return state
    }

    private func v100Shares(mu: Double, taken: [Int]) throws -> Double {
        let layout = try ClusterSpec.layout(cluster)
        let snapshot = try Snapshots.make(cluster, jobs, state: state(taken: taken, of: layout))
        var policy = MaxMinFairnessPerf(
            engine: StructuredEngine(.corner), reading: .canonical, opportunityWeight: mu)
        let shares = try Snapshots.shares(policy.decide(snapshot))
        return (0..<4).reduce(0) { $0 + shares[$1, 1] }
    }

    @Test("the part of nodes with room counts nodes that have the whole demand free")
    func openNodes() throws {
        let layout = try ClusterSpec.layout(cluster)
        let sizes = [1, 2, 4, 8].map { ("ResNet-50 (batch size 64)", $0) }
        // Three GPUs of the first V100 node are taken: GPUs 8 to 10.
        let snapshot = try Snapshots.make(
            cluster, sizes, state: state(taken: [8, 9, 10], of: layout))
        #expect((0..<4).map { snapshot.openNodeFraction($0, type: 0) } == [1, 1, 1, 0])
        #expect((0..<4).map { snapshot.openNodeFraction($0, type: 1) } == [1, 0.5, 0.5, 0])
    }

    @Test("shares go where there is room once room is worth more than speed")
    func shiftsToRoom() throws {
        let full = Array(8..<16)
        // A V100 is several times as fast: the least level alone asks for it, whatever is taken.
        #expect(try v100Shares(mu: 1e-6, taken: full) > 3.9)
        #expect(try v100Shares(mu: 10, taken: full) < 0.1)
        #expect(try v100Shares(mu: 10, taken: []) > 3.9, "with equal room speed decides")
    }

    @Test(
        "programs with room are solved as HiGHS solves them",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
    func agreesWithHiGHS() throws {
        let layout = try ClusterSpec.layout(cluster)
        let snapshot = try Snapshots.make(
            cluster, jobs + [("A3C", 1), ("LM (batch size 5)", 2)], running: [0: 1, 4: 0],
            state: state(taken: [0, 8, 9, 10, 11], of: layout))
        for (mu, alpha) in [(0.01, 0.0), (0.3, 0.1)] {
            var values: [Double] = []
            let engines: [any AllocationEngine] = [
                StructuredEngine(.corner),
                try HiGHSEngine(library: try #require(Places.highs), method: .simplex),
            ]
            for engine in engines {
                var policy = MaxMinFairnessPerf(
                    engine: engine, reading: .canonical, migrationPenalty: alpha, opportunityWeight: mu)
                values.append(
                    try #require(Snapshots.shares(policy.decide(snapshot)).reasons).objectiveValue)
            }
            #expect(abs(values[0] - values[1]) <= 1e-7 * values[1])
        }
    }
}
