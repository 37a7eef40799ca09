import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("Malformed job files")
struct MalformedJobsTests {
    /// A file, and what becomes of it.
    struct Case: Sendable, CustomTestStringConvertible {
        /// What is wrong with it.
        var name: String
        var bytes: [UInt8]
        /// Line that is named; nil = the whole file is at fault.
        var line: Int?
        /// Beginning of the reason, after file and line.
        var reason: String

        var testDescription: String { name }

        init(_ name: String, _ text: String, line: Int? = nil, _ reason: String) {
            self.init(name, bytes: Array(text.utf8), line: line, reason)
        }

        init(_ name: String, bytes: [UInt8], line: Int? = nil, _ reason: String) {
            (self.name, self.bytes, self.line, self.reason) = (name, bytes, line, reason)
        }
    }

    private static let header = "job_id,submit_seconds,duration_seconds,gpus"
    private static let good = "\(header)\na,0,10,1\n"
    private static let timed = "submit_time,duration_seconds,gpus\n2024-01-01T00:00:00Z,1,1\n"

    /// Files that are refused, with or without `--strict`.
    static let refusedFiles: [Case] = [
        Case("empty", "", "it is empty, expected a header line and rows"),
        Case("blank lines", "\n\r\n\n", "it is empty, expected a header line and rows"),
        Case("no header", "a,0,10,1\nb,1,10,1\n", line: 1, "the header has no column submit_seconds or"),
        Case("header only", "\(header)\n", "it has a header, but no rows"),
        Case("no gpus", "submit_seconds,duration_seconds\n0,1\n", line: 1, "the header has no column gpus"),
        Case(
            "no arrival", "duration_seconds,gpus\n1,1\n", line: 1, "the header has no column submit_seconds"),
        Case("no work", "submit_seconds,gpus\n1,1\n", line: 1, "the header has no column duration_seconds"),
        Case("doubled column", "gpus,gpus\n1,1\n", line: 1, "the header names the column 'gpus' twice"),
        Case(
            "semicolons", "job_id;submit_seconds;gpus\na;0;1\n", line: 1,
            "the header has no column submit_seconds or submit_time, only job_id;submit_seconds;gpus; separate the fields by commas, not by ';'"
        ),
        Case("tabs", "submit_seconds\tgpus\n0\t1\n", line: 1, "the header has no column"),
        Case("old line ends", "\(header)\ra,0,10,1\r", line: 1, "the header has no column gpus"),
        Case("UTF-16", bytes: [0xFF, 0xFE, 0x6A, 0, 0x0A, 0], line: 1, "the line is not UTF-8"),
        Case("binary", bytes: Array(0...255), line: 1, "the header has no column"),
        Case("open quote", "\(good)\"b,1,10,1\n", line: 3, "a quote opens here and closes at no field's end"),
        Case(
            "quote left open between two", "\(good)\"b,1,10,1\nc,2,\"3\",4\n", line: 3,
            "a quote opens here and closes at no field's end"),
        Case(
            "two origins",
            "submit_seconds,submit_time,duration_seconds,gpus\n0,,1,1\n,2024-01-01T00:00:00Z,1,1\n",
            line: 3, "line 2 gives only submit_seconds and line 3 only submit_time"),
        Case("no row left", "\(header)\na,x,1,1\n", "none of its 1 rows can be used; the first: submit_sec"),
        Case(
            "unknown GPU type", "submit_seconds,duration_seconds,gpus,recorded_gpu_type\n0,1,1,tpu\n",
            "no speed is known for GPU type 'tpu'"),
    ]

    /// Files with one bad row: dropped and reported, refused with `--strict`.
    static let droppedRows: [Case] =
        [
            ("bad number", "b,x,10,1", "submit_seconds is 'x', expected a number of seconds"),
            ("nan", "b,nan,10,1", "submit_seconds is 'nan'"),
            ("infinite", "b,1,inf,1", "duration_seconds is 'inf'"),
            ("hexadecimal", "b,0x10,10,1", "submit_seconds is '0x10'"),
            ("thousands", "b,\"1,000\",10,1", "submit_seconds is '1,000'"),
            ("negative duration", "b,1,-5,1", "duration_seconds is '-5', expected a number of seconds > 0"),
            ("no duration", "b,1,,1", "duration_seconds is ''"),
            ("zero duration", "b,1,0,1", "duration_seconds is '0'"),
            ("endless duration", "b,1,1e300,1", "duration_seconds is '1e300'"),
            ("negative GPUs", "b,1,5,-1", "gpus is '-1'"), ("no GPUs", "b,1,5,0", "gpus is '0'"),
            ("one GPU and a half", "b,1,5,1.5", "gpus is '1.5'"),
            ("countless GPUs", "b,1,5,1e99", "gpus is '1e99'"),
            (
                "more GPUs than the cluster", "b,1,5,100",
                "the job can never run: it needs 100 GPU(s) of one type, but the largest type that can run it has 4"
            ),
            ("doubled id", "a,1,10,1", "job_id is 'a', expected an id that no earlier row has"),
            ("too few fields", "b,1", "found 2 fields, expected 4 as in the header"),
            ("too many fields", "b,1,10,1,9,9", "found 6 fields, expected 4"),
            ("control characters", "b,\u{1}\u{1B}[31m,10,1", "submit_seconds is '\\u{01}\\u{1B}[31m'"),
            ("endless field", "b,\(String(repeating: "9", count: 400)),10,1", "submit_seconds is '999"),
        ].map { Case($0, "\(good)\($1)\n", line: 3, $2) } + [
            Case(
                "not UTF-8", bytes: Array(good.utf8) + [0x62, 0xFF, 0x2C, 0x0A], line: 3,
                "the line is not UTF-8"),
            Case(
                "no time zone", "\(timed)2024-01-01T00:00:00,1,1\n", line: 3,
                "submit_time is '2024-01-01T00:00:00', expected a time with its zone, such as"),
            Case(
                "unknown time zone", "\(timed)2024-01-01T00:00:00 CET,1,1\n", line: 3, "submit_time is '2024"),
            Case("no such day", "\(timed)2024-02-30T00:00:00Z,1,1\n", line: 3, "submit_time is '2024-02-30"),
            Case(
                "steps without a model", "submit_seconds,steps,gpus,duration_seconds\n1,,1,4\n0,5,1,\n",
                line: 3,
                "model is '', expected a model of the throughput table"),
            Case(
                "misspelt model", "submit_seconds,steps,gpus,model\n0,5,1,A3C\n0,5,1,A3D\n", line: 3,
                "the job can never run: no throughput is known for model 'A3D' on 1 GPU(s); did you mean 'A3C'"
            ),
            Case(
                "no weight", "submit_seconds,duration_seconds,gpus,priority_weight\n0,1,1,\n0,1,1,0\n",
                line: 3,
                "priority_weight is '0', expected a number from 1e-6 to 1e6"),
        ]

    private func run(_ path: String, in folder: URL, _ flags: [String] = []) throws -> CommandResult {
        try CommandResult.schedlab(
            [
                "run", "--cluster", "v100=4@4", "--workload", "jobs:\(path)", "--policy", "fifo",
                "--mechanism",
                "run-to-completion", "--out", folder.appendingPathComponent("out").path,
            ] + flags)
    }

    /// What lies in the folder of results.
    private func results(in folder: URL) -> [String] {
        let out = folder.appendingPathComponent("out").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: out)) ?? []).sorted()
    }

    @Test(
        "files that cannot be used are refused with file and line, and leave nothing behind",
        arguments: refusedFiles)
    func refuses(c: Case) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("jobs.csv").path
        #expect(FileManager.default.createFile(atPath: path, contents: Data(c.bytes)))
        for flags in [[], ["--strict"]] {
            // A file of which every row is bad is refused at the first one when strict.
            let line = c.name == "no row left" && !flags.isEmpty ? 2 : c.line
            let reason = c.name == "no row left" && !flags.isEmpty ? "submit_seconds is 'x'" : c.reason
            let result = try run(path, in: folder, flags)
            #expect(result.status == 65 && result.output.isEmpty, "\(result.status)")
            let place = line.map { "\(path):\($0)" } ?? path
            #expect(result.messages.hasPrefix("schedlab: \(place): \(reason)"), "\(result.messages)")
            #expect(
                !result.messages.dropLast().contains { $0.isASCII && $0.asciiValue.map { $0 < 32 } == true })
            #expect(results(in: folder).isEmpty)
        }
    }

    @Test(
        "a bad row is dropped with its line and reason; with --strict it ends the command",
        arguments: droppedRows
    )
    func drops(c: Case) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("jobs.csv").path
        #expect(FileManager.default.createFile(atPath: path, contents: Data(c.bytes)))
        let line = try #require(c.line)
        let strict = try run(path, in: folder, ["--strict"])
        #expect(strict.status == 65 && strict.output.isEmpty)
        #expect(strict.messages.hasPrefix("schedlab: \(path):\(line): \(c.reason)"), "\(strict.messages)")
        #expect(strict.messages.count < 500 && results(in: folder).isEmpty)
        let lenient = try run(path, in: folder)
        #expect(lenient.status == 0, "\(lenient.messages)")
        #expect(lenient.output.contains("2 rows, 1 dropped"))
        #expect(lenient.output.contains("line \(line): \(c.reason)"), "\(lenient.output)")
        #expect(results(in: folder) == ["jobs.csv", "summary.json"])
    }

    @Test("a line of two gigabytes, a folder, a pipe and a missing file are refused at once")
    func places() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = { (name: String) in folder.appendingPathComponent(name).path }
        for (name, start) in [("long.csv", ""), ("quoted.csv", "\"")] {
            // The file is sparse: it takes no room on the disk.
            try "\(Self.header)\n\(start)".write(toFile: path(name), atomically: true, encoding: .utf8)
            #expect(truncate(path(name), 2 << 30) == 0)
            let result = try run(path(name), in: folder)
            #expect(result.status == 65)
            #expect(
                result.messages.hasPrefix("schedlab: \(path(name)):2: the line has more than 1048576 bytes"))
        }
        #expect(mkfifo(path("pipe.csv"), 0o600) == 0)
        for (name, reason) in [
            ("pipe.csv", "it is not a regular file"), (".", "it is not a regular file"),
            ("absent.csv", "No such file or directory"),
        ] {
            let result = try run(path(name), in: folder)
            #expect(result.status == 65 && result.messages.contains("cannot be read: \(reason)"))
        }
        #expect(results(in: folder).isEmpty)
    }

    @Test(
        "what is unusual but clear is read",
        arguments: [
            "\(header)\r\na,0,10,1\r\n", "\u{FEFF}\(good)", "\(header)\n a , 0 , 10 , 1 \n",
            "\(header)\na,-5,10,1",
            "\(header)\n\n\"a\",0,10,1\n\n", "\(header.uppercased())\na,0,10,1\n",
        ])
    func accepted(text: String) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("jobs.csv").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let result = try run(path, in: folder, ["--strict"])
        #expect(result.status == 0 && result.output.contains("1 row, 0 dropped"), "\(result.messages)")
        #expect(result.output.contains("average JCT    10 s"))
    }
}
