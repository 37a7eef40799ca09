import Cluster
import Foundation
import TestSupport
import Testing
import Traces
import Workload

@Suite("Readers of openb's lists")
struct OpenBReaderTests {
    /// Writes a file for one test.
    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("list.csv").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try body(path)
    }

    private let header = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec"

    private func layout() throws -> ClusterLayout {
        try ClusterLayout(
            name: "test",
            groups: [
                NodeGroup(
                    gpuType: "T4", nodeCount: 1, gpusPerNode: 2, cpuMilliPerNode: 64_000,
                    memoryMiBPerNode: 1000)
            ])
    }

    @Test(
        "a row that cannot be used is left out with its line and reason, and refused when strict",
        arguments: [
            ("b,-5,10,1,500,", "cpu_milli is '-5'"), ("b,1,10,1,1500,", "gpu_milli is '1500'"),
            ("b,1,10,1,-1,", "gpu_milli is '-1'"), ("b,1,10,1,0,", "gpu_milli is '0'"),
            ("b,1,10,2,500,", "expected 1000, since num_gpu is 2"),
            ("b,65000,10,1,500,", "at most 64000, what the largest node has"),
            ("b,1,2000,1,500,", "at most 1000"), ("b,1,10,3,1000,", "num_gpu is '3'"),
            ("b,1,10,1,500,G9|G8", "a model that some node has: T4"),
            ("a,1,10,1,500,", "a name that no earlier row has"), ("b,1,10,1", "found 4 fields, expected 6"),
            ("b,1.5,10,1,500,", "cpu_milli is '1.5'"), (",1,10,1,500,", "name is ''"),
            ("b,99999999999999999999,10,1,500,", "cpu_milli"),
        ])
    func badRow(row: String, reason: String) throws {
        try withFile("\(header)\na,1000,10,1,500,T4|X\n\(row)\nc,0,0,0,0,\n") { path in
            let read = try OpenBPodsReader(layout: try layout(), isStrict: false).read(path: path)
            #expect(read.pods.map(\.name) == ["a", "c"])
            #expect(read.report.rowCount == 3)
            #expect(read.report.dropped.map(\.line) == [3])
            #expect(read.report.dropped[0].reason.contains(reason), "\(read.report.dropped)")
            let strict = OpenBPodsReader(layout: try layout(), isStrict: true)
            let error = #expect(throws: TraceError.self) { try strict.read(path: path) }
            #expect("\(String(describing: error))".contains(":3: "), "\(String(describing: error))")
        }
    }

    @Test("unknown columns are reported, and refused when strict")
    func unknownColumn() throws {
        try withFile("\(header),colour\na,1,1,0,0,,red\n") { path in
            let read = try OpenBPodsReader(layout: nil, isStrict: false).read(path: path)
            #expect(read.report.columnsUnused == ["colour"])
            #expect(throws: TraceError.unknownColumns(file: path, columns: ["colour"])) {
                try OpenBPodsReader(layout: nil, isStrict: true).read(path: path)
            }
        }
    }

    @Test("five columns are enough; CRLF and a byte order mark are reported and passed over")
    func fiveColumns() throws {
        let text = "\u{FEFF}name,cpu_milli,memory_mib,num_gpu,gpu_milli\r\na,1000,,8,1000\r\nb,1,1,0,250\r\n"
        try withFile(text) { path in
            let (pods, report) = try OpenBPodsReader(layout: nil, isStrict: true).read(path: path)
            #expect(pods.map(\.totalMilli) == [8000, 0], "no GPU: the share counts for nothing")
            #expect(pods[0].memoryMiB == 0)
            #expect(report.derived.contains("every pod accepts every GPU type"))
            #expect(report.derived.contains { $0.contains("byte order mark") })
            #expect(report.derived.contains { $0.contains("CRLF") })
            #expect(report.sha256.count == 64 && report.licence != nil)
        }
    }

    @Test("an empty file and a file without rows or columns are refused")
    func empty() throws {
        for text in ["", "\(header)\n", "a,b\n1,2\n"] {
            try withFile(text) { path in
                #expect(throws: TraceError.self) {
                    try OpenBPodsReader(layout: nil, isStrict: false).read(path: path)
                }
                #expect(throws: TraceError.self) { try OpenBNodesReader.read(path: path, isStrict: false) }
            }
        }
    }

    @Test("nodes: names once, a model exactly where there are GPUs, nodes without GPUs are kept")
    func nodes() throws {
        let text = """
            sn,cpu_milli,memory_mib,gpu,model
            n1,64000,1000,2,T4
            n1,64000,1000,2,T4
            n2,64000,1000,2,
            n3,64000,1000,0,T4
            n4,64000,1000,-1,T4
            n5,8000,500,0,

            """
        try withFile(text) { path in
            let nodes = try OpenBNodesReader.read(path: path, isStrict: false)
            #expect(nodes.names == ["n1", "n5"])
            #expect(nodes.groups.map(\.gpusPerNode) == [2, 0])
            #expect(nodes.report.dropped.map(\.line) == [3, 4, 5, 6])
            #expect(try OpenBNodesReader.isList(path: path))
            #expect(throws: TraceError.self) { try OpenBNodesReader.read(path: path, isStrict: true) }
            let (layout, report) = try ClusterFiles.layout(path: path, isStrict: false)
            #expect(layout.nodes.count == 1, "a run has no use for nodes without GPUs")
            #expect(report.derived.contains { $0.contains("1 nodes without GPUs") })
        }
    }
}
