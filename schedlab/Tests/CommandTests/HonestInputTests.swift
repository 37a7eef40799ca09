import Foundation
import Kit
import KitTesting
import TestSupport
import Testing

/// Rows 2 to 5, 13, 15 and 17 of what real use found: nothing is lost or misread without a word.
@Suite("Inputs as they are")
struct HonestInputTests {
    private func run(
        _ jobs: String, _ flags: [String] = [], speeds: String? = nil, format: String = "table"
    ) throws -> CommandResult {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try jobs.write(to: folder.appendingPathComponent("jobs.csv"), atomically: true, encoding: .utf8)
        var given = ["--speeds", "speeds.csv"]
        if let speeds {
            try speeds.write(
                to: folder.appendingPathComponent("speeds.csv"), atomically: true, encoding: .utf8)
        } else {
            given = []
        }
        return try CommandResult.schedlab(
            [
                "run", "--cluster", "v100=8", "--workload", "jobs:jobs.csv", "--policy", "fifo",
                "--mechanism",
                "run-to-completion", "--format", format,
            ] + given + flags, in: folder)
    }

    @Test("row 2: inch marks inside fields lose no row; an open quote is an error with its line")
    func quotes() throws {
        let head = "job_id,submit_seconds,duration_seconds,gpus,user\n"
        let marks = try run(
            head + "a,0,10,1,24\" desk\nb,1,10,1,x\nc,2,10,1,30\" desk\nd,3,10,1,y\n", ["--strict"])
        #expect(
            marks.status == 0 && marks.output.contains("4 rows, 0 dropped"),
            "\(marks.messages)\(marks.output)")
        let open = try run(head + "a,0,10,1,u\nb,1,10,1,\"x\nc,2,10,1,y\n")
        #expect(
            open.status == 65 && open.messages.contains("jobs.csv:3: a quote is opened here"),
            "\(open.messages)")
    }

    @Test("row 2: a NUL byte or a hexadecimal number is no number", arguments: ["1\u{0}0", "0x10"])
    func numbers(text: String) throws {
        let result = try run("submit_seconds,duration_seconds,gpus\n0,10,1\n1,\(text),1\n")
        #expect(result.output.contains("2 rows, 1 dropped"), "\(result.output)")
    }

    @Test("row 3: two clocks in one file are refused; both with one meaning are fine")
    func clocks() throws {
        let head = "submit_seconds,submit_time,duration_seconds,gpus\n"
        let mixed = try run(head + "0,,10,1\n,2024-03-01T12:00:00Z,10,1\n")
        #expect(mixed.status == 65 && mixed.messages.contains("jobs.csv:3: this row gives submit_time"))
        let disagree = try run(head + "0,2024-03-01T12:00:00Z,10,1\n60,2024-03-01T12:02:00Z,10,1\n")
        #expect(
            disagree.status == 65 && disagree.messages.contains("disagree by 60.0 s"), "\(disagree.messages)")
        let agree = try run(head + "0,2024-03-01T12:00:00Z,10,1\n60,2024-03-01T12:01:00Z,10,1\n")
        #expect(agree.status == 0 && agree.output.contains("arrivals span 60.0 s"), "\(agree.output)")
    }

    @Test("row 3: spans are told, and implausible ones warned of")
    func spans() throws {
        let head = "submit_seconds,duration_seconds,gpus\n"
        let good = try run(head + "0,100,1\n7200,300,1\n")
        #expect(good.output.contains("durations: median 3.3 min, longest 5.0 min"), "\(good.output)")
        #expect(!good.output.contains("WARNING"))
        let old = try run(head + "0,100,1\n1704067200,300,1\n")
        #expect(old.output.contains("WARNING: arrivals span 54.0 years"), "\(old.output)")
        let long = try run(head + "0,3600000,1\n1,3500000,1\n")
        #expect(long.output.contains("WARNING: half of the jobs take 41.1 days"), "\(long.output)")
        let short = try run(head + "0,300000,1\n1,310000,1\n")
        #expect(short.output.contains("WARNING: half of the jobs take 3.5 days"), "\(short.output)")
        let epoch = try run(head + "1700000000000,100,1\n1700000060000,300,1\n")
        #expect(
            epoch.output.contains("WARNING: the first arrival is at 53869.7 years: are these milliseconds"),
            "\(epoch.output)")
    }

    @Test("row 4: words and fields that change nothing drop no job, and are counted")
    func states() throws {
        let head = "submit_seconds,duration_seconds,gpus,state,recorded_start_seconds\n"
        let result = try run(
            head
                + "0,10,1,OUT_OF_MEMORY,5\n1,10,1,NODE_FAIL,soon\n2,10,1,OUT_OF_MEMORY,\n3,10,1,CANCELLED by 1042,\n"
        )
        #expect(result.output.contains("4 rows, 0 dropped"), "\(result.output)")
        #expect(result.output.contains("state 'OUT_OF_MEMORY' of 2 jobs is kept as it is"))
        #expect(result.output.contains("state 'CANCELLED by 1042' of 1 job"))
        #expect(
            result.output.contains("recorded_start_seconds cannot be read in 1 row, first in line 3: 'soon'"))
    }

    @Test("row 4: drops are counted by reason, with ten examples each")
    func drops() throws {
        let bad = (0..<12).map { "\($0),-1,1\n" }.joined()
        let result = try run("submit_seconds,duration_seconds,gpus\n0,10,1\n" + bad)
        #expect(
            result.output.contains(
                "12 x duration_seconds is '-1', expected a number of seconds > 0, at most 1e12 (lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, ...)"
            ), "\(result.output)")
    }

    @Test("row 5: speeds that match nothing, or are given twice, are said")
    func speeds() throws {
        let jobs = "submit_seconds,duration_seconds,gpus,model\n0,10,1,BERT-Large\n"
        let head = "gpu_type,model,relative_speed\n"
        let odd = try run(jobs, speeds: head + "v100,bert-large,2\nT4-16GB,,0.5\n")
        #expect(
            odd.output.contains("no job has the model 'bert-large'; did you mean 'BERT-Large'?"),
            "\(odd.output)")
        #expect(odd.output.contains("no job has the GPU type 't4-16gb'"), "\(odd.output)")
        let twice = head + "v100,BERT-Large,2\nV100,BERT-Large,3\n"
        #expect(
            try run(jobs, speeds: twice).output.contains(
                "line 3: V100 with model 'BERT-Large' is given twice"))
        #expect(try run(jobs, ["--strict"], speeds: twice).status == 65)
        #expect(try run(jobs, speeds: head + "v100,,1e308\n").status == 65)
    }

    @Test("row 15: absurd sizes and bombs end at once with a message", .timeLimit(.minutes(1)))
    func absurd() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1...30 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        for (name, text) in [
            ("n.csv", "gpu_type,gpus\nv100,1000000000000000\n"),
            ("million.csv", "gpu_type,gpus\nv100,1000000\n"),
            ("n.yaml", "nodes:\n- {gpu_type: v100, gpus: 1000000000000000}\n"),
            ("empty.yaml", "nodes:\n- {gpu_type: v100, gpus: 1, count: 9000000000000000000}\n"),
            ("bomb.yaml", bomb), ("key.yaml", "? [&a [b, b], *a, *a]\n: 1\n" + bomb),
        ] {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
            for command in [
                ["fill", "--nodes", name],
                [
                    "run", "--cluster", name, "--workload", "gavel", "--rate", "1", "--jobs", "1", "--policy",
                    "fifo",
                ],
            ] {
                let result = try CommandResult.schedlab(command, in: folder)
                #expect(result.status == 65, "\(command): \(result.messages)")
            }
        }
        let run = try CommandResult.schedlab(["run", "bomb.yaml"], in: folder)
        #expect(run.status == 65, "\(run.messages)")
        #expect(try CommandResult.schedlab(["fill", "--nodes", "v100=4000000000000000000@2*4"]).status == 2)
    }

    @Test("row 15: parts inside parts double a YAML file with every reference", .timeLimit(.minutes(1)))
    func nestedAliases() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (count, isBomb) in [(4, false), (15, true)] {
            var part = "&a0 [\(Array(repeating: "x", count: 10_000).joined(separator: ","))]"
            for i in 0..<count { part = "&a\(i + 1) [\(part), *a\(i)]" }
            try "? \(part)\n: 1\n".write(
                to: folder.appendingPathComponent("c.yaml"), atomically: true, encoding: .utf8)
            let result = try CommandResult.schedlab(["fill", "--nodes", "c.yaml"], in: folder)
            #expect(result.status == 65, "\(result.messages)")
            #expect(result.messages.contains("it refers to earlier parts") == isBomb, "\(result.messages)")
        }
    }

    @Test("row 17: long names leave the columns of a table where they are")
    func longNames() throws {
        let name = String(repeating: "u", count: 8000)
        let jobs = "submit_seconds,duration_seconds,gpus,user\n0,10,1,\(name)\n"
        let table = try run(jobs, ["--by", "user"])
        #expect(table.status == 0 && table.output.contains("uuu...  "))
        let json = try run(jobs, ["--by", "user"], format: "json")
        #expect(json.output.contains(name))
    }

    @Test("row 17: names from files cannot act on a terminal")
    func controlCharacters() throws {
        let result = try run("submit_seconds,duration_seconds,gpus,a\u{1B}[31mb\n0,10,1,x\n")
        #expect(
            result.status == 0 && !result.output.contains("\u{1B}") && result.output.contains("a\\u{1B}[31mb")
        )
        let spec = try CommandResult.schedlab([
            "run", "--cluster", "x\u{1B}]0;y\u{7}", "--workload", "gavel", "--policy", "fifo",
        ])
        #expect(spec.status == 2 && !spec.messages.contains("\u{1B}") && !spec.messages.contains("\u{7}"))
    }

    @Test(
        "row 17: bounds are what their words say, and refusals say why",
        arguments: [
            (["--round", "0.9995"], "a number >= 1.0"), (["--poa", "-5e-10"], "a number >= 0.0"),
            (["--min-stay", "-1e-10"], "a number >= 0.0"), (["--window", "10:5"], "0 <= S < E"),
            (["--seeds", "3-1"], "A <= B"), (["--rate", "1e-300"], "a number >= 0.0001"),
        ] as [([String], String)])
    func bounds(flags: [String], words: String) throws {
        let result = try CommandResult.schedlab(
            [
                "run", "--cluster", "v100=2", "--workload", "gavel", "--policy", "max_min_fairness_perf",
            ] + (flags[0] == "--rate" ? [] : ["--rate", "1"]) + flags)
        #expect(result.status == 2 && result.messages.contains(words), "\(result.messages)")
    }

    @Test("row 17: a misspelt preset gets a hint")
    func hint() throws {
        let result = try CommandResult.schedlab(["fill", "--nodes", "hpilly-108"])
        #expect(result.status == 2 && result.messages.contains("philly-108"), "\(result.messages)")
    }

    @Test("row 13: no library is loaded from the working directory, nor one that others may write")
    func library() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let deps = folder.appendingPathComponent(".deps/highs")
        try FileManager.default.createDirectory(at: deps, withIntermediateDirectories: true)
        try "not a library".write(
            to: deps.appendingPathComponent("libhighs.so"), atomically: true, encoding: .utf8)
        let command = [
            "run", "--cluster", "v100=2", "--workload", "gavel", "--static", "--jobs", "2", "--policy",
            "max_min_fairness_perf", "--engine", "highs",
        ]
        let result = try CommandResult.schedlab(command, in: folder)
        #expect(!result.messages.contains(folder.path), "\(result.messages)")
        let library = deps.appendingPathComponent("libhighs.so").path
        chmod(library, 0o666)
        let open = try CommandResult.schedlab(command, environment: ["SCHEDLAB_HIGHS": library], in: folder)
        #expect(open.status == 69 && open.messages.contains("others may write"), "\(open.messages)")
    }
}
