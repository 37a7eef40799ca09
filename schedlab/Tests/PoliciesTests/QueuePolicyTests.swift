import Cluster
import Policies
import Simulation
import Testing
import Workload

@Suite("FIFO, FIFO_Perf and Isolated")
struct QueuePolicyTests {
    @Test("isolated splits every type equally and by scale factor")
    func isolated() throws {
        let snapshot = try Snapshots.make("v100=4,p100=2", [("A3C", 1), ("LM (batch size 5)", 2)])
        let shares = try Snapshots.shares(Isolated().decide(snapshot))
        // Job 0: (2/2, 4/2) = (1, 2), scaled to sum 1. Job 1: halved by its two GPUs to (0.5, 1), then scaled.
        let thirds: [Double] = [1, 2, 1, 2]
        for (share, expected) in zip(shares.shares, thirds) { #expect(abs(3 * share - expected) < 1e-15) }
    }

    @Test("isolated leaves shares below one as they are")
    func isolatedSmall() throws {
        let snapshot = try Snapshots.make("v100=1,p100=1", Array(repeating: ("A3C", 1), count: 4))
        #expect(try Snapshots.shares(Isolated().decide(snapshot)).shares == Array(repeating: 0.25, count: 8))
    }

    @Test("FIFO_Perf gives each job its fastest type with room and stops at the first that fits nowhere")
    func fifoPerf() throws {
        let model = "ResNet-18 (batch size 16)"
        let snapshot = try Snapshots.make("v100=2,p100=2", [(model, 2), (model, 4), (model, 1)])
        let shares = try Snapshots.shares(FIFOPerf().decide(snapshot))
        let isFasterOnV100 = snapshot.rate(0, type: 1) > snapshot.rate(0, type: 0)
        #expect(shares.shares == (isFasterOnV100 ? [0, 1, 0, 0, 0, 0] : [1, 0, 0, 0, 0, 0]))
    }

    @Test("FIFO's first defect: the last type is used, even promised twice")
    func fifoOversubscribes() throws {
        // The second job fits k80 only, but is given v100 all the same.
        let model = "LM (batch size 5)"
        let snapshot = try Snapshots.make("k80=4,v100=2", [(model, 1), (model, 4)])
        var policy = FIFO(seed: 0)
        let shares = try Snapshots.shares(policy.decide(snapshot))
        #expect(shares[0, 1] == 1 && shares[1, 1] == 1)
    }

    @Test("FIFO keeps a job's type from call to call and lets the head of the line replace a finished one")
    func fifoReplaces() throws {
        var policy = FIFO(seed: 0)
        let first = try Snapshots.make("v100=1", [("A3C", 1), ("A3C", 1)])
        #expect(try Snapshots.shares(policy.decide(first)).shares == [1, 0])
        let second = try Snapshots.make("v100=1", [("A3C", 1), ("A3C", 1)], ended: [0])
        #expect(try Snapshots.shares(policy.decide(second)).shares == [1])
    }
}
