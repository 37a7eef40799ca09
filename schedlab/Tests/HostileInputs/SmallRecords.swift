private import Experiments
public import Foundation
private import Kit
private import Metrics
private import Recording
private import Simulation
private import Workload

/// Records under 2 KB that together hold every kind of batch, and what other tools would make of them.
public struct SmallRecords {
    /// The records, by name.
    public let records: [(name: String, bytes: [UInt8])]
    /// The same as `.viz.bin` files.
    public let vizBins: [[UInt8]]
    /// Logs of Gavel's simulator.
    public let logs: [[UInt8]]

    /// Runs three small experiments.
    ///
    /// - Parameter folder: Where files may be made.
    /// - Throws: When a run fails.
    public init(folder: URL) throws {
        let path = folder.appendingPathComponent("small").path
        func bytes(_ path: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        }
        var records: [(String, [UInt8])] = []
        var (vizBins, logs): ([[UInt8]], [[UInt8]]) = ([], [])
        for (name, experiment) in Self.experiments {
            let prepared = try PreparedExperiment(experiment)
            var provenance = RunProvenance(layout: prepared.resolved.layout)
            provenance.mechanism = experiment.mechanism
            provenance.policy = experiment.policy
            provenance.roundSeconds = experiment.mechanism == "run-to-completion" ? 0 : 360
            provenance.reasons = .all
            provenance.window = 0..<Self.jobCount
            let recorder = try RunRecorder(path: path, provenance: provenance, speeds: prepared.speeds)
            let run = try ExperimentRun(prepared, observers: [recorder])
            try recorder.finish(
                summary: .object([("moves", .object([("moveCount", .int(run.metrics.moveCount))]))]))
            records.append((name, try bytes(path)))
            let record = try RunRecord(path: path)
            try VizBinExport(record).write(to: path + ".viz.bin")
            vizBins.append(try bytes(path + ".viz.bin"))
            guard experiment.mechanism == "gavel" else { continue }
            try GavelLogExport.write(record, to: path + ".log", policy: "FIFO")
            logs.append(try bytes(path + ".log"))
        }
        self.records = records
        self.vizBins = vizBins
        self.logs = logs
    }

    private static let jobCount = 5

    private static var experiments: [(String, Experiment)] {
        var standard = Experiment(
            cluster: "v100=2@2,k80=2@1", workload: "gavel", policy: "max_min_fairness_perf")
        standard.moveCosts = .seconds(25)
        standard.horizonHours = 0.3
        var gavel = Experiment(cluster: "v100=2@2,k80=2@1", workload: "gavel", policy: "fifo_perf")
        gavel.mechanism = "gavel"
        gavel.horizonHours = 0.4
        var shares = Experiment(cluster: "v100=3@3", workload: "openb-mix", policy: "fifo")
        shares.mechanism = "run-to-completion"
        shares.placement = "fgd"
        return [("standard", standard), ("gavel", gavel), ("shares", shares)].map { name, experiment in
            var experiment = experiment
            experiment.jobsPerHour = 20
            experiment.jobCount = jobCount
            experiment.seed = 3
            return (name, experiment)
        }
    }

    /// Tables of every kind that is read.
    public static let tables = [
        """
        submit_seconds,gpus,duration_seconds,model,user,job_id,weight,gpu_types
        0,1,3600,"A ""B"" ",u,a,1,v100
        60,2,1.5e3,,v,b,2.5,"v100;k80"
        61.25,0.25,7200,LM (batch size 5),w,c,,
        """,
        "submit_time,gpus,steps,model\n2024-02-29T23:59:59Z,1,1000,LM (batch size 5)\n2024-03-01T00:00:00+01:00,2,5,x\n",
        "sn,cpu_milli,memory_mib,gpu,model\nn1,96000,393216,8,V100M32\nn2,64000,262144,2,P100\n",
        """
        name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
        p1,12000,16384,1,1000,,LS,Running,0,12537496,0
        p2,6000,12288,1,460,V100M16|V100M32,BE,Succeeded,10,20,12
        """,
        "model,gpu_type,relative_speed\nx,k80,0.25\nx,v100,1\n",
        "node,gpu_type,gpus,cpus,memory_gib,rack\na,v100,8,96,384,r1\nb,k80,4,,,r2\n",
        "LM (batch size 5)\tcmd\t/dir\t--steps\t0\t1000\t1\t1\t-1\t0\n",
    ].map { [UInt8]($0.utf8) }

    /// Clusters, experiments, sweeps (YAML), throughputs and programs (JSON).
    public static let settings = [
        """
        nodes:
        - {gpu_type: v100, gpus: 8, count: 4}
        - {gpu_type: k80, gpus: 4, count: 2}
        """,
        "cluster: v100=2@2\nworkload: gavel\npolicy: fifo\nrate: 4.5\njobs: 12\nmulti-gpu: true\nwindow: 4:8\n",
        """
        cluster: 2:2:2
        workload: gavel
        policy: [fifo, fifo_perf]
        rate: 0.1..0.3 step 0.1
        seeds: 0-4
        jobs: 60
        skip:
          - policy=fifo and rate>0.25
        """,
        """
        {"v100": {"('LM (batch size 5)', 1)": {"null": 12.5}}, "k80": {"('LM (batch size 5)', 1)": {"null": 2}}}
        """,
        """
        {"schemaVersion": 1, "label": "a", "isLexicographic": true, "levelWeight": 0, "capacities": [2, 1],
         "receivers": [{"demand": 1, "need": 1, "floor": 0.5, "multiplicity": 2, "classID": 0,
           "columns": [{"resource": 0, "slope": 1, "rate": 1, "upper": 0.5}]}]}
        """,
    ].map { [UInt8]($0.utf8) }
}
