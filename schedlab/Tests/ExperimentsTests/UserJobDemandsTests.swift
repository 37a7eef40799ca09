import Cluster
import Experiments
import Foundation
import KitTesting
import Simulation
import TestSupport
import Testing
import Traces
import Workload

@Suite("Nodes, CPU and memory of users' own jobs")
struct UserJobDemandsTests {
    /// Two nodes of 4 GPUs; only the V100s have much CPU.
    private static let nodes = """
        node,gpu_type,gpus,cpus,memory_gib
        n1,t4,4,8,64
        n2,v100,4,32,128

        """

    private func prepared(
        _ jobs: String, nodes: String? = nil, cluster: String = "",
        change: (inout Experiment) -> Void = { _ in }
    ) throws -> PreparedExperiment {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("jobs.csv").path
        try jobs.write(toFile: path, atomically: true, encoding: .utf8)
        var spec = cluster
        if let nodes {
            spec = folder.appendingPathComponent("nodes.csv").path
            try nodes.write(toFile: spec, atomically: true, encoding: .utf8)
        }
        var experiment = Experiment(cluster: spec, workload: "jobs:\(path)", policy: "fifo")
        experiment.mechanism = "run-to-completion"
        experiment.durationsHold = "anywhere"
        change(&experiment)
        return try PreparedExperiment(experiment)
    }

    private func ends(_ prepared: PreparedExperiment) throws -> [Double] {
        try ExperimentRun(prepared).result.jobs.endSeconds
    }

    private func report(_ prepared: PreparedExperiment) throws -> ImportReport {
        try #require(prepared.resolved.imports.first { $0.file.hasSuffix("jobs.csv") })
    }

    @Test(
        "what one node has is not given twice, by hand",
        arguments: [
            ("cpus", "gpu_type,gpus,cpus\nv100,4,8\n"),
            ("memory_gib", "gpu_type,gpus,memory_gib\nv100,4,8\n"),
        ])
    func binds(column: String, nodes: String) throws {
        // 6 of 8 are taken until 100 s, so that the second job waits, and the third behind it; then 6 + 2 fit.
        let jobs = "submit_seconds,duration_seconds,gpus,\(column)\n0,100,1,6\n0,100,1,6\n0,50,1,2\n"
        let prepared = try prepared(jobs, nodes: nodes)
        #expect(try ends(prepared) == [100, 200, 150])
        #expect(try report(prepared).columnsUsed.contains(column))
    }

    @Test("jobs run on types with room only; one that has room nowhere is dropped with its needs")
    func restricted() throws {
        let jobs = "submit_seconds,duration_seconds,gpus,cpus\n0,100,1,16\n0,100,1,8\n0,100,1,64\n0,9,8,1\n"
        let prepared = try prepared(jobs, nodes: Self.nodes)
        let dropped = try report(prepared).dropped
        #expect(dropped.map(\.line) == [4, 5])
        #expect(
            dropped.first?.reason
                == "the job can never run: it needs 1 GPU(s), 64.0 cores in all, and no GPU type that it accepts has nodes with that room"
        )
        let run = try ExperimentRun(prepared)
        #expect(run.result.jobs.endSeconds == [100, 100])
        #expect(run.result.jobs.jobs.map(\.jobClass.acceptedTypes) == [["v100"], []])
    }

    @Test("room and speed must come together: a type with room that the job does not accept is no use")
    func roomOnAnotherType() throws {
        let jobs =
            "submit_seconds,duration_seconds,gpus,cpus,gpu_types\n0,9,1,16,T4\n0,9,1,16,V100\n0,9,1,8,T4\n"
        #expect(try report(prepared(jobs, nodes: Self.nodes)).dropped.map(\.line) == [2])
    }

    @Test("where no node states CPU or memory they cannot bind, and the report says so")
    func unstated() throws {
        let jobs = "submit_seconds,duration_seconds,gpus,cpus,memory_gib\n0,100,1,1000,9000\n0,100,1,1000,\n"
        let prepared = try prepared(jobs, cluster: "v100=4@4")
        #expect(try ends(prepared) == [100, 100])
        let report = try report(prepared)
        #expect(report.columnsKept == ["cpus", "memory_gib"])
        #expect(report.derived.contains("the cluster states no CPU, so that of 2 jobs cannot bind"))
        #expect(report.derived.contains("the cluster states no memory, so that of 1 job cannot bind"))
    }

    @Test("where some nodes state CPU the others count with the default, and the report says so")
    func partlyStated() throws {
        let nodes = "gpu_type,gpus,cpus\nt4,4,\nv100,4,32\n"
        let jobs = "submit_seconds,duration_seconds,gpus,cpus\n0,100,1,48\n0,100,1,49\n"
        let prepared = try prepared(jobs, nodes: nodes)
        #expect(try report(prepared).dropped.map(\.line) == [3])
        #expect(
            try report(prepared).derived.contains("1 node states no CPU and counts with 12 cores a GPU"))
        #expect(
            try self.prepared("submit_seconds,duration_seconds,gpus\n0,1,1\n", nodes: nodes).resolved
                .imports.allSatisfy { !$0.derived.contains { $0.contains("states no") } })
    }

    @Test("nodes asks for that many equal parts, by hand", arguments: PlacementRegistry.all.map(\.name))
    func equalNodes(rule: String) throws {
        // 2 GPUs of each of the two nodes until 100 s: no node has 4 free for the second job, and the third,
        // 2 GPUs of each again, waits behind it for the node that it gets.
        let jobs = "submit_seconds,duration_seconds,gpus,nodes\n0,100,4,2\n0,100,4,1\n0,50,4,2\n"
        let prepared = try prepared(jobs, cluster: "v100=8@4") { $0.placement = rule }
        #expect(try ends(prepared) == [100, 200, 250])
        #expect(try report(prepared).columnsUsed.contains("nodes"))
    }

    @Test("nodes that do not divide the GPUs, or are not there, cost the row, with its line")
    func unevenNodes() throws {
        let jobs =
            "submit_seconds,duration_seconds,gpus,nodes\n0,9,3,2\n0,9,0.5,2\n0,9,3,3\n0,9,8,1\n0,9,0.5,1\n0,9,8,2\n0,9,4,0\n"
        let dropped = try report(prepared(jobs, cluster: "v100=8@4")).dropped
        #expect(dropped.map(\.line) == [2, 3, 4, 5, 8])
        #expect(
            dropped.map(\.reason).prefix(4) == [
                "nodes is '2', expected a number that divides the job's GPUs (3) evenly",
                "nodes is '2', expected a number that divides the job's GPUs (0.5) evenly",
                "the job can never run: it needs 3 GPU(s) in equal parts on 3 node(s), and no GPU type that it accepts has nodes with that room",
                "the job can never run: it needs 8 GPU(s) in equal parts on 1 node(s), and no GPU type that it accepts has nodes with that room",
            ])
    }

    @Test("a job that asks for nodes goes before --single-node, and is told of; gavel refuses all three")
    func conflicts() throws {
        let jobs = "submit_seconds,duration_seconds,gpus,nodes\n0,100,4,2\n"
        let prepared = try prepared(jobs, cluster: "v100=8@4") { $0.keepsJobsOnOneNode = true }
        #expect(try ends(prepared) == [100])
        #expect(try report(prepared).derived.contains("nodes of 1 job goes before --single-node"))
        for (column, value) in [("nodes", "2"), ("cpus", "1"), ("memory_gib", "1")] {
            let error = #expect(throws: ExperimentError.self) {
                try self.prepared(
                    "submit_seconds,steps,gpus,model,\(column)\n0,5,2,ResNet-18 (batch size 64),\(value)\n",
                    nodes: "gpu_type,gpus,cpus,memory_gib\nv100,4,8,8\nv100,4,8,8\n"
                ) {
                    $0.mechanism = "gavel"
                    $0.durationsHold = nil
                }
            }
            #expect("\(String(describing: error))".contains("ask for nodes, CPU or memory"))
        }
    }

    /// Keeps who held which GPUs when.
    private final class Watcher: Observer {
        var runs: [JobRun] = []
        func observe(_ event: SimulationEvent) throws {
            if case .jobRan(let run) = event { runs.append(run) }
        }
    }

    @Test(
        "no node is over its CPU or memory at any instant, and parts are equal",
        arguments: 0..<24 as Range<UInt64>)
    func neverOver(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var jobs = "submit_seconds,duration_seconds,gpus,cpus,memory_gib,nodes\n"
        for _ in 0..<40 {
            let nodes = Int.random(in: 0...3, using: &random)
            let each = Int.random(in: 1...3, using: &random)
            let gpus = nodes == 0 && Bool.random(using: &random) ? "0.4" : "\(max(nodes, 1) * each)"
            jobs += "\(Int.random(in: 0...4000, using: &random)),\(Int.random(in: 1...3000, using: &random)),"
            jobs += "\(gpus),\(Int.random(in: 0...20, using: &random)),"
            jobs += "\(Double.random(in: 0...30, using: &random)),\(nodes == 0 ? "" : "\(nodes)")\n"
        }
        let nodes =
            "gpu_type,gpus,cpus,memory_gib\na,4,10,16\na,4,7,32\na,2,16,9\nb,4,12,12\nb,4,12.5,20\nb,8,9,40\n"
        let rules = PlacementRegistry.all.map(\.name)
        let prepared = try prepared(jobs, nodes: nodes) {
            $0.placement = rules[Int(seed) % rules.count]
            $0.mechanism = seed.isMultiple(of: 2) ? "run-to-completion" : "standard"
            $0.keepsJobsOnOneNode = seed.isMultiple(of: 3)
        }
        let watcher = Watcher()
        let run = try ExperimentRun(prepared, observers: [watcher])
        let layout = prepared.resolved.layout
        #expect(run.result.jobs.count > 20)
        #expect(run.result.jobs.endSeconds.allSatisfy { $0.isFinite })
        for instant in Set(watcher.runs.map(\.fromSeconds)).sorted() {
            var (cpu, memory) = (
                [Double](repeating: 0, count: layout.nodes.count),
                [Double](repeating: 0, count: layout.nodes.count)
            )
            for held in watcher.runs where held.fromSeconds <= instant && instant < held.toSeconds {
                let job = run.result.jobs.jobs[Int(held.jobID)]
                for gpu in held.gpus {
                    let node = Int(layout.nodeOfGPU[Int(gpu)])
                    cpu[node] += Double(job.demandCPUMilli) / Double(held.gpus.count)
                    memory[node] += Double(job.demandMemoryMiB) / Double(held.gpus.count)
                }
            }
            for (index, node) in layout.nodes.enumerated() {
                #expect(cpu[index] <= Double(node.cpuMilli) + 1e-6, "CPU of node \(index) at \(instant) s")
                #expect(
                    memory[index] <= Double(node.memoryMiB) + 1e-6, "memory of node \(index) at \(instant) s")
            }
        }
        for held in watcher.runs {
            let count = run.result.jobs.jobs[Int(held.jobID)].demandNodeCount
            guard count > 0 else { continue }
            let parts = Dictionary(grouping: held.gpus) { layout.nodeOfGPU[Int($0)] }.values.map(\.count)
            #expect(
                parts.count == count && Set(parts).count == 1, "job \(held.jobID) asks for \(count) nodes")
        }
    }

    @Test("every rule finds equal parts exactly where they are", arguments: 0..<20 as Range<UInt64>)
    func everyRule(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let layout = try ClusterLayout(
            name: "test",
            groups: [
                NodeGroup(
                    gpuType: "a", nodeCount: 3, gpusPerNode: 4, cpuMilliPerNode: 8000, memoryMiBPerNode: 999),
                NodeGroup(
                    gpuType: "a", nodeCount: 3, gpusPerNode: 2, cpuMilliPerNode: 5001, memoryMiBPerNode: 700),
            ])
        for entry in PlacementRegistry.all {
            var rule = entry.make(.init(seed: seed, target: TargetWorkload(entries: [])))
            var state = ClusterState(layout)
            for step in 0..<30 {
                let nodeCount = Int.random(in: 1...4, using: &random)
                var demand = PlacementDemand(
                    jobID: 0, typeIndex: 0, gpuCount: nodeCount * Int.random(in: 1...2, using: &random),
                    cpuMilli: Int.random(in: 0...9000, using: &random),
                    memoryMiB: Int.random(in: 0...900, using: &random), maySpan: false)
                demand.shape.nodeCount = nodeCount
                let part = demand.shape.part
                let open = layout.nodes.indices.count {
                    Int(state.freeGPUsOfNode[$0]) >= part.gpuCount && state.freeCPUMilli[$0] >= part.cpuMilli
                        && state.freeMemoryMiB[$0] >= part.memoryMiB
                }
                let choice = rule.choose(demand, in: state)
                #expect((choice != nil) == (open >= nodeCount), "\(entry.name), step \(step)")
                guard let choice else { continue }
                #expect(demand.isMet(by: choice, in: state), "\(entry.name): \(choice.gpus)")
                state.take(
                    gpus: choice.gpus, cpuMilli: demand.shape.cpuMilli, memoryMiB: demand.shape.memoryMiB)
                #expect(state.brokenInvariant() == nil)
            }
        }
    }
}
