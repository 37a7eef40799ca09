import Cluster
import Foundation
import Kit
import TestSupport
import Testing
import Traces
import Workload

@Suite("Users' own files")
struct UserFilesTests {
    private let header = "job_id,submit_seconds,duration_seconds,gpus,recorded_gpu_type"

    private func write(_ text: String, _ name: String = "jobs.csv") throws -> String {
        let path = try Places.temporaryFolder().appendingPathComponent(name).path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func reader(strict: Bool = false) throws -> UserJobsReader {
        UserJobsReader(speeds: SpeedBook(try GavelMeasurements.table()), isStrict: strict) {
            $0.scaleFactor > 8 ? "it needs \($0.scaleFactor) GPUs, there are 8" : nil
        }
    }

    @Test("every column is read, used or kept; times count from the first arrival")
    func allColumns() throws {
        let path = try write(
            """
            job_id,submit_time,duration_seconds,model,gpus,nodes,recorded_gpu_type,gpu_types,cpus,memory_gib,user,queue,\
            priority_weight,time_limit_seconds,deadline_seconds,state,recorded_start_seconds,recorded_nodes,pet
            b,2024-03-01T12:00:10+01:00,100,,0.25,1,T4,v100|T4,4,16,ann,"q,1",5,200,300,failed,,n1|n2,Rex
            a,2024-03-01T11:00:00Z,50,,2,,A100,,,,,,,,,,,,
            """)
        let (jobs, report) = try reader().read(path: path)
        #expect(jobs.map(\.arrivalSeconds) == [10, 0])
        #expect(
            jobs[0].jobClass
                == JobClass(
                    model: "", scaleFactor: 1, workUnit: .referenceSeconds, acceptedTypes: ["v100", "T4"]))
        #expect(
            jobs[0].totalSteps == 100 * 0.40 && jobs[0].demandMilliGPU == 250 && jobs[0].priorityWeight == 5)
        #expect(jobs[1].totalSteps == 50 * 2.2 && jobs[1].jobClass.scaleFactor == 2)
        let details = try #require(jobs[0].details)
        #expect(
            details.name == "b" && details.user == "ann" && details.queue == "q,1" && details.state == .failed
        )
        #expect(
            details.cpuMilli == 4000 && details.memoryMiB == 16_384 && details.recordedNodes == ["n1", "n2"])
        #expect(details.timeLimitSeconds == 200 && details.deadlineSeconds == 300)
        #expect(
            report.columnsUnused == ["pet"] && report.columnsKept.contains("user") && report.rowCount == 2)
        #expect(report.sha256 == SHA256.hexDigest(try TextFile.bytes(path)) && report.dropped.isEmpty)
    }

    @Test("CRLF, a byte order mark, blanks, quotes and empty lines are fine")
    func leniency() throws {
        let plain = try write("\(header)\na,0,10,1,v100\n")
        let odd = try write(
            "\u{FEFF}\"job_id\", submit_seconds ,duration_seconds,gpus,recorded_gpu_type\r\n\r\n\"a\", 0 ,10,1,v100\r\n"
        )
        #expect(try reader().read(path: plain).jobs == reader().read(path: odd).jobs)
    }

    @Test(
        "a bad row is dropped with its line and reason, or refused when strict",
        arguments: [
            ("b,soon,10,1,v100", "submit_seconds is 'soon'"), ("b,,10,1,v100", "submit_time is ''"),
            ("b,nan,10,1,v100", "submit_seconds is 'nan'"), ("b,inf,10,1,v100", "submit_seconds is 'inf'"),
            ("b,5,-1,1,v100", "duration_seconds is '-1'"), ("b,5,0,1,v100", "duration_seconds is '0'"),
            ("b,5,,1,v100", "duration_seconds is ''"), ("b,5,1e400,1,v100", "duration_seconds is '1e400'"),
            ("b,5,ten,1,v100", "duration_seconds is 'ten'"), ("b,5,10,0,v100", "gpus is '0'"),
            ("b,5,10,-2,v100", "gpus is '-2'"), ("b,5,10,1.5,v100", "gpus is '1.5'"),
            ("b,5,10,,v100", "gpus is ''"),
            ("b,5,10,many,v100", "gpus is 'many'"), ("b,5,10,1e30,v100", "gpus is '1e30'"),
            ("b,5,10,9,v100", "the job can never run: it needs 9 GPUs"), ("a,5,10,1,v100", "job_id is 'a'"),
            ("b,5,10,1", "found 4 fields, expected 5"), ("b,5,10,1,v100,x", "found 6 fields, expected 5"),
            ("\u{0}\u{1}\u{2}", "found 1 fields, expected 5"),
        ])
    func badRows(row: String, reason: String) throws {
        let path = try write("\(header)\na,0,10,1,v100\n\(row)\nc,9,10,1,v100\n")
        let (jobs, report) = try reader().read(path: path)
        #expect(jobs.count == 2 && report.dropped.count == 1)
        #expect(report.dropped.first?.line == 3)
        #expect(report.dropped.first?.reason.hasPrefix(reason) == true, "\(report.dropped)")
        let error = #expect(throws: TraceError.self) { try reader(strict: true).read(path: path) }
        #expect(error?.description.hasPrefix("\(path):3: \(reason)") == true)
    }

    @Test(
        "times need a date that exists and a zone",
        arguments: [
            "2024-03-01T12:00:00", "2024-03-01T12:00:00 CET", "2024-02-30T12:00:00Z", "2024-13-01T12:00:00Z",
            "2024-03-01T25:00:00Z", "2024-03-01", "yesterday",
        ])
    func badTimes(time: String) throws {
        let path = try write("submit_time,duration_seconds,gpus\n2024-03-01T12:00:00Z,10,1\n\(time),10,1\n")
        let (jobs, report) = try reader().read(path: path)
        #expect(jobs.count == 1)
        #expect(
            report.dropped.first?.reason.hasPrefix("submit_time is '\(time)', expected a time with its zone")
                == true)
    }

    @Test("seconds since 1970 are those of the calendar")
    func calendar() throws {
        let path = try write(
            """
            submit_time,duration_seconds,gpus
            1970-01-01T00:00:00Z,1,1
            2000-02-29T00:00:00Z,1,1
            2024-03-01 00:00:30.5-0130,1,1
            """)
        #expect(
            try reader().read(path: path).jobs.map(\.arrivalSeconds) == [0, 951_782_400, 1_709_256_630.5])
    }

    @Test(
        "a file that cannot be used at all is refused",
        arguments: [
            ("", "it is empty"), ("\n\n", "it is empty"),
            ("job_id,gpus\na,1\n", "has no column submit_seconds or submit_time"),
            ("submit_seconds,gpus\n1,1\n", "has no column duration_seconds or steps"),
            ("submit_seconds,duration_seconds\n1,1\n", "has no column gpus"),
            ("gpus,gpus,submit_seconds,duration_seconds\n", "names the column 'gpus' twice"),
            ("submit_seconds,duration_seconds,gpus\n", "it has a header, but no rows"),
            (
                "submit_seconds,duration_seconds,gpus\nx,1,1\n",
                "none of its 1 rows can be used; the first: submit_seconds is 'x'"
            ),
        ])
    func unusable(text: String, reason: String) throws {
        let path = try write(text)
        let error = #expect(throws: TraceError.self) { try reader().read(path: path) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test("an endless line or an open quote does not fill the memory")
    func endlessLine() throws {
        for text in [
            String(repeating: "x", count: 3 << 20),
            "\(header)\n\"" + String(repeating: "y\n", count: 1 << 20),
        ] {
            let path = try write(text)
            #expect(throws: FileError.self) { try reader().read(path: path) }
        }
    }

    @Test("folders, pipes and missing files are refused")
    func notFiles() throws {
        let folder = try Places.temporaryFolder().path
        #expect(throws: FileError.cannotRead(path: folder, reason: "it is not a regular file")) {
            try reader().read(path: folder)
        }
        #expect(throws: FileError.cannotRead(path: "/nowhere.csv", reason: "No such file or directory")) {
            try reader().read(path: "/nowhere.csv")
        }
        let pipe = folder + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: FileError.cannotRead(path: pipe, reason: "it is not a regular file")) {
            try reader().read(path: pipe)
        }
    }

    @Test("an unknown GPU type is an error, a given or assumed speed makes it known")
    func speeds() throws {
        let path = try write("\(header)\na,0,10,1,tpu\n")
        #expect(throws: WorkloadError.self) { try reader().read(path: path) }
        let file = try write("gpu_type,model,relative_speed\ntpu,,3\nTPU,big,4\n", "speeds.csv")
        let given = try SpeedsReader.speeds(path: file).speeds
        #expect(
            given.speed(gpuType: "Tpu", model: "big") == 4 && given.speed(gpuType: "tpu", model: "small") == 3
        )
        let book = SpeedBook(try GavelMeasurements.table(), given: given)
        let (jobs, _) = try UserJobsReader(speeds: book, isStrict: true) { _ in nil }.read(path: path)
        #expect(jobs[0].totalSteps == 30)
        #expect(throws: TraceError.self) {
            try SpeedsReader.speeds(path: try write("gpu_type,relative_speed\nx,-1\n"))
        }
    }

    @Test("a pair that has two speeds is told of, or refused when strict; absurd speeds are refused")
    func doubledSpeeds() throws {
        let path = try write("gpu_type,model,relative_speed\nt4,,0.5\nT4,,0.6\nt4,a,1\n", "speeds.csv")
        let (speeds, report) = try SpeedsReader.speeds(path: path)
        #expect(speeds.speed(gpuType: "t4", model: "b") == 0.6)
        #expect(
            report.warnings
                == ["line 3: 'T4' (any model) has a speed in line 2 already; the last one counts"])
        #expect(throws: TraceError.self) { try SpeedsReader.speeds(path: path, isStrict: true) }
        for speed in ["1e308", "1000001", "0x1", "inf"] {
            let path = try write("gpu_type,relative_speed\nt4,\(speed)\n", "speeds.csv")
            #expect(throws: TraceError.self, "\(speed)") { try SpeedsReader.speeds(path: path) }
        }
    }

    @Test("numbers of another form than decimal are refused everywhere")
    func otherNumbers() throws {
        for number in ["0x8", "0x1p3", "8\u{0}", "inf", "nan"] {
            let csv = try write("gpu_type,gpus,cpus\na,8,\(number)\nb,\(number),1\nc,4,1\n", "nodes.csv")
            #expect(try ClusterFiles.layout(path: csv, isStrict: false).report.dropped.map(\.line) == [2, 3])
            for field in [5, 6, 7, 9] {
                var fields = ["A3C", "c", "r", "-s", "0", "100", "1", "1", "-1", "0"]
                fields[field] = number
                #expect(throws: TraceError.self, "\(number) in field \(field)") {
                    try GavelTraceReader.jobs(text: fields.joined(separator: "\t"), file: "t")
                }
            }
        }
        let yaml = try write("nodes: [{gpu_type: a, gpus: 8, cpus: 0x10}]", "cluster.yaml")
        #expect(throws: TraceError.self) { try ClusterFiles.layout(path: yaml, isStrict: false) }
    }

    @Test("a node list with a quote left open is refused, not shortened")
    func openQuoteInNodes() throws {
        let csv = try write("node,gpu_type,gpus,rack\na,v100,8,\"r1\nb,v100,8,r2\n", "nodes.csv")
        #expect(throws: FileError.quoteNotClosed(path: csv, line: 2)) {
            try ClusterFiles.layout(path: csv, isStrict: false)
        }
    }

    @Test("nodes.csv and cluster.yaml describe the same cluster")
    func clusters() throws {
        let csv = try write(
            "node,gpu_type,gpus,cpus,memory_gib,rack\nn1,a100,8,128,1024,r1\nn2,a100,8,128,1024,r1\nn3,my gpu,4,64,256,\n",
            "nodes.csv")
        let yaml = try write(
            """
            name: ours
            nodes:
              - { gpu_type: a100, gpus: 8, cpus: 128, memory_gib: 1024, count: 2, rack: r1 }
              - { gpu_type: my gpu, gpus: 4, cpus: 64, memory_gib: 256 }
            """, "cluster.yaml")
        let first = try ClusterFiles.layout(path: csv, isStrict: true)
        let second = try ClusterFiles.layout(path: yaml, isStrict: true)
        #expect(first.layout.nodes == second.layout.nodes && first.layout.types == second.layout.types)
        #expect(first.layout.gpuCount == 20 && second.layout.name == "ours")
        #expect(first.report.columnsUnused.isEmpty && second.report.columnsUnused.isEmpty)
        #expect(second.layout.nodes.map(\.rack) == ["r1", "r1", ""])
    }

    @Test("bad cluster files are refused, bad node rows dropped")
    func badClusters() throws {
        let csv = try write("gpu_type,gpus\na,8\nb,0\n,4\nc,x\n", "nodes.csv")
        let (layout, report) = try ClusterFiles.layout(path: csv, isStrict: false)
        #expect(layout.gpuCount == 8 && report.dropped.map(\.line) == [3, 4, 5])
        #expect(throws: TraceError.self) { try ClusterFiles.layout(path: csv, isStrict: true) }
        for text in [
            "", "nodes: 3", "nodes: []", "nodes: [{gpus: 8}]", "a: [", "nodes: [{gpu_type: a, gpus: -1}]",
        ] {
            let path = try write(text, "cluster.yaml")
            #expect(throws: (any Error).self, "\(text)") {
                try ClusterFiles.layout(path: path, isStrict: false)
            }
        }
    }
}
