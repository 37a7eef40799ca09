import Foundation
private import Kit
import KitTesting
import TestSupport
import Testing

@Suite("The command")
struct CommandTests {
    private let small = [
        "run", "--mechanism", "gavel", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "fifo_perf",
        "--rate", "20", "--jobs",
        "12",
    ]

    @Test(
        "help pages are as recorded",
        arguments: [
            [], ["run"], ["demo"], ["fill"], ["generate", "gavel"], ["list"], ["verify", "gavel-run"],
            ["verify", "fgd"], ["verify", "lp"], ["bench", "lp"],
        ])
    func help(command: [String]) throws {
        // The terminal's width shapes help pages.
        let result = try CommandResult.schedlab(command + ["--help"], environment: ["COLUMNS": "100"])
        #expect(result.status == 0)
        #expect(result.output.contains("Example: schedlab"))
        try expectGolden(result.output, "help-\((["root"] + command).joined(separator: "-")).txt")
    }

    @Test("a fill needs no files: 131 rows, the same every time, and a folder with every pod and its reasons")
    func fill() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let arguments = ["fill", "--placement", "fgd", "--seed", "7", "--format", "csv"]
        let first = try CommandResult.schedlab(arguments + ["--out", folder.path])
        let second = try CommandResult.schedlab(arguments)
        #expect(first.status == 0 && first.output == second.output, "\(first.messages)")
        let lines = first.output.split(separator: "\n")
        #expect(lines.count == 132)
        #expect(
            lines[0]
                == "demandPercent,allocatedPercent,fragmentationRatePercent,fragmentationOfTotalPercent,occupiedNodes"
        )
        let placements = try String(
            contentsOf: folder.appendingPathComponent("placements.csv"), encoding: .utf8)
        #expect(placements.split(separator: "\n").count > 10_000)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == [OutputFolder.markerName, "placements.csv", "states.csv", "summary.json"])
    }

    @Test(
        "fills refuse what makes none, with a clear message",
        arguments: [
            (["--placement", "fdg"], 2, "did you mean fgd"),
            (["--pods", "/nowhere.csv"], 65, "cannot be read"),
            (["--nodes", "nowhere"], 2, "neither a preset nor a spec"),
            (["--ratio", "nan"], 2, "--ratio is nan"),
            (["--arrivals", "/nowhere"], 65, "cannot be read"),
            (["--pods", "openb-mix:no"], 2, "expected openb-mix:"),
            (["--out", "/dev/null/x"], 2, "cannot be written"), (["--out", ""], 2, "--out is empty"),
        ] as [([String], Int32, String)])
    func fillRefused(change: [String], status: Int32, message: String) throws {
        let result = try CommandResult.schedlab(["fill"] + change)
        #expect(result.status == status, "\(result.messages)")
        #expect(result.messages.contains(message), "\(result.messages)")
        #expect(result.output.isEmpty)
    }

    @Test("verify fgd compares every figure at every 10 % of demand, and its exit code says what they say")
    func verifyFGD() throws {
        let result = try CommandResult.schedlab([
            "verify", "fgd", "--list", "gpushare100", "--seeds", "42-43", "--format", "csv",
        ])
        let rows = result.output.split(separator: "\n").dropFirst()
        #expect(rows.count == 6 * 14 * 3, "\(result.messages)")
        let deviations = rows.compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
        #expect(deviations.count == rows.count)
        // Two seeds may stray further than the ten of the whole check, but not far.
        #expect(deviations.allSatisfy { abs($0) < 6 })
        #expect(result.status == (deviations.contains { abs($0) > 3 } ? 1 : 0))
    }

    @Test(
        "bad usage exits with 2, bad data with 65, each with a clear message",
        arguments: [
            (["run", "--policy", "fifo_pref"], 2, "did you mean fifo_perf"),
            (["run", "--rate", "0"], 2, "--rate is 0.0, expected a number >= 0.0001 and at most"),
            (["run", "--rate", "-1"], 2, "--rate is -1.0, expected a number >= 0.0001 and at most"),
            (["run", "--jobs", "0"], 2, "--jobs is 0, expected a whole number from 1"),
            (["run", "--cluster", "v100=0"], 2, "is '0', expected a whole number of at least 1"),
            (["run", "--cluster", "philly"], 2, "did you mean philly-108"),
            (["run", "--window", "5:3"], 2, "window"),
            (["run", "--placement", "stridded"], 2, "did you mean strided"),
            (
                ["run", "--mechanism", "gravel"], 2,
                "did you mean gavel?; 'schedlab list mechanisms' shows all"
            ),
            (["run", "--multi-gpu"], 65, "can never run on cluster '2:2:2'"),
            (["run", "--throughputs", "/nowhere.json"], 65, "/nowhere.json: cannot be read"),
            (["run", "--out", "/dev/null/x"], 2, "cannot be written"),
            (["run", "--mechanism", "gavel", "--gavel-log", "/dev/null/x"], 2, "cannot be written"),
            (["run", "--unknown-flag"], 2, "Unknown option"),
        ] as [([String], Int32, String)])
    func refused(change: [String], status: Int32, message: String) throws {
        // A changed flag replaces the one of the small run.
        var arguments = small
        if change.count == 3, let index = arguments.firstIndex(of: change[1]) {
            arguments[index + 1] = change[2]
        } else {
            arguments += change.dropFirst()
        }
        let result = try CommandResult.schedlab(arguments)
        #expect(result.status == status, "\(result.messages)")
        #expect(result.messages.contains(message), "\(result.messages)")
        #expect(result.output.isEmpty)
    }

    @Test(
        "a malformed trace line is named with file, line and field, and generator flags are refused for traces"
    )
    func traces() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("bad.trace").path
        let line = "A3C\tcmd\trl\t--max-steps\t0\t25832\t1\t1\t-1\t0\n"
        try (line + line.replacingOccurrences(of: "25832", with: "lots")).write(
            toFile: path, atomically: true, encoding: .utf8)
        let bad = try CommandResult.schedlab([
            "run", "--cluster", "2:2:2", "--workload", "gavel-trace:\(path)", "--policy", "fifo",
        ])
        #expect(
            bad.status == 65 && bad.messages.contains("\(path):2: steps is 'lots', expected a number > 0"))

        try line.replacingOccurrences(of: "A3C", with: "A3D").write(
            toFile: path, atomically: true, encoding: .utf8)
        let model = try CommandResult.schedlab([
            "run", "--cluster", "2:2:2", "--workload", "gavel-trace:\(path)", "--policy", "fifo",
        ])
        #expect(model.status == 65 && model.messages.contains("did you mean 'A3C'"))

        let flag = try CommandResult.schedlab([
            "run", "--cluster", "2:2:2", "--workload", "gavel-trace:\(path)", "--policy", "fifo", "--rate",
            "3",
        ])
        #expect(flag.status == 2 && flag.messages.contains("--rate has no meaning"))
    }

    @Test("where HiGHS is asked for and missing, the message says how to get it, and the exit code is 69")
    func solverMissing() throws {
        let arguments = [
            "run", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "max_min_fairness", "--rate",
            "9", "--jobs", "3",
        ]
        let nowhere = ["SCHEDLAB_HIGHS": "/nowhere/libhighs.so"]
        for flags in [["--engine", "highs"], ["--verify-lp"]] {
            let result = try CommandResult.schedlab(arguments + flags, environment: nowhere)
            #expect(result.status == 69)
            #expect(result.messages.contains("make setup"))
        }
        #expect(try CommandResult.schedlab(arguments, environment: nowhere).status == 0)
    }

    @Test("the same run twice gives the same bytes outside host, in every format, file and log")
    func repeatable() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var outputs: [[String]] = []
        for name in ["a", "b"] {
            let out = folder.appendingPathComponent(name)
            let log = folder.appendingPathComponent("\(name).log").path
            let json = try CommandResult.schedlab(
                small + ["--format", "json", "--out", out.path, "--gavel-log", log, "--quiet"])
            #expect(json.status == 0, "\(json.messages)")
            let csv = try CommandResult.schedlab(small + ["--format", "csv"])
            outputs.append([
                withoutHost(json.output), csv.output,
                withoutHost(
                    try String(contentsOf: out.appendingPathComponent("summary.json"), encoding: .utf8)),
                try String(contentsOf: out.appendingPathComponent("jobs.csv"), encoding: .utf8),
                try String(contentsOfFile: log, encoding: .utf8),
            ])
        }
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0][0] == outputs[0][2])
        try expectGolden(outputs[0][0], "summary.json")
        try expectGolden(outputs[0][3], "jobs.csv")
        try expectGolden(String(outputs[0][4].prefix(4000)), "gavel-log-head.txt")
    }

    private func withoutHost(_ text: String) -> String {
        guard let start = text.range(of: "  \"host\":") else { return text }
        return String(text[..<start.lowerBound])
    }

    @Test("the Gavel log of a windowed run has all four channels in the documented forms")
    func gavelLog() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("run.log").path
        let result = try CommandResult.schedlab([
            "run", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "isolated", "--rate", "0.5",
            "--mechanism", "gavel", "--steady-state", "--window", "2:8", "--gavel-log", path,
        ])
        #expect(result.status == 0, "\(result.messages)")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(
            lines[0].wholeMatch(
                of:
                    /scheduler:INFO \[0\] Running scheduler in simulation .*policy=Isolated, seed=0, time_per_iteration=360,.*/
            ) != nil)
        let telemetry = lines.compactMap { $0.firstMatch(of: /TELEMETRY (\{.*\})$/)?.1 }
        #expect(telemetry.count > 3)
        for (index, text) in telemetry.enumerated() {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(object["round"] as? Int == index && object["wall_time"] as? Int == 0)
            #expect(object["v100_total"] as? Int == 2 && object["windowed_completion_rate"] != nil)
        }
        #expect(
            lines.contains { $0.contains(#"EVENT {"event": "job_arrival", "job_id": "0", "job_type": "#) })
        #expect(lines.contains { $0.contains(#"EVENT {"event": "job_complete", "job_id": ""#) })
        let placement =
            /scheduler:INFO \[[^\]]+\] \[Micro-task scheduled\]\tJob ID: \d+\tWorker type: (k80|p100|v100)\tWorker ID\(s\): \d+(,\d+)*\tPriority: -?\d+\.\d\d\tDeficit: -?\d+\.\d\d\tAllocation:  \[ k80 \d\.\d\d\] \[p100 \d\.\d\d\] \[v100 \d\.\d\d\]/
        let placements = lines.filter { $0.contains("[Micro-task scheduled]") }
        #expect(placements.count > 10)
        for line in placements { #expect(line.wholeMatch(of: placement) != nil, "\(line)") }
    }

    @Test("a run at its time limit and one in overload say so in the first line")
    func flags() throws {
        let base = [
            "run", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "fifo_perf", "--window", "2:6",
        ]
        let first = { (text: String) in text.split(separator: "\n").first.map(String.init) ?? "" }
        let limited = try CommandResult.schedlab(base + ["--rate", "0.3", "--hours", "2"])
        #expect(
            first(limited.output).hasPrefix(
                "stopped        at the time limit, with 4 measured jobs unfinished; offered load 0."))
        let overloaded = try CommandResult.schedlab(base + ["--rate", "60"])
        #expect(first(overloaded.output).contains("OVERLOADED"))
        let calm = try CommandResult.schedlab(base + ["--rate", "0.3"])
        #expect(!calm.output.contains("OVERLOADED"))
        // A finite list that is all done has plain averages, however fast it came.
        let finite = try CommandResult.schedlab(small)
        #expect(!finite.output.contains("OVERLOADED") && finite.output.contains("offered load"))
    }

    @Test("an experiment file stands for its flags, and flags on the command line win")
    func experimentFiles() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("x.yaml").path
        let run = { (text: String, flags: [String]) in
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return try CommandResult.schedlab(["run", path] + flags + ["--format", "csv"])
        }
        let text =
            "cluster: 2:2:2  # no number\nworkload: gavel\npolicy: fifo_perf\nmechanism: gavel\nrate: 20\njobs: 12\npriorities: false\n"
        let flags = try CommandResult.schedlab(small + ["--format", "csv"])
        #expect(try run(text, []).output == flags.output && flags.status == 0)
        let seeded = try CommandResult.schedlab(small + ["--format", "csv", "--seed", "3"])
        #expect(try run(text + "seeds: 0-4\n", ["--seed", "3"]).output == seeded.output)
        for (bad, message) in [
            ("polici: fifo\n", ":8: 'polici' is no flag of 'schedlab run'; did you mean policy?"),
            ("static: maybe\n", "'static' is 'maybe', expected true or false"),
            ("rate: 3\n", "duplicated key(s): 'rate'"),
            ("window: [1, 2]\n", "'window' has no single value"), ("a: [", "cannot be read as YAML"),
        ] {
            let result = try run(text + bad, [])
            #expect(result.status == 65 && result.messages.contains(message), "\(result.messages)")
        }
        #expect(try run("just text", []).status == 65)
        let experiments = Places.package.appendingPathComponent("Experiments")
        let names = try FileManager.default.contentsOfDirectory(atPath: experiments.path)
        #expect(names.count >= 7)
        let sweeps = ["fgd-default.yaml", "gavel-figures.yaml"]
        for name in names {
            let shipped = experiments.appendingPathComponent(name).path
            if sweeps.contains(name) {
                #expect(try CommandResult.schedlab(["sweep", "plan", shipped]).status == 0, "\(name)")
                continue
            }
            let result = try CommandResult.schedlab(["run", shipped, "--policy", "nosuch"])
            #expect(result.status == 2 && result.messages.contains("unknown policy 'nosuch'"))
        }
    }

    @Test("several seeds give means with intervals, the same bytes with one thread and with two")
    func seeds() throws {
        let base = small + ["--seeds", "0-9"]
        let table = try CommandResult.schedlab(base + ["--threads", "1"])
        #expect(table.status == 0 && table.output.contains("Mean over 10 seeds with its 95 % interval:"))
        #expect(try CommandResult.schedlab(base + ["--threads", "2"]).output == table.output)
        #expect(table.output.contains(" ± "))
        let csv = try CommandResult.schedlab(base + ["--format", "csv", "--threads", "2"])
        #expect(csv.output.split(separator: "\n").count == 11)
        let one = try CommandResult.schedlab(small + ["--seed", "7", "--format", "csv"])
        #expect(csv.output.contains(one.output.split(separator: "\n")[1]))
        let json = try CommandResult.schedlab(base + ["--format", "json"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let means = try #require(
            (object["overSeeds"] as? [String: Any])?["averageJCTSeconds"] as? [String: Any])
        #expect((means["halfWidth95"] as? Double ?? 0) > 0 && (object["runs"] as? [Any])?.count == 10)
        for bad in ["9-0", "0-1000", "1", "a-b", "0-"] {
            #expect(try CommandResult.schedlab(small + ["--seeds", bad]).status == 2)
        }
        #expect(try CommandResult.schedlab(base + ["--seed", "3"]).status == 2)
    }

    @Test("a user's own jobs and nodes run, and what was left out is told")
    func ownFiles() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (jobs, nodes) = (
            folder.appendingPathComponent("jobs.csv").path, folder.appendingPathComponent("nodes.csv").path
        )
        try
            "job_id,submit_seconds,duration_seconds,gpus,recorded_gpu_type,pet\na,5,100,2,mine,Rex\nb,6,50,0.5,mine,\nc,7,50,99,mine,\n"
            .write(toFile: jobs, atomically: true, encoding: .utf8)
        try "node,gpu_type,gpus\nn1,mine,2\n".write(toFile: nodes, atomically: true, encoding: .utf8)
        let base = ["run", "--cluster", nodes, "--workload", "jobs:\(jobs)", "--policy", "fifo"]
        let unknown = try CommandResult.schedlab(base + ["--mechanism", "run-to-completion"])
        #expect(
            unknown.status == 65 && unknown.messages.contains("'mine'")
                && unknown.messages.contains("--assume-speed"))
        let known = base + ["--assume-speed", "2"]
        let gavel = try CommandResult.schedlab(known + ["--mechanism", "gavel"])
        #expect(gavel.status == 2 && gavel.messages.contains("run-to-completion"))
        let strict = try CommandResult.schedlab(known + ["--mechanism", "run-to-completion", "--strict"])
        #expect(strict.status == 65 && strict.messages.contains("\(jobs):4: the job can never run"))
        let round = try CommandResult.schedlab(known + ["--mechanism", "run-to-completion", "--round", "60"])
        #expect(round.status == 2 && round.messages.contains("--round"))
        let out = folder.appendingPathComponent("out").path
        let run = try CommandResult.schedlab(known + ["--mechanism", "run-to-completion", "--out", out])
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.output.contains("3 rows, 1 dropped") && run.output.contains("columns unknown: pet"))
        #expect(run.output.contains("mine runs at 2.0 of a V100's speed"))
        let table = try String(contentsOfFile: "\(out)/jobs.csv", encoding: .utf8).split(separator: "\n")
        #expect(table.count == 3 && table[1].hasPrefix("0,a,,2,1000,") && table[2].hasPrefix("1,b,,1,500,"))
    }

    @Test("reference files that cannot be compared exit with 65 and are never called equal")
    func unreadableReference() throws {
        for format in ["table", "json", "csv"] {
            let result = try CommandResult.schedlab([
                "verify", "gavel-run", "/nowhere.json", "--format", format,
            ])
            #expect(result.status == 65 && result.messages.contains("/nowhere.json"))
            #expect(!result.output.contains("all equal"))
            #expect(format == "table" || result.output.contains("/nowhere.json"))
        }
    }

    @Test(
        "a full standard output is an error, not a crash",
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
    func fullOutput() throws {
        let process = Process()
        process.executableURL = Places.executable
        process.arguments = ["list", "policies"]
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 2)
    }

    @Test("figures come per group, by number of GPUs, GPU type, user and queue")
    func groups() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let jobs = folder.appendingPathComponent("jobs.csv").path
        try
            "submit_seconds,duration_seconds,gpus,user,queue,gpu_types\n0,100,2,ann,a,v100\n0,60,1,bob,,v100\n0,30,10,ann,a,p100\n"
            .write(toFile: jobs, atomically: true, encoding: .utf8)
        let names = { (key: String) in
            let result = try CommandResult.schedlab([
                "run", "--cluster", "v100=2,p100=10", "--workload", "jobs:\(jobs)", "--policy", "fifo",
                "--by", key,
            ])
            #expect(result.status == 0, "\(result.messages)")
            let table = result.output.split(separator: "\n\n").last ?? ""
            return table.split(separator: "\n").dropFirst(2).map { line in
                line.split(separator: "  ").prefix(3).map { $0.trimmingCharacters(in: .whitespaces) }
            }
        }
        #expect(try names("gpus") == [["1", "1", "1"], ["2", "1", "1"], ["10", "1", "1"]])
        #expect(try names("type") == [["p100", "1", "1"], ["v100", "2", "2"]])
        #expect(try names("user") == [["ann", "2", "2"], ["bob", "1", "1"]])
        #expect(try names("queue") == [["(not said)", "1", "1"], ["a", "2", "2"]])
        let json = try CommandResult.schedlab([
            "run", "--cluster", "v100=2,p100=10", "--workload", "jobs:\(jobs)", "--policy", "fifo", "--by",
            "user",
            "--format", "json",
        ])
        #expect(json.output.contains("\"groupedBy\": \"user\""))
        let refused = try CommandResult.schedlab(small + ["--by", "gpus", "--format", "csv"])
        #expect(refused.status == 2 && refused.messages.contains("--by"))
    }

    @Test("an interrupt leaves no unfinished file")
    func interrupt() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let names = { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
        let process = Process()
        process.executableURL = Places.executable
        process.arguments =
            small.dropLast(2) + [
                "--window", "0:1000000", "--quiet", "--gavel-log",
                folder.appendingPathComponent("run.log").path,
            ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        while try names().isEmpty && process.isRunning { Thread.sleep(forTimeInterval: 0.01) }
        #expect(try names().allSatisfy { $0.hasPrefix("run.log.part-") } && !(try names().isEmpty))
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 128 + SIGTERM)
        #expect(try names().isEmpty)
    }

    @Test("a window that never arrives counts as unfinished")
    func absentWindow() throws {
        let result = try CommandResult.schedlab([
            "run", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "fifo_perf", "--rate", "0.3",
            "--window", "100:200",
            "--hours", "0.1", "--format", "csv",
        ])
        #expect(result.status == 0 && result.output.contains("fifo_perf,2:2:2,0,horizon,100,0,100,"))
    }

    @Test("lists and generated workloads come in every format")
    func listsAndWorkloads() throws {
        for kind in ["policies", "placements", "mechanisms", "clusters", "workloads"] {
            for format in ["table", "json", "csv"] {
                let result = try CommandResult.schedlab(["list", kind, "--format", format])
                #expect(result.status == 0 && result.output.split(separator: "\n").count >= 3)
            }
        }
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("w.trace").path
        let write = [
            "generate", "gavel", "--rate", "6", "--jobs", "15", "--seed", "4", "--to", "gavel-trace", "-o",
            path,
        ]
        #expect(try CommandResult.schedlab(write).status == 0)
        let run = try CommandResult.schedlab([
            "run", "--cluster", "2:2:2", "--workload", "gavel-trace:\(path)", "--policy", "fifo", "--format",
            "csv",
        ])
        #expect(run.status == 0 && run.output.contains("fifo,2:2:2,0,completed,15,15,0,"))
        let csv = try CommandResult.schedlab(["generate", "gavel", "--static", "--jobs", "3"])
        #expect(csv.output.split(separator: "\n").count == 4)
    }

    @Test(
        "the demo gives the same bytes with one thread and with two",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"),
        .enabled(
            if: ProcessInfo.processInfo.environment["SCHEDLAB_SLOW_TESTS"] == "1",
            "slow; SCHEDLAB_SLOW_TESTS=1 runs it"))
    func demoThreads() throws {
        let one = try CommandResult.schedlab(["demo", "--threads", "1", "--format", "csv"])
        let two = try CommandResult.schedlab(["demo", "--threads", "2", "--format", "csv"])
        #expect(one.status == 0 && one.output == two.output)
    }
}
