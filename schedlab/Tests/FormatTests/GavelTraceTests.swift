import Foundation
import TestSupport
import Testing
import Traces
import Workload

@Suite("Gavel traces")
struct GavelTraceTests {
    private let ten = "A3C\tcmd\trl\t--max-steps\t0\t25832\t1\t5\t-1.000000\t259"
    private let seven = "A3C\tcmd\t--max-steps\t1\t779751\t336541.000000\t8"

    @Test("ten and seven fields are read, with CRLF, BOM and empty lines")
    func forms() throws {
        let jobs = try GavelTraceReader.jobs(text: "\u{FEFF}\(ten)\r\n\n\(seven)\n", file: "t")
        #expect(jobs.count == 2)
        #expect(
            jobs[0]
                == Job(
                    id: 0, jobClass: JobClass(model: "A3C", scaleFactor: 1), totalSteps: 25832,
                    arrivalSeconds: 259, priorityWeight: 5))
        #expect(
            jobs[1]
                == Job(
                    id: 1, jobClass: JobClass(model: "A3C", scaleFactor: 8), totalSteps: 779751,
                    arrivalSeconds: 336541))
    }

    @Test(
        "malformed lines are refused with file, line and field",
        arguments: [
            (5, "many", "steps"), (5, "-1", "steps"), (5, "nan", "steps"), (6, "0", "scale factor"),
            (6, "1.5", "scale factor"),
            (7, "0", "priority weight"), (9, "-3", "arrival"), (9, "soon", "arrival"), (0, "", "model"),
        ])
    func badFields(index: Int, value: String, field: String) {
        var fields = ten.split(separator: "\t").map(String.init)
        fields[index] = value
        let text = ten + "\n" + fields.joined(separator: "\t")
        let error = #expect(throws: TraceError.self) {
            try GavelTraceReader.jobs(text: text, file: "t.trace")
        }
        guard case .badField("t.trace", 2, field, value, _) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }

    @Test("wrong field counts and empty files are refused")
    func counts() {
        #expect(
            throws: TraceError.fieldCount(
                file: "t", line: 1, found: 2, expected: "10 (or 7 in the older form)")
        ) {
            try GavelTraceReader.jobs(text: "a\tb", file: "t")
        }
        #expect(throws: TraceError.noJobs(file: "t")) { try GavelTraceReader.jobs(text: "\n\n", file: "t") }
    }

    @Test("what is written is read back, but for what the format cuts off")
    func roundTrip() throws {
        let speeds = SpeedBook(try GavelMeasurements.table())
        var generator = try GavelGenerator(
            .init(
                seed: 2, arrivals: .poisson(jobsPerHour: 9), isMultiGPU: true, hasPriorities: true,
                jobLimit: 50),
            speeds: speeds)
        var jobs: [Job] = []
        while let job = try generator.next() { jobs.append(job) }
        let back = try GavelTraceReader.jobs(text: jobs.map(GavelTraceWriter.line).joined(), file: "t")
        for (job, read) in zip(jobs, back) {
            #expect(read.jobClass == job.jobClass && read.arrivalSeconds == job.arrivalSeconds)
            #expect(
                read.totalSteps == job.totalSteps.rounded(.down) && read.priorityWeight == job.priorityWeight)
        }
        #expect(back.count == jobs.count)
    }

    @Test("every stored trace is read", .enabled(if: Places.hasReference, "\(Places.referenceReason)"))
    func stored() throws {
        let folder = Places.gavel.appendingPathComponent("traces")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            #expect(
                try GavelTraceReader.jobs(path: folder.appendingPathComponent(name).path).count >= 20,
                "\(name)")
        }
    }

    @Test("a throughput file overrides the table; a missing type and bad JSON are refused")
    func throughputs() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("t.json").path
        try
            #"{"v100": {"('A3C', 1)": {"null": 2.5, "('A3C', 1)": [1, 1]}}, "v100_unconsolidated": {"('A3C', 1)": {"null": 2.0}}}"#
            .write(toFile: path, atomically: true, encoding: .utf8)
        let table = try GavelThroughputsReader.table(path: path, neededTypes: ["v100", "T4"])
        #expect(
            table.entry(gpuType: "v100", jobClass: JobClass(model: "A3C", scaleFactor: 1))
                == .init(consolidated: 2.5, unconsolidated: 2.0))
        #expect(throws: TraceError.missingType(file: path, gpuType: "k80", found: ["v100"])) {
            try GavelThroughputsReader.table(path: path, neededTypes: ["k80"])
        }
        for text in [
            "", "[1]", #"{"v100": {"A3C": {"null": 1}}}"#, #"{"v100": {"('A3C', 1)": {"null": "x"}}}"#,
        ] {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(throws: TraceError.self) { try GavelThroughputsReader.table(path: path, neededTypes: []) }
        }
    }

    @Test(
        "the built-in table is the published file, figure by figure",
        .enabled(if: Places.hasReference, "\(Places.referenceReason)"))
    func builtInTable() throws {
        let path = Places.shared.appendingPathComponent("data/gavel/simulation_throughputs.json").path
        let file = try GavelThroughputsReader.table(path: path, neededTypes: ["k80", "p100", "v100"])
        let builtIn = try GavelMeasurements.table()
        #expect(file.models == builtIn.models)
        for type in ["k80", "p100", "v100"] {
            for model in file.models {
                for scaleFactor in [1, 2, 4, 8] {
                    let jobClass = JobClass(model: model, scaleFactor: scaleFactor)
                    #expect(
                        file.entry(gpuType: type, jobClass: jobClass)
                            == builtIn.entry(gpuType: type, jobClass: jobClass))
                }
            }
        }
    }
}
