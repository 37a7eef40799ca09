import Cluster
import Foundation
import TestSupport
import Testing
import Traces
import Workload

@Suite("Users' clusters")
struct ClusterFilesTests {
    private func write(_ text: String, _ name: String) throws -> String {
        let path = try Places.temporaryFolder().appendingPathComponent(name).path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test(
        "a cluster.yaml is refused with the line, and misspelt keys with the nearest right one",
        arguments: [
            ("nods:\n  - {gpu_type: a, gpus: 1}\n", ":1: 'nods' is no key of the file; did you mean nodes?"),
            (
                "nodes:\n  - {gpu_type: a, gpus: 1}\n  - {gpu_typ: b, gpus: 1}\n",
                ":3: 'gpu_typ' is no key of a kind of nodes; did you mean gpu_type?"
            ),
            ("nodes:\n  - {gpu_type: a, gpus: 1, memory: 3}\n", ":2: 'memory' is no key of a kind of nodes"),
            ("name: x\n", "it has no list 'nodes'"), ("nodes: 3\n", ":1: 'nodes' is no list"),
            ("nodes: []\n", ":1: 'nodes' is no list, or an empty one"),
            ("nodes: [3]\n", ":1: a kind of nodes is no list of names and values"),
            ("nodes: [{gpus: 8}]\n", ":1: it has no 'gpu_type'"),
            ("nodes: [{gpu_type: a}]\n", ":1: it has no 'gpus'"),
            ("nodes:\n  - gpu_type: a\n    gpus: 1.5\n", ":3: 'gpus' is '1.5', expected a whole number >= 1"),
            ("nodes: [{gpu_type: a, gpus: 1, count: 0}]\n", "'count' is '0', expected a whole number >= 1"),
            (
                "nodes: [{gpu_type: a, gpus: 1, cpus: -1}]\n",
                "'cpus' is '-1', expected a number from 0 to 1e9"
            ),
            ("nodes: [{gpu_type: a, gpus: 1, cpus: nan}]\n", "'cpus' is 'nan', expected a number"),
            ("nodes: [{gpu_type: [a], gpus: 1}]\n", "'gpu_type' is empty or no single value"),
            ("nodes: [{gpu_type: '', gpus: 1}]\n", "'gpu_type' is empty or no single value"),
            ("nodes: [{gpu_type: a, gpus: 1, gpus: 2}]\n", "duplicated key"), ("a: [\n", "cluster.yaml: "),
            ("", "the file is no list of names and values"),
        ])
    func badYAML(text: String, message: String) throws {
        let path = try write(text, "cluster.yaml")
        let error = #expect(throws: TraceError.self) { try ClusterFiles.layout(path: path, isStrict: false) }
        let description = error?.description ?? ""
        #expect(description.hasPrefix(path) && description.contains(message), "\(description)")
        #expect(!description.contains("\n"), "one line")
    }

    @Test("a cluster that is too large is bad data, not bad usage")
    func tooLarge() throws {
        let csv = try write("gpu_type,gpus\na,3000000\n", "nodes.csv")
        let error = #expect(throws: TraceError.self) { try ClusterFiles.layout(path: csv, isStrict: true) }
        #expect(error?.description == "\(csv): it has a node of 3000000 GPUs, at most 1024 a node are accepted")
    }

    @Test("racks are kept with the nodes, from both forms")
    func racks() throws {
        let csv = try write("gpu_type,gpus,rack,shelf\nb,2,r2,x\na,4,r1,y\na,4,,\n", "nodes.csv")
        let (layout, report) = try ClusterFiles.layout(path: csv, isStrict: true)
        #expect(layout.nodes.map(\.rack) == ["r1", "", "r2"], "nodes are ordered by type")
        #expect(report.columnsUsed.contains("rack") && report.columnsUnused == ["shelf"])
        let yaml = try write("nodes: [{gpu_type: a, gpus: 4, count: 2, rack: r9}]\n", "cluster.yaml")
        #expect(try ClusterFiles.layout(path: yaml, isStrict: true).layout.nodes.map(\.rack) == ["r9", "r9"])
    }

    @Test("GPU types that differ in case only are one type, spelled as first, and the report says so")
    func spellings() throws {
        let csv = try write("gpu_type,gpus\nV100,8\nv100,4\nt4,2\nT4,1\n", "nodes.csv")
        let (layout, report) = try ClusterFiles.layout(path: csv, isStrict: true)
        #expect(layout.types.map(\.name) == ["V100", "t4"] && layout.types.map(\.gpuCount) == [12, 3])
        #expect(report.derived == ["GPU type 'T4' is taken as 't4'", "GPU type 'v100' is taken as 'V100'"])
        let yaml = try write("nodes: [{gpu_type: A, gpus: 1}, {gpu_type: a, gpus: 2}]\n", "cluster.yaml")
        let second = try ClusterFiles.layout(path: yaml, isStrict: true)
        #expect(second.layout.types.map(\.name) == ["A"] && second.layout.gpuCount == 3)
        #expect(second.report.derived == ["GPU type 'a' is taken as 'A'"])
    }

    @Test("all speeds that are missing are named at once, of the cluster's types and of recorded ones")
    func missingSpeeds() throws {
        let jobs = try write(
            "submit_seconds,duration_seconds,gpus,model,recorded_gpu_type\n"
                + "0,10,1,m1,tpu\n1,10,1,m2,tpu\n2,10,1,,npu\n3,10,1,m1,\nx,1,1,,\n", "jobs.csv")
        let speeds = SpeedBook(try GavelMeasurements.table())
        let reader = UserJobsReader(speeds: speeds, isStrict: false) { jobClass in
            var missing = MissingSpeeds()
            missing.add(gpuType: "Mine", model: jobClass.model)
            throw WorkloadError.noSpeeds(missing, source: speeds.source)
        }
        let error = #expect(throws: WorkloadError.self) { try reader.read(path: jobs) }
        #expect(
            error?.description.hasPrefix(
                "no speed is known for GPU type 'mine' (jobs without a model, 'm1', 'm2'); "
                    + "GPU type 'npu' (jobs without a model); GPU type 'tpu' ('m1', 'm2'); ") == true,
            "\(String(describing: error))")
    }

    @Test("unknown columns of a speeds file are reported")
    func speedsReport() throws {
        let path = try write("gpu_type,relative_speed,note\ntpu,3,fast\n", "speeds.csv")
        let report = try SpeedsReader.speeds(path: path, isStrict: true).report
        #expect(report.columnsUnused == ["note"] && report.rowCount == 1 && report.sha256.count == 64)
    }
}
